"""NAT gateways."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Reference, TypeSpec, stated
from azure_offline.arm.types.public_prefixes import PREFIX
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE
from hubspoke_network.refusals.networks import ADDRESS, basic_address, too_many_addresses, zone_changed

NAT = "Microsoft.Network/natGateways"

_SUBNET = "microsoft.network/virtualnetworks/subnets"

IN_USE = stated(
    "nat-in-use",
    "A NAT gateway that a subnet has is deleted.",
    grade="C",
    source="published codes (NatGatewayInUseBySubnet appears as well)",
    code="InUseNatGatewayCannotBeDeleted",
    message="Nat gateway {id} is in use by {users} and cannot be deleted.",
    on=DELETE,
    needs="who refers to it by declared references",
)


def _present(gateway: Resource, view: ArmView) -> Mapping[str, Any]:
    subnets = list(view.referring(gateway.key, _SUBNET))
    return {"subnets": [{"id": subnet.id} for subnet in subnets]} if subnets else {}


NAT_GATEWAY = TypeSpec(
    type=NAT,
    references=(
        Reference("properties.publicIpAddresses[].id", (ADDRESS,), same_region=True),
        Reference("properties.publicIpPrefixes[].id", (PREFIX,), same_region=True),
    ),
    read_only=frozenset({"subnets"}),
    defaults={"idleTimeoutInMinutes": 4},
    guid=True,
    rules=(too_many_addresses, basic_address, zone_changed),
    in_use=IN_USE,
    present=_present,
)
