"""Zone groups of private endpoints."""

from azure_offline.arm.resources import Reference, TypeSpec

ZONE_GROUP = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"

PRIVATE_DNS_ZONE_GROUP = TypeSpec(
    type=ZONE_GROUP,
    location="none",
    references=(
        Reference(
            "properties.privateDnsZoneConfigs[].properties.privateDnsZoneId",
            ("Microsoft.Network/privateDnsZones",),
            holds=False,
        ),
    ),
)
