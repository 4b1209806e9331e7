"""What the components use of azure-native for locks."""

from hubspoke._azure.parts import by_parts, whole

try:
    with by_parts("authorization"):
        from pulumi_azure_native.authorization.management_lock_by_scope import ManagementLockByScope
except ImportError:  # an SDK that lays its modules out otherwise
    globals().update(whole("authorization"))

__all__ = [
    "ManagementLockByScope",
]
