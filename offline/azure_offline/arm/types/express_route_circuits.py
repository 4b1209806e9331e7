"""ExpressRoute circuits."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.circuits import AUTHORIZATION, CIRCUIT, PEERING
from azure_offline.arm.declarations import Inline, Reference, TypeSpec
from azure_offline.arm.documents import text
from azure_offline.arm.render import guid
from azure_offline.arm.rules import DELETE, stated
from azure_offline.arm.type_rules.circuits import CIRCUIT_RULES
from azure_offline.arm.view import View
from azure_offline.arm.writes.changes import Draft
from azure_offline.store.store import Resource

IN_USE = stated(
    "circuit-in-use",
    "A circuit that connections use is deleted.",
    grade="A",
    source="expressroute/expressroute-howto-circuit-arm",
    message="Circuit {id} cannot be deleted while {users} are linked to it.",
    on=DELETE,
)


def _prepare(draft: Draft, view: View) -> None:
    if "provider" not in draft.state:
        at_once = view.world.circuits.provisioning == "at-once"
        draft.state["provider"] = "Provisioned" if at_once else "NotProvisioned"
    tier, family = text(draft.document, "sku.tier"), text(draft.document, "sku.family")
    if tier and family:
        draft.document["sku"] = {"name": f"{tier}_{family}", **draft.document["sku"]}


def _present(circuit: Resource, _view: View) -> Mapping[str, Any]:
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
    rules=CIRCUIT_RULES,
    in_use=IN_USE,
    prepare=_prepare,
    present=_present,
)
