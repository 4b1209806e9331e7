"""What the components use of azure-native for resource groups."""

from hubspoke._azure.parts import by_parts

with by_parts("resources"):
    from pulumi_azure_native.resources.resource_group import ResourceGroup

__all__ = [
    "ResourceGroup",
]
