"""Private DNS zones and their links to virtual networks."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Reference, TypeSpec
from azure_offline.store.store import Resource
from hubspoke_network.refusals import NETWORK, flag
from hubspoke_network.refusals.services.private_dns import LINK, blocked_name, duplicate, registration, with_links

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

PRIVATE_DNS_LINK = TypeSpec(
    type=LINK,
    location="global",
    references=(Reference("properties.virtualNetwork.id", (NETWORK,), holds=False, required=True),),
    read_only=frozenset({"virtualNetworkLinkState"}),
    defaults={"registrationEnabled": False},
    rules=(duplicate, registration),
    present=lambda _link, _view: {"virtualNetworkLinkState": "Completed"},
)
