"""Private DNS zones."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec
from azure_offline.store.store import Resource
from hubspoke_network.refusals import flag
from hubspoke_network.refusals.services.private_dns import LINK, blocked_name, with_links

ZONE = "Microsoft.Network/privateDnsZones"


def _present_zone(zone: Resource, view: ArmView) -> Mapping[str, Any]:
    links = view.children(zone.key, LINK)
    registering = [link for link in links if flag(link.document, "properties.registrationEnabled")]
    return {
        "numberOfRecordSets": 1,
        "maxNumberOfRecordSets": 25000,
        "numberOfVirtualNetworkLinks": len(links),
        "maxNumberOfVirtualNetworkLinks": 1000,
        "numberOfVirtualNetworkLinksWithRegistration": len(registering),
        "maxNumberOfVirtualNetworkLinksWithRegistration": 100,
    }


PRIVATE_DNS_ZONE = TypeSpec(
    type=ZONE,
    location="global",
    read_only=frozenset(
        {
            "internalId",
            "numberOfRecordSets",
            "maxNumberOfRecordSets",
            "numberOfVirtualNetworkLinks",
            "maxNumberOfVirtualNetworkLinks",
            "numberOfVirtualNetworkLinksWithRegistration",
            "maxNumberOfVirtualNetworkLinksWithRegistration",
        }
    ),
    rules=(blocked_name, with_links),
    present=_present_zone,
)
