"""Resource groups."""

from azure_offline.arm.resources import TypeSpec

RESOURCE_GROUP = TypeSpec(type="Microsoft.Resources/resourceGroups", etag=False)
