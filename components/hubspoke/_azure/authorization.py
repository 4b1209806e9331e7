"""What the components use of azure-native for locks."""

from hubspoke._azure.parts import by_parts

with by_parts("authorization"):
    from pulumi_azure_native.authorization.management_lock_by_scope import ManagementLockByScope

__all__ = [
    "ManagementLockByScope",
]
