"""Peerings of ExpressRoute circuits: private and Microsoft."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, Draft, Inline, Reference, TypeSpec
from azure_offline.arm.state_rules.circuits import not_provisioned
from azure_offline.arm.state_rules.office365 import not_premium_attach, unauthorised_attach
from azure_offline.store.store import Resource
from hubspoke_network.azure import microsoft_asn
from hubspoke_network.refusals import table, text
from hubspoke_network.refusals.circuit_questions import FILTER, FILTER_PATHS, GLOBAL_REACH, PEERING
from hubspoke_network.refusals.circuits.circuit_peerings import (
    advertised_prefixes,
    filter_on_private,
    link_prefixes,
    network_overlap,
    peer_asn,
    peering_type,
    private_in_use,
    public_space,
    shared_key,
    vlan,
)

_MICROSOFT = "MicrosoftPeering"


def _prepare(draft: Draft, _view: ArmView) -> None:
    kind = text(draft.document, "properties.peeringType") or draft.target.name
    draft.properties["peeringType"] = kind
    draft.properties.setdefault("state", "Enabled")
    if kind.lower() == _MICROSOFT.lower():
        written = table(draft.document, "properties.microsoftPeeringConfig")
        defaults = {"advertisedPublicPrefixes": [], "customerASN": 0, "routingRegistryName": "NONE"}
        kept = {name: value for name, value in written.items() if name != "advertisedPublicPrefixesState"}
        draft.properties["microsoftPeeringConfig"] = {**defaults, **kept}


def _present(peering: Resource, _view: ArmView) -> Mapping[str, Any]:
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
    rules=(
        peering_type,
        not_provisioned,
        peer_asn,
        link_prefixes,
        public_space,
        advertised_prefixes,
        shared_key,
        vlan,
        network_overlap,
        filter_on_private,
        unauthorised_attach,
        not_premium_attach,
        private_in_use,
    ),
    prepare=_prepare,
    present=_present,
)
