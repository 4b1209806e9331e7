"""What a change of each argument does: the component is recorded with its description, and with one argument changed.

The values to change to are tried in turn until one is valid and shows: the pages of the components say which it was.
A path that needs a value nobody can guess has it in CHANGES, with the surroundings in which it shows.
"""

import copy
import inspect
import json
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pydantic import BaseModel

from hubspoke import Estate, ExpressRouteCircuit, HubMesh, Spoke
from hubspoke.base.args import ArgsError
from hubspoke.base.component import Component
from hubspoke.base.schema_types import SchemaType, fields_of
from hubspoke.plugin.served import args_class
from hubspoke_network.azure.resource_types import type_by_token
from measuring import descriptions as d
from measuring.recording import Recording, Registered, deploy

GONE = object()
"""Stands for an argument that is left out."""


class Promise(str):
    """Stands for an output of a resource that the program makes beside the component; the text says of which."""

    __slots__ = ()


@dataclass(frozen=True)
class Elsewhere:
    """Another component's description, and where in it the argument's object is: what it does shows there."""

    kind: type[Component]
    data: Callable[[], dict[str, Any]]
    path: str


@dataclass(frozen=True)
class Try:
    """What to change an argument to.

    `base` are other arguments that the object gets first, `also` those that change together with it. `around` and
    `along` are the same for the whole description, by path (`spokes.apps.egress`).
    """

    value: Any
    base: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    around: Mapping[str, Any] = field(default_factory=dict)
    along: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: Elsewhere | None = None

    @property
    def beside(self) -> tuple[str, ...]:
        """What changes together with the argument, by its path or its name."""
        return (*self.also, *self.along)


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

_WEB, _DATA = {"prefix": "10.1.0.0/24"}, {"prefix": "10.1.2.0/24"}
_OTHER_ID = d.vnet_id("vnet-other")
_OTHER_HUB = d.hub_ref(vnetId=_OTHER_ID, vnetName="vnet-other", expressRouteGatewayId=f"{_RESOURCES}/other-gateway")
_OTHER_GROUP = d.VNET_ID.replace("rg-hub", "rg-other")
_THIRD = {"vnetId": d.vnet_id("vnet-three"), "addressSpace": ["10.8.8.0/22"]}
_INSPECTED = {"inspected": True, "firewallAddress": "10.0.3.4"}
_ONE_SUBNET = {"subnets": {"app": {"prefix": "10.1.0.0/24"}}, "natGateways": GONE}
_ADMINS = {"addresses": {"admins": ["10.9.0.0/24"]}}
_OTHER_ADMINS = {"addresses": {"admins": ["10.9.1.0/24"]}}
_ADMITS = {"in": {"direction": "Inbound", "access": "Allow", "priority": 100, "sources": ["admins"]}}
_SIZED = {"addresses": {"pools": {"one": ["10.20.0.0/16"], "two": ["10.40.0.0/16"]}, "allowUnpinned": True}}
_FAR = {"hub": "uks", "addressSpace": ["10.9.0.0/22"], "subnets": {"app": {"prefix": "10.9.0.0/24"}}}
_LEAVES = {"attachedSpokes": {}, "connections": {}, "spokes.far": _FAR}
_ELSEWHERE = {"stack": "network/hub", "hub": "plain", "vnetId": GONE, "subscription": GONE, "hasGateway": True}

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
    "VpnSiteArgs.adopted": Try(True, also={"sharedKey": GONE}),
    "VpnSiteArgs.bgp": Try({"asn": 65020, "peerAddress": "192.168.10.1"}),
    "VpnSiteArgs.fqdn": Try("vpn.example.com", also={"address": None}),
    "AttachedSpokeArgs.hub": Try(_OTHER_HUB),
    "CircuitConnectionArgs.hub": Try(_OTHER_HUB | {"subscription": d.SUBSCRIPTION}),
    "DirectPeeringArgs.first": Try(_THIRD),
    "DirectPeeringArgs.second": Try(_THIRD),
    "DmzArgs.egressExceptions": Try(
        {"updates": "20.0.0.0/8"}, {"egress": "firewall", "hub": d.hub_ref(firewallAddress="10.0.0.68")}
    ),
    "DmzArgs.hub": Try(_OTHER_HUB),
    "DmzArgs.objectGroups": Try(
        _OTHER_ADMINS, {"objectGroups": _ADMINS, "infrastructure": {"admins": {"inbound": ["tcp/22"]}}}
    ),
    "DmzArgs.order": Try(
        ["app", "web", "data"],
        {"tiers": {"web": _WEB, "app": {"prefix": "10.1.1.0/24", "inbound": {"web": ["tcp/8443"]}}, "data": _DATA}},
    ),
    "DmzTierArgs.natGateway": Try("out", around={"natGateways": {"out": {}}}),
    "EstateArgs.addresses": Try(
        {"pools": {"one": ["10.60.0.0/16"]}, "allowUnpinned": True},
        around=_SIZED | {"spokes.apps": {"hub": "weu", "addressSpace": ["/22"]}, "addresses.pools.two": GONE},
    ),
    "EstateArgs.attachedSpokes": Try({}, also={"connections": {}}),
    "EstateArgs.objectGroups": Try(
        _OTHER_ADMINS, {"objectGroups": _ADMINS}, around={"spokes.apps.subnets.web.rules": _ADMITS}
    ),
    "EstateArgs.otherHubs": Try(
        {"uks": {"vnetId": _OTHER_ID, "addressSpace": ["10.6.0.0/22"], "subscription": "data"}}
    ),
    "EstateArgs.subscriptions": Try(
        {"data": d.SUBSCRIPTION.replace("2", "9")}, around={"otherHubs.uks.subscription": GONE}
    ),
    "EstateArgs.tenants": Try({"data": d.SUBSCRIPTION.replace("2", "c")}),
    "EstateHubArgs.meshed": Try(False, around={"mesh": True}),
    "EstateOtherHubArgs.expressRoute": Try(
        True, _ELSEWHERE, {"hub": "fast"}, around=_LEAVES | {"spokes.far.egress": "forcedTunnel"}
    ),
    "EstateOtherHubArgs.firewall": Try(
        True, _ELSEWHERE, {"hub": "guarded"}, around=_LEAVES, along={"spokes.far.egress": "firewall"}
    ),
    "EstateOtherHubArgs.hub": Try("other", _ELSEWHERE, around=_LEAVES),
    "EstateOtherHubArgs.meshed": Try(True, around={"mesh": True}),
    "EstateOtherHubArgs.region": Try(
        ["10.192.0.0/10"],
        _INSPECTED | {"firewallTableName": "rt-firewall", "meshed": True},
        around={"mesh": True, "hubs.weu.firewall": {}, "hubs.weu.firewallSubnet": "10.0.0.64/26"},
    ),
    "EstateOtherHubArgs.resourceGroupName": Try("rg-other", also={"vnetId": _OTHER_GROUP}),
    "EstateOtherHubArgs.stack": Try("network/other", _ELSEWHERE, {"hub": "other"}, around=_LEAVES),
    "EstateOtherHubArgs.vnetName": Try("vnet-other", also={"vnetId": _OTHER_ID}),
    "EstateSpokeArgs.pool": Try("two", {"addressSpace": ["/22"], "subnets": GONE, "pool": "one"}, around=_SIZED),
    "EstateVnet.formerly": Try("old", {"label": "old"}),
    "EstateVnet.pool": Try(
        "two",
        {"addressSpace": ["/22"], "gatewaySubnet": "/26", "pool": "one"},
        around=_SIZED,
    ),
    "HubArgs.objectGroups": Try(_OTHER_ADMINS, {"objectGroups": _ADMINS}, around={"subnets.shared.rules": _ADMITS}),
    "HubRef.expressRouteGatewayId": Try(
        f"{_RESOURCES}/other-gateway", elsewhere=Elsewhere(ExpressRouteCircuit, d.circuit, "connections.weu.hub")
    ),
    "HubRef.firewallTableName": Try("rt-other", elsewhere=Elsewhere(HubMesh, d.mesh, "hubs.weu.hub")),
    "HubRef.firewallTunnels": Try(True, _INSPECTED, around=_ONE_SUBNET, along={"egress": "forcedTunnel"}),
    "HubRef.gatewayId": Try(Promise("output of a gateway")),
    "HubRef.inspectedPrefixes": Try(["10.0.1.0/24"], _INSPECTED),
    "HubRef.inspectedTables": Try({"shared": "rt-shared"}, _INSPECTED),
    "HubRef.resourceGroupName": Try("rg-other", also={"vnetId": _OTHER_GROUP}),
    "HubRef.vnetName": Try("vnet-other", also={"vnetId": _OTHER_ID}),
    "HubShape.appliance": Try(
        {"address": "10.0.2.68"},
        also={"firewall": GONE, "firewallSubnet": GONE, "firewallManagementSubnet": GONE},
    ),
    "HubShape.peeringLanes": Try(4, elsewhere=Elsewhere(Estate, d.wide_estate, "hubs.weu")),
    "MeshedHubArgs.hub": Try(d.meshed_hub(0, "other")),
    "MicrosoftPeeringShape.peeringId": Try(f"{d.CIRCUIT_ID}2/peerings/MicrosoftPeering", _PROVIDERS),
    "RouteFilterShape.authorised": Try(True),
    "RouteFilterShape.cloud": Try("usgovernment"),
    "SpokeArgs.hub": Try(_OTHER_HUB),
    "SpokeArgs.objectGroups": Try(_OTHER_ADMINS, {"objectGroups": _ADMINS}, around={"subnets.web.rules": _ADMITS}),
    "SpokeBase.egressExceptions": Try(
        {"updates": "20.0.0.0/8"}, _ONE_SUBNET | {"egress": "firewall", "hub": d.hub_ref(firewallAddress="10.0.0.68")}
    ),
    "SpokePairArgs.spokes": Try(["apps", "data"]),
    "VnetRef.resourceGroupName": Try("rg-other", also={"vnetId": _OTHER_GROUP}),
    "VnetRef.vnetName": Try("vnet-other", also={"vnetId": _OTHER_ID}),
    "VnetShape.propagateGatewayRoutes": Try(False, elsewhere=Elsewhere(Spoke, d.spoke, "")),
}
"""What cannot be guessed, by the class that declares an argument, and its name."""

SILENT: dict[str, str] = {
    "EstateOtherHubArgs.location": "none; it is compared with what the other stack says",
    "HubRef.location": "none; it is compared with what the hub's own stack says",
}
"""Arguments that can change no plan, with what they are for. Named as in CHANGES."""

# What the hubs' own stack says, wherever an estate takes hubs from another one.
_PLAIN = d.exported_hub(addressSpace=["10.6.0.0/22"], expressRouteGatewayId=None)
_REFS = {
    "plain": _PLAIN,
    "fast": _PLAIN | {"expressRouteGatewayId": f"{_RESOURCES}/gateway"},
    "guarded": _PLAIN | {"firewallAddress": "10.6.0.68", "firewallTableName": "rt-firewall"},
    "other": _PLAIN | {"vnetId": _OTHER_ID, "vnetName": "vnet-other"},
}
OTHER_STACK = {"pulumi:pulumi:StackReference": {"outputs": {"hubRefs": _REFS}, "secretOutputNames": []}}

_BESIDE = "test:index:Beside"

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
    """What becomes of one resource: `verb` is created, deleted, updated, replaced or protected; or, where that is all
    that changes, imported, kept, ordered or warned (of no resource).
    """

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
    beside: tuple[str, ...] = ()
    """Arguments that changed together with it, without which it is refused."""
    within: str = ""
    """The component that it was tried in, where that is another one."""


@dataclass(frozen=True, slots=True)
class Place:
    """An argument: `field` is its class and name, `keys` lead to it in a description."""

    model: type[BaseModel]
    name: str
    shape: SchemaType
    keys: tuple[str, ...]

    @property
    def field(self) -> tuple[type[BaseModel], str]:
        """The class and the name."""
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
    class that declares them, and name) are left out.
    """
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

    def program() -> None:
        beside = pulumi.CustomResource(_BESIDE, "beside", {}) if _promises(data) else None
        kind("net", args_class(kind).of(_kept(data, beside)))  # type: ignore[call-arg, arg-type]

    return deploy(program, answers=OTHER_STACK, config={"azure-native:tenantId": d.SUBSCRIPTION})


def _promises(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_promises, value.values()))
    return any(map(_promises, value)) if isinstance(value, list) else isinstance(value, Promise)


def _kept(value: Any, beside: pulumi.Resource | None) -> Any:
    """A copy, its promises as outputs of `beside`."""
    if isinstance(value, Mapping):
        return {key: _kept(item, beside) for key, item in value.items()}
    if isinstance(value, Promise) and beside is not None:
        return beside.urn.apply(str)
    return [_kept(item, beside) for item in value] if isinstance(value, list) else copy.deepcopy(value)


def _tried(kind: type[Component], data: Mapping[str, Any], place: Place, base: Recording) -> Change | None:
    if silent(place.model, place.name):
        return None
    forced = next((CHANGES[told] for told in _names_of(place.model, place.name) if told in CHANGES), None)
    if forced is not None:
        return _forced(kind, data, place, base, forced)
    before = _at(data, place.keys)
    for value in _candidates(place.shape, before, place):
        changed = _with(data, place.keys, value)
        after = _recorded(kind, changed) if changed != data else None
        effects = tuple(_effects(base, after)) if after is not None else ()
        if effects:
            return Change(".".join(place.keys), _shown(before), _shown(value), effects)
    return None


def _forced(
    kind: type[Component], data: Mapping[str, Any], place: Place, base: Recording | None, forced: Try
) -> Change | None:
    """The change that is told for an argument, in the surroundings that it needs."""
    within, keys = "", place.keys
    if forced.elsewhere is not None:
        within = forced.elsewhere.kind.__name__ if forced.elsewhere.kind is not kind else ""
        kind, data, base = forced.elsewhere.kind, forced.elsewhere.data(), None
        keys = (*filter(None, forced.elsewhere.path.split(".")), place.name)
    if forced.base or forced.around or base is None:
        data = _beside(_around(data, forced.around), keys, forced.base)
        base = _recorded(kind, data)
    changed = _around(_beside(_with(data, keys, forced.value), keys, forced.also), forced.along)
    after = _recorded(kind, changed) if changed != data else None
    if base is None or after is None:
        return None
    effects = tuple(_effects(base, after)) or tuple(_quiet_effects(base, after))
    before = _shown(_at(data, keys))
    return Change(".".join(keys), before, _shown(forced.value), effects, forced.beside, within) if effects else None


def _beside(data: Mapping[str, Any], keys: tuple[str, ...], others: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data` with other arguments of the object that has the last of `keys`."""
    for other, value in others.items():
        data = _with(data, (*keys[:-1], other), value)
    return data


def _around(data: Mapping[str, Any], others: Mapping[str, Any]) -> Mapping[str, Any]:
    """`data` with arguments set by their paths."""
    for path, value in others.items():
        data = _with(data, tuple(path.split(".")), value)
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


def _candidates(shape: SchemaType, value: Any, place: Place) -> Iterator[Any]:
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


def _lists(value: list[Any], item: SchemaType, place: Place) -> Iterator[list[Any]]:
    for one in _candidates(item, GONE, place):
        yield [*value, one]
    if len(value) > 1:
        yield value[:-1]


def _maps(value: Mapping[str, Any], item: SchemaType, place: Place) -> Iterator[dict[str, Any]]:
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
        if verb and made is not None and made.custom and made.type != _BESIDE:
            yield Effect(verb, made.type.rpartition(":")[2], made.name)


def _quiet_effects(base: Recording, changed: Recording) -> Iterator[Effect]:
    """What changes in how the work is done: resources that are read first, their order, and warnings."""
    for urn, new in changed.resources.items():
        old = base.resources.get(urn)
        if old is not None and old.import_id != new.import_id:
            yield Effect("imported", new.type.rpartition(":")[2], new.name)
        elif old is not None and old.ignored != new.ignored:
            yield Effect("kept", new.type.rpartition(":")[2], new.name)
        elif old is not None and old.dependencies != new.dependencies and new.custom:
            yield Effect("ordered", new.type.rpartition(":")[2], new.name)
    if base.warnings != changed.warnings:
        yield Effect("warned", "", "")


def _verb(old: Registered | None, new: Registered | None) -> str:
    if old is None or new is None:
        return "created" if old is None else "deleted"
    differing = {key for key in old.inputs.keys() | new.inputs.keys() if old.inputs.get(key) != new.inputs.get(key)}
    differing -= set(new.ignored)
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
