"""What the components use of azure-native for resource groups."""

from hubspoke._azure.parts import by_parts, whole

try:
    with by_parts("resources"):
        from pulumi_azure_native.resources.resource_group import ResourceGroup
except ImportError:  # an SDK that lays its modules out otherwise
    globals().update(whole("resources"))

__all__ = [
    "ResourceGroup",
]
