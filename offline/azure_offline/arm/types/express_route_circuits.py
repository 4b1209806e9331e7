"""ExpressRoute circuits."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Inline, Reference, TypeSpec, guid, stated
from azure_offline.arm.state_rules.circuits import delete_provisioned
from azure_offline.arm.state_rules.office365 import office365_lowered
from azure_offline.store.store import Resource
from hubspoke_network.refusals import DELETE, text
from hubspoke_network.refusals.circuit_questions import AUTHORIZATION, CIRCUIT, PEERING
from hubspoke_network.refusals.circuits.circuits import (
    bandwidth_known,
    bandwidth_lowered,
    delete_with_children,
    local_metered,
    provider_and_port,
    provider_changed,
    quota,
    sku_known,
    tier_lowered,
    tier_lowered_geography,
    to_metered,
)

IN_USE = stated(
    "circuit-in-use",
    "A circuit that connections use is deleted.",
    grade="A",
    source="expressroute/expressroute-howto-circuit-arm",
    message="Circuit {id} cannot be deleted while {users} are linked to it.",
    on=DELETE,
    needs="who refers to it by declared references",
)


def _prepare(draft: Draft, view: ArmView) -> None:
    if "provider" not in draft.state:
        at_once = view.world.circuits.provisioning == "at-once"
        draft.state["provider"] = "Provisioned" if at_once else "NotProvisioned"
    tier, family = text(draft.document, "sku.tier"), text(draft.document, "sku.family")
    if tier and family:
        draft.document["sku"] = {"name": f"{tier}_{family}", **draft.document["sku"]}


def _present(circuit: Resource, _view: ArmView) -> Mapping[str, Any]:
    return {
        "circuitProvisioningState": "Enabled",
        "serviceProviderProvisioningState": circuit.state.get("provider", "NotProvisioned"),
        "serviceKey": guid("service-key", circuit.key),
    }


EXPRESS_ROUTE_CIRCUIT = TypeSpec(
    type=CIRCUIT,
    inline=(Inline("peerings", PEERING), Inline("authorizations", AUTHORIZATION)),
    references=(Reference("properties.expressRoutePort.id", ("Microsoft.Network/expressRoutePorts",)),),
    read_only=frozenset(
        {
            "circuitProvisioningState",
            "serviceProviderProvisioningState",
            "serviceKey",
            "stag",
            "authorizationStatus",
            "gatewayManagerEtag",
        }
    ),
    defaults={"allowClassicOperations": False, "globalReachEnabled": False},
    rules=(
        sku_known,
        local_metered,
        to_metered,
        tier_lowered,
        tier_lowered_geography,
        office365_lowered,
        bandwidth_known,
        bandwidth_lowered,
        provider_and_port,
        provider_changed,
        quota,
        delete_provisioned,
        delete_with_children,
    ),
    in_use=IN_USE,
    prepare=_prepare,
    present=_present,
)
