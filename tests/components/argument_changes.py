"""What a change of each argument does: the component is recorded with its description, and with one argument changed.

The values to change to are tried in turn until one is valid and shows: the pages of the components say which it was.
A path that needs a value nobody can guess has it in CHANGES.
"""

import copy
import inspect
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from tests.components import descriptions as d
from tests.components.recording import Recording, Registered, deploy

from hubspoke._options import Component
from hubspoke.args import ArgsError
from hubspoke.plugin.served import args_class
from hubspoke.plugin.shapes import Shape, fields_of
from hubspoke_network.resource_types import type_by_token

GONE = object()
"""Stands for an argument that is left out."""


@dataclass(frozen=True)
class Try:
    """What to change an argument to; `base` are other arguments that the description gets first, `also` those that
    change together with it."""

    value: Any
    base: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)


_RESOURCES = "/subscriptions/s/resourceGroups/rg/providers"
_GROUP_ID = f"{_RESOURCES}/Microsoft.Network/networkSecurityGroups/nsg"
_FILTER_ID = f"{_RESOURCES}/Microsoft.Network/routeFilters/rf"
_STORE = f"{_RESOURCES}/Microsoft.Storage/storageAccounts/ours"
_SPACE = f"{_RESOURCES}/Microsoft.OperationalInsights/workspaces/ours"
_CIRCUIT = {"circuitId": d.CIRCUIT_ID, "circuitName": "erc", "resourceGroupName": "rg"}
_RULE = {"in": {"direction": "Inbound", "access": "Deny", "priority": 100}}
_NO_PEERING = dict.fromkeys(
    ("peerAsn", "primaryPrefix", "secondaryPrefix", "vlanId", "advertisedPrefixes", "routeFilter"), GONE
)
_PROVIDERS = _NO_PEERING | d.provider_peering()
_NATTED = {"subnets": {"app": {"prefix": "10.1.0.0/24", "natGateway": "out"}}}
_BETWEEN = {"one": {"sources": ["10.1.0.0/24"], "destinations": ["10.2.0.0/24"], "ports": ["443"]}}
_NAMES = {"one": {"sources": ["10.0.0.0/8"], "nameTags": ["WindowsUpdate"]}}
_TRANSLATED = {"one": {"sources": ["*"], "port": "443", "translatedAddress": "10.1.0.4"}}
_EXISTING = {"serviceProvider": None, "tier": None, "family": None}

CHANGES: dict[str, Try] = {
    "CircuitShape.existing": Try(_CIRCUIT, also=_EXISTING),
    "CircuitShape.family": Try("UnlimitedData"),
    "CircuitShape.serviceProvider": Try({"name": "Colt", "peeringLocation": "Amsterdam", "bandwidthMbps": 200}),
    "ConnectionShape.fastPath": Try(True),
    "EstateAttachedSpokeArgs.hub": Try("neu"),
    "EstateAttachedSpokeArgs.subscription": Try("data"),
    "EstateCircuitArgs.subscription": Try("data"),
    "EstateHubArgs.subnets": Try({"shared": {"prefix": "10.0.1.0/24"}}),
    "EstateRouteFilterArgs.subscription": Try("data"),
    "EstateSpokeArgs.hub": Try("neu"),
    "EstateSubnetArgs.prefix": Try("10.1.0.0/25"),
    "EstateVnet.subscription": Try("data"),
    "ExpressRouteGatewayArgs.scaleUnits": Try(
        {"minimum": 2, "maximum": 4}, {"sku": "ErGwScale", "scaleUnits": {"minimum": 2, "maximum": 3}}
    ),
    "FirewallArgs.policyId": Try(f"{_RESOURCES}/Microsoft.Network/firewallPolicies/ours", also={"ruleGroups": GONE}),
    "FirewallCollectionArgs.applicationRules": Try(_NAMES, also={"networkRules": GONE}),
    "FirewallCollectionArgs.natRules": Try(_TRANSLATED, also={"networkRules": GONE}),
    "FirewallCollectionArgs.networkRules": Try(_BETWEEN),
    "FirewallNetworkRuleArgs.protocols": Try(["TCP"]),
    "FlowLogsArgs.workspace": Try(True, {"trafficAnalytics": None, "diagnostics": None}),
    "FlowLogsShape.storage": Try({"westeurope": _STORE}),
    "FlowLogsShape.watchers": Try({"westeurope": {"name": "ours", "resourceGroupName": "rg"}}),
    "FlowLogsShape.workspaceId": Try(_SPACE),
    "HubRef.inspected": Try(True, {"firewallAddress": "10.0.3.4"}),
    "HubRef.subscription": Try(d.SUBSCRIPTION),
    "HubRef.vnetId": Try(d.VNET_ID.replace("vnet-hub", "vnet-other"), also={"vnetName": "vnet-other"}),
    "HubShape.gatewaySubnet": Try("10.0.3.0/26"),
    "HubShape.firewallSubnet": Try("10.0.3.0/26"),
    "HubShape.bastionSubnet": Try("10.0.3.0/26"),
    "HubShape.firewallManagementSubnet": Try("10.0.3.0/26"),
    "MicrosoftPeeringArgs.adopted": Try(True, _PROVIDERS | {"routeFilterId": _FILTER_ID}),
    "MicrosoftPeeringShape.adopted": Try(True, _PROVIDERS | {"routeFilterId": _FILTER_ID}),
    "MicrosoftPeeringShape.advertisedPrefixes": Try(["203.0.113.128/26"]),
    "MicrosoftPeeringShape.owner": Try("provider", also=_PROVIDERS),
    "NamingArgs.patterns": Try({"Microsoft.Network/virtualNetworks": "x-{name}"}),
    "MicrosoftPeeringArgs.primaryPrefix": Try("203.0.113.8/30"),
    "MicrosoftPeeringArgs.secondaryPrefix": Try("203.0.113.12/30"),
    "EstateMicrosoftPeeringArgs.primaryPrefix": Try("203.0.113.8/30"),
    "EstateMicrosoftPeeringArgs.secondaryPrefix": Try("203.0.113.12/30"),
    "DmzArgs.egress": Try("nat", {"natGateways": {"out": {}}}),
    "DmzArgs.subnets": Try({"extra": {"prefix": "10.1.3.0/24"}}),
    "DmzTierArgs.prefix": Try("10.1.0.0/25"),
    "PeeringShape.primaryPrefix": Try("10.200.0.8/30"),
    "PeeringShape.secondaryPrefix": Try("10.200.0.12/30"),
    "RouteFilterShape.communities": Try(["12076:52002"]),
    "RouteFilterShape.services": Try(["ExchangeOnline", "SharePointOnline"]),
    "SpokeShape.dmz": Try({"tiers": {"app": {}}, "order": ["app"]}, {"subnets": {"app": {"prefix": "10.1.0.0/24"}}}),
    "SpokeBase.egress": Try("nat", _NATTED),
    "SubnetArgs.prefix": Try("10.0.1.0/25"),
    "SubnetShape.natGateway": Try("out"),
    "SubnetShape.networkSecurityGroupId": Try(_GROUP_ID, {"security": None, "rules": None}),
    "SubnetShape.rules": Try(_RULE, {"security": None}),
    "VpnGatewayArgs.defaultSite": Try("branch"),
    "VpnGatewayArgs.linkLocalAddresses": Try(["169.254.21.5"]),
    "VpnGatewayArgs.secondLinkLocalAddresses": Try(["169.254.21.9"]),
    "VpnSiteArgs.bgp": Try({"asn": 65020, "peerAddress": "192.168.10.1"}),
    "VpnSiteArgs.fqdn": Try("vpn.example.com", also={"address": None}),
}
"""What cannot be guessed, by the class that declares an argument, and its name."""

SILENT: dict[str, str] = {
    "CircuitConnectionArgs.hub": "replaces the link, as far as it goes to another gateway",
    "EstateArgs.addresses": "places networks of which only the size is given",
    "EstateArgs.attachedSpokes": "creates and deletes the peerings of the entries",
    "EstateArgs.objectGroups": "updates the security groups with rules that name a changed group",
    "EstateArgs.otherHubs": "with the spokes that name the hub",
    "EstateArgs.subscriptions": "replaces what lies in a subscription that gets another id",
    "EstateOtherHubArgs.expressRoute": "with the spokes that name the hub",
    "EstateOtherHubArgs.firewall": "with the spokes that name the hub",
    "EstateOtherHubArgs.hub": "with the spokes that name the hub",
    "EstateOtherHubArgs.location": "with the spokes that name the hub",
    "EstateOtherHubArgs.resourceGroupName": "with the spokes that name the hub",
    "EstateOtherHubArgs.stack": "with the spokes that name the hub",
    "EstateOtherHubArgs.vnetName": "with the spokes that name the hub",
    "EstateHubArgs.meshed": "with mesh: creates or deletes its peerings with the other hubs",
    "EstateVnet.formerly": "names alone: what the old key made is taken over",
    "EstateVnet.pool": "other addresses, where sizes are placed",
    "HubRef.expressRouteGatewayId": "replaces the links of circuits to it",
    "AttachedSpokeArgs.hub": "as its parts do",
    "DirectPeeringArgs.first": "as its parts do",
    "DirectPeeringArgs.second": "as its parts do",
    "DmzArgs.hub": "as its parts do",
    "DmzArgs.order": "updates the security groups of tiers that get other neighbours",
    "DmzTierArgs.natGateway": "updates the tier's subnet",
    "HubRef.firewallTableName": "with inspected: replaces the routes of meshed hubs in that table",
    "HubRef.firewallTunnels": "none by itself; with it egress forcedTunnel may go by the firewall",
    "HubRef.gatewayId": "the order of work only",
    "HubRef.inspectedPrefixes": "with inspected: other routes of the spoke's tables",
    "HubRef.inspectedTables": "with inspected: routes to the spoke in these tables",
    "HubRef.location": "none by itself; it is compared",
    "HubRef.resourceGroupName": "with vnetId, of which it is a part",
    "HubRef.vnetName": "with vnetId, of which it is a part",
    "MeshedHubArgs.hub": "as its parts do",
    "HubShape.appliance": "as the firewall, in whose place it is",
    "HubShape.peeringLanes": "the order of work only",
    "MicrosoftPeeringShape.peeringId": "imports another peering",
    "RouteFilterShape.authorised": "a warning ends; nothing in Azure",
    "RouteFilterShape.cloud": "as the communities of the services differ there",
    "SpokeArgs.hub": "as its parts do",
    "SpokePairArgs.spokes": "deletes one pair's peerings and creates the other's",
    "SpokeBase.egressExceptions": "updates the route tables",
    "VnetShape.propagateGatewayRoutes": "updates the route tables",
    "VnetRef.resourceGroupName": "with vnetId, of which it is a part",
    "VnetRef.vnetName": "with vnetId, of which it is a part",
    "VnetShape.objectGroups": "updates the security groups with rules that name a changed group",
}
"""Arguments that change no resource by themselves, or not in an example; with what they do. Named as in CHANGES."""

_TEXTS = (
    "other",
    "northeurope",
    "2",
    "10.99.0.0/24",
    "/26",
    "10.99.0.4",
    "Microsoft.Storage",
    "Microsoft.Web/serverFarms",
    "{abbreviation}-{name}-{key}-x",
)
_NUMBERS = (2, 1, 4, 10, 30, 60, 110, 200, 1000, 65020)


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one resource: `verb` is created, deleted, updated, replaced or protected."""

    verb: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one argument that was tried, and what it does. `before` and `after` are JSON, empty for nothing."""

    path: str
    before: str
    after: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An argument: `field` is its class and name, `keys` lead to it in a description."""

    model: type[BaseModel]
    name: str
    shape: Shape
    keys: tuple[str, ...]

    @property
    def field(self) -> tuple[type[BaseModel], str]:
        return self.model, self.name


def places(model: type[BaseModel], data: Mapping[str, Any], keys: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every argument that `data` leads to; of several entries of a map the first."""
    for name, shape in fields_of(model).items():
        here = (*keys, name)
        yield Place(model, name, shape, here)
        value, inner = data.get(name), shape
        if shape.kind == "map" and isinstance(value, Mapping) and value and shape.item is not None:
            first = next(iter(value))
            here, value, inner = (*here, first), value[first], shape.item
        if inner.kind == "object" and inner.model is not None and isinstance(value, Mapping):
            yield from places(inner.model, value, here)


def measured(
    kind: type[Component], data: Mapping[str, Any], known: Container[tuple[type, str]] = ()
) -> dict[tuple[type[BaseModel], str], Change | None]:
    """Each argument, with a change of it that shows; None where none was found. Nested ones that are `known` (by the
    class that declares them, and name) are left out."""
    base = record(kind, data)
    found: dict[tuple[type[BaseModel], str], Change | None] = {}
    for place in places(args_class(kind), data):
        nested = len(place.keys) > 1
        if found.get(place.field) is None and not (nested and declared(place.model, place.name) in known):
            found[place.field] = _tried(kind, data, place, base)
    return found


def declared(model: type[BaseModel], name: str) -> tuple[type, str]:
    """The class that declares an argument, and its name there."""
    attribute = next((key for key, info in model.model_fields.items() if (info.alias or key) == name), name)
    for owner in model.__mro__:
        if attribute in inspect.get_annotations(owner):
            return owner, name
    return model, name


def record(kind: type[Component], data: Mapping[str, Any]) -> Recording:
    """What the component registers when it is made with `data`."""
    return deploy(lambda: kind("net", args_class(kind).of(copy.deepcopy(data))))  # type: ignore[call-arg, arg-type]


def _tried(kind: type[Component], data: Mapping[str, Any], place: Place, base: Recording) -> Change | None:
    path = ".".join(place.keys)
    if silent(place.model, place.name):
        return None
    forced = next((CHANGES[told] for told in _names_of(place.model, place.name) if told in CHANGES), None)
    if forced is not None and forced.base:
        data = _beside(data, place, forced.base)
        with_base = _recorded(kind, data)
        if with_base is None:
            return None
        base = with_base
    before = _at(data, place.keys)
    choices = [*_candidates(place.shape, before, place)] if forced is None else [forced.value]
    for value in choices:
        changed = _beside(_with(data, place.keys, value), place, forced.also if forced else {})
        after = _recorded(kind, changed) if changed != data else None
        effects = tuple(_effects(base, after)) if after is not None else ()
        if effects:
            return Change(path, _shown(before), _shown(value), effects)
    return None


def _beside(data: Mapping[str, Any], place: Place, others: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data` with other arguments of the same object set."""
    for other, value in others.items():
        data = _with(data, (*place.keys[:-1], other), value)
    return data


def _names_of(model: type[BaseModel], name: str) -> tuple[str, str]:
    """How CHANGES and SILENT name an argument: by its own class, or by the one that declares it."""
    return f"{model.__name__}.{name}", f"{declared(model, name)[0].__name__}.{name}"


def silent(model: type[BaseModel], name: str) -> str:
    """What an argument does that changes nothing by itself; empty for others."""
    return next((SILENT[told] for told in _names_of(model, name) if told in SILENT), "")


def _recorded(kind: type[Component], data: Mapping[str, Any]) -> Recording | None:
    """The recording; None where the arguments are refused."""
    try:
        args_class(kind).of(copy.deepcopy(data))
        return record(kind, data)
    except ArgsError:
        return None


def _at(data: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        if not isinstance(data, Mapping) or key not in data:
            return GONE
        data = data[key]
    return data


def _with(data: Mapping[str, Any], keys: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, *rest = keys
    if not rest:
        kept = {key: item for key, item in data.items() if key != first}
        return kept if value is GONE else {**data, first: value}
    return {**data, first: _with(data.get(first) or {}, tuple(rest), value)}


def _candidates(shape: Shape, value: Any, place: Place) -> Iterator[Any]:
    given = value is not GONE and value is not None
    if shape.kind == "boolean":
        yield not value if given else True
        yield False
    elif shape.kind == "enum" and shape.choices is not None:
        yield from (choice.value for choice in shape.choices if choice.value != value)
    elif shape.kind in {"integer", "number"}:
        yield from [value + 1, value - 1, *_NUMBERS] if given else _NUMBERS
    elif shape.kind == "string":
        yield from _texts(value if given else "", place)
    elif shape.kind == "array" and shape.item is not None:
        yield from _lists(value if given else [], shape.item, place)
    elif shape.kind == "map" and shape.item is not None:
        yield from _maps(value if given else {}, shape.item, place)
    elif shape.kind == "object" and shape.model is not None:
        yield from _objects(shape.model, place)
    if given:
        yield GONE


def _texts(value: str, place: Place) -> Iterator[str]:
    if value.startswith("/subscriptions/"):
        yield f"{value}2"
    if place.name == "sku":
        yield from ("ErGw3AZ", "VpnGw3AZ")
    if place.name == "location":
        yield "northeurope"
    yield from _TEXTS
    if value:
        yield f"{value}2"


def _lists(value: list[Any], item: Shape, place: Place) -> Iterator[list[Any]]:
    for one in _candidates(item, GONE, place):
        yield [*value, one]
    if len(value) > 1:
        yield value[:-1]


def _maps(value: Mapping[str, Any], item: Shape, place: Place) -> Iterator[dict[str, Any]]:
    if place.name == "names":
        yield from (
            {slot: "other"}
            for slot in (
                "vnet",
                "nsg",
                "circuit",
                "filter",
                "workspace",
                "peering",
                "first",
                "first-peering",
                "peering-neu-to-weu",
            )
        )
        return
    for key in value:
        yield {other: entry for other, entry in value.items() if other != key}
    for one in _candidates(item, GONE, place):
        yield {**value, "new": one}


def _objects(model: type[BaseModel], place: Place) -> Iterator[dict[str, Any]]:
    """The smallest of its kind, then with one field each."""
    required = {name: shape for name, shape in fields_of(model).items() if not shape.optional}
    base = {name: next(_candidates(shape, GONE, place), "other") for name, shape in required.items()}
    yield base
    for name, shape in fields_of(model).items():
        if shape.kind != "object":
            yield from ({**base, name: value} for value in list(_candidates(shape, GONE, place))[:4])


def _effects(base: Recording, changed: Recording) -> Iterator[Effect]:
    for urn in {**base.resources, **changed.resources}:
        old, new = base.resources.get(urn), changed.resources.get(urn)
        verb = _verb(old, new)
        made = new or old
        if verb and made is not None and made.custom:
            yield Effect(verb, made.type.rpartition(":")[2], made.name)


def _verb(old: Registered | None, new: Registered | None) -> str:
    if old is None or new is None:
        return "created" if old is None else "deleted"
    differing = {key for key in old.inputs.keys() | new.inputs.keys() if old.inputs.get(key) != new.inputs.get(key)}
    if old.provider != new.provider or any(_replaces(new, key) for key in differing):
        return "replaced"
    if differing:
        return "updated"
    if old.protect != new.protect:
        return "protected"
    return "aliased" if old.aliases != new.aliases else ""


def _replaces(item: Registered, key: str) -> bool:
    """Whether a change of an input replaces the resource: by azure-native's own rules, or by the component's wish."""
    known = type_by_token(item.type)
    if known is not None and (key in known.path_properties or key in known.replaces):
        return True
    return any(path == key or path.startswith(f"{key}.") for path in item.replace_on)


def _shown(value: Any) -> str:
    return "" if value is GONE else json.dumps(value)
