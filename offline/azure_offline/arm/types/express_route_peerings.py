"""Peerings of ExpressRoute circuits: private and Microsoft."""

from collections.abc import Iterator, Mapping
from typing import Any

from azure_offline.arm.circuits import FILTER, FILTER_PATHS, GLOBAL_REACH, PEERING
from azure_offline.arm.declarations import Inline, Reference, TypeSpec
from azure_offline.arm.documents import table, text
from azure_offline.arm.rules import Values, rule
from azure_offline.arm.type_rules.circuit_peerings import PEERING_RULES
from azure_offline.arm.view import View
from azure_offline.arm.writes.changes import Change, Draft
from azure_offline.store.store import Resource
from hubspoke_network.azure.circuits import microsoft_asn

_MICROSOFT = "MicrosoftPeering"


def _prepare(draft: Draft, _view: View) -> None:
    kind = text(draft.document, "properties.peeringType") or draft.target.name
    draft.properties["peeringType"] = kind
    draft.properties.setdefault("state", "Enabled")
    if kind.lower() == _MICROSOFT.lower():
        written = table(draft.document, "properties.microsoftPeeringConfig")
        defaults = {"advertisedPublicPrefixes": [], "customerASN": 0, "routingRegistryName": "NONE"}
        kept = {name: value for name, value in written.items() if name != "advertisedPublicPrefixesState"}
        draft.properties["microsoftPeeringConfig"] = {**defaults, **kept}


def _present(peering: Resource, _view: View) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "azureASN": microsoft_asn(),
        "primaryAzurePort": "",
        "secondaryAzurePort": "",
        "gatewayManagerEtag": "",
        "lastModifiedBy": "Customer",
        "peeredConnections": [],
    }
    configuration = table(peering.document, "properties.microsoftPeeringConfig")
    if configuration:
        state = "Configured" if configuration.get("advertisedPublicPrefixes") else "NotConfigured"
        unset = {"advertisedCommunities": [], "legacyMode": 0}
        found["microsoftPeeringConfig"] = {**unset, **configuration, "advertisedPublicPrefixesState": state}
    return found


EXPRESS_ROUTE_CIRCUIT_PEERING = TypeSpec(
    type=PEERING,
    location="none",
    inline=(Inline("connections", GLOBAL_REACH),),
    references=tuple(Reference(path, (FILTER,)) for path in FILTER_PATHS),
    read_only=frozenset(
        {
            "azureASN",
            "primaryAzurePort",
            "secondaryAzurePort",
            "gatewayManagerEtag",
            "lastModifiedBy",
            "peeredConnections",
            "expressRouteConnection",
            "stats",
        }
    ),
    write_only=frozenset({"sharedKey"}),
    rules=PEERING_RULES,
    prepare=_prepare,
    present=_present,
)


@rule(
    "global-reach-local",
    grade="A",
    source="expressroute/expressroute-faqs",
    message="Circuit {circuit} of tier Local cannot have Global Reach.",
)
def global_reach_local(change: Change, view: View) -> Iterator[Values]:
    """A Local circuit is linked to another circuit."""
    other = text(change.document, "properties.peerExpressRouteCircuitPeering.id") or ""
    for peering_id in (change.target.parent, other.lower()):
        circuit = view.get(peering_id.partition("/peerings/")[0])
        if circuit is not None and (text(circuit.document, "sku.tier") or "").lower() == "local":
            yield {"circuit": circuit.id}


EXPRESS_ROUTE_CIRCUIT_CONNECTION = TypeSpec(
    type=GLOBAL_REACH,
    location="none",
    references=(
        Reference("properties.expressRouteCircuitPeering.id", (PEERING,), holds=False),
        Reference("properties.peerExpressRouteCircuitPeering.id", (PEERING,)),
    ),
    read_only=frozenset({"circuitConnectionStatus"}),
    write_only=frozenset({"authorizationKey"}),
    rules=(global_reach_local,),
    present=lambda _resource, _view: {"circuitConnectionStatus": "Connected"},
)
