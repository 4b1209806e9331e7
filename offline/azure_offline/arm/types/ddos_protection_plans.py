"""DDoS protection plans."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec
from azure_offline.store.store import Resource
from hubspoke_network.refusals.networks import ADDRESS
from hubspoke_network.refusals.services.other_services import second_plan

DDOS_PLAN = "Microsoft.Network/ddosProtectionPlans"


def _present_plan(plan: Resource, view: ArmView) -> Mapping[str, Any]:
    found = {}
    for name, kind in (
        ("virtualNetworks", "microsoft.network/virtualnetworks"),
        ("publicIPAddresses", ADDRESS.lower()),
    ):
        users = list(view.referring(plan.key, kind))
        if users:
            found[name] = [{"id": user.id} for user in users]
    return found


DDOS_PROTECTION_PLAN = TypeSpec(
    type=DDOS_PLAN,
    read_only=frozenset({"virtualNetworks", "publicIPAddresses"}),
    guid=True,
    rules=(second_plan,),
    present=_present_plan,
)
