"""What an estate will consist of: pure, no Pulumi resource is made here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hubspoke.base import Args, HubRef, Namer, NamingArgs, parsed
from hubspoke.circuit import CircuitShape, MicrosoftPeeringShape, Office365RouteFilterArgs, RouteFilterShape
from hubspoke.estate.args import EstateArgs, EstateMember
from hubspoke.estate.circuits import EstateCircuitArgs, EstateRouteFilterArgs
from hubspoke.estate.others import EstateAttachedSpokeArgs, EstateOtherHubArgs, SpokePairArgs
from hubspoke.estate.vnets import EstateHubArgs, EstateSpokeArgs, EstateVnet
from hubspoke.hub import HubArgs, HubShape
from hubspoke.spoke import AttachedShape, SpokeShape
from hubspoke.vnet import ObjectGroupsArgs
from hubspoke_network.azure import ON_PREMISES_TAG, limit
from hubspoke_network.core import parse_id
from hubspoke_network.sets import covers

GROUP = "Microsoft.Resources/resourceGroups"
CONNECTIVITY = "connectivity"


@dataclass(frozen=True, slots=True)
class ResourceGroupPlan:
    """A resource group that the estate makes. `role` and `key` make its logical name, `formerly` is a former key."""

    role: str
    key: str
    azure_name: str
    location: str
    subscription: str | None
    formerly: str = ""


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """Where a member goes. `group_made` is the group's plan where the estate makes it, `formerly` a former key."""

    key: str
    group: str
    group_made: ResourceGroupPlan | None
    location: str
    subscription: str | None
    formerly: str = ""


@dataclass(frozen=True, slots=True)
class PlannedHub:
    """A hub: where it goes and what it is made from."""

    place: MemberPlace
    args: HubArgs


@dataclass(frozen=True, slots=True)
class PlannedSpoke:
    """A spoke: where it goes, its hub, and its arguments but for the hub's reference."""

    place: MemberPlace
    hub: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedOtherHub:
    """A hub that another stack makes (`stack`, and its key there), or one written by hand (`stack` empty)."""

    key: str
    stack: str
    exported_as: str
    subscription: str | None
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedAttached:
    """A network that somebody else made: its subscription, its hub, and its arguments but for the hub's reference."""

    key: str
    subscription: str | None
    hub: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedPair:
    """Two spokes that are peered. `warning` is what the peering passes by; empty where it passes nothing."""

    key: str
    first: str
    second: str
    warning: str


@dataclass(frozen=True, slots=True)
class PlannedFilter:
    """A route filter: where it goes and what it is made from."""

    place: MemberPlace
    args: Office365RouteFilterArgs


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """A link from a circuit to a hub; `authorize` where the two lie in different subscriptions."""

    hub: str
    authorize: bool
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedCircuit:
    """A circuit: where it goes, its filter and links, and its arguments but for those."""

    place: MemberPlace
    route_filter: str | None
    links: tuple[PlannedLink, ...]
    microsoft_peering: dict[str, Any] | None
    args: dict[str, Any]
    warning: str


@dataclass(frozen=True, slots=True)
class EstatePlan:
    """An estate: subscriptions that need a provider of their own, and the members in the order they are made."""

    subscriptions: tuple[str, ...]
    hubs: tuple[PlannedHub, ...]
    spokes: tuple[PlannedSpoke, ...]
    filters: tuple[PlannedFilter, ...]
    circuits: tuple[PlannedCircuit, ...]
    other_hubs: tuple[PlannedOtherHub, ...] = ()
    attached: tuple[PlannedAttached, ...] = ()
    pairs: tuple[PlannedPair, ...] = ()
    mesh: tuple[tuple[str, tuple[str, ...]], ...] = ()


def plan_estate(args: EstateArgs) -> EstatePlan:
    """The plan. Raises `ArgsError` where a name cannot be made."""
    args = args.placed()
    others, attached = (args.other_hubs or {}), (args.attached_spokes or {})
    members = [member for _, member in args.members()]
    used = dict.fromkeys(member.subscription for member in (*members, *others.values(), *attached.values()))
    return EstatePlan(
        subscriptions=tuple(key for key in used if key is not None),
        hubs=tuple(_hub(key, hub, args) for key, hub in args.hubs.items()),
        spokes=tuple(_spoke(key, spoke, args) for key, spoke in (args.spokes or {}).items()),
        filters=tuple(
            PlannedFilter(
                place := _shared_place(key, item, args),
                Office365RouteFilterArgs(**_fields(item, RouteFilterShape) | _common(place, item, args)),
            )
            for key, item in (args.route_filters or {}).items()
        ),
        circuits=tuple(_circuit(key, circuit, args) for key, circuit in (args.circuits or {}).items()),
        other_hubs=tuple(_other_hub(key, hub, args) for key, hub in others.items()),
        attached=tuple(_attached(key, spoke, args) for key, spoke in attached.items()),
        pairs=tuple(_pair(key, pair, args) for key, pair in (args.connections or {}).items()),
        mesh=tuple(_mesh(args)),
    )


def _mesh(args: EstateArgs) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The hubs that are meshed, each with the prefixes of its spokes."""
    meshed = args.meshed_hubs()
    spokes = args.every_spoke().values()
    for key, region in meshed.items() if len(meshed) > 1 else ():
        held = [network for text in region if (network := parsed(text)) is not None]
        prefixes = (prefix for spoke in spokes if args.hub_of(spoke) == key for prefix in spoke.address_space)
        yield key, (*region, *(text for text in prefixes if (net := parsed(text)) is None or not covers(held, net)))


def _hub(key: str, hub: EstateHubArgs, args: EstateArgs) -> PlannedHub:
    place = _own_place(key, hub, args, "hub")
    fields = _fields(hub, HubShape) | {"address_space": hub.address_space} | _common(place, hub, args)
    fields["protect"] = args.protect if hub.protect is None else hub.protect
    fields["object_groups"] = _object_groups(hub, args)
    fields["tags"] = {**_on_premises_tag(args), **(fields["tags"] or {})} or None
    return PlannedHub(place, HubArgs(**fields))


def _on_premises_tag(args: EstateArgs) -> dict[str, str]:
    """What the hub's gateways learn, as a tag: no Azure resource holds it, and answers about routes depend on it.

    Left out where it is longer than a tag may be.
    """
    prefixes = sorted({prefix for site in (args.on_premises or {}).values() for prefix in site})
    value = " ".join(prefixes)
    return {ON_PREMISES_TAG: value} if prefixes and len(value) <= limit("tag_value_characters") else {}


def _spoke(key: str, spoke: EstateSpokeArgs, args: EstateArgs) -> PlannedSpoke:
    place = _own_place(key, spoke, args, "spoke")
    fields = _fields(spoke, SpokeShape) | {"address_space": spoke.address_space} | _common(place, spoke, args)
    fields["object_groups"] = _object_groups(spoke, args)
    return PlannedSpoke(place, args.hub_of(spoke), fields)


def _object_groups(vnet: EstateVnet, args: EstateArgs) -> ObjectGroupsArgs | None:
    """The groups that all networks share, one instance for all of them, and a network's own on top."""
    if args.object_groups is None:
        return vnet.object_groups
    return args.object_groups.with_more(vnet.object_groups)


def _other_hub(key: str, hub: EstateOtherHubArgs, args: EstateArgs) -> PlannedOtherHub:
    fields = {name: value for name in HubRef.model_fields if (value := getattr(hub, name)) is not None}
    fields |= {"location": hub.location or args.location or ""}
    fields.pop("subscription", None)
    if hub.subscription is not None:
        fields["subscription"] = (args.subscriptions or {})[hub.subscription]
    found = parse_id(hub.vnet_id) if isinstance(hub.vnet_id, str) else None
    if found is not None:
        fields = {"vnet_name": found.name, "resource_group_name": found.resource_group} | fields
    if hub.stack is not None:
        fields |= {"express_route": bool(hub.express_route), "firewall": hub.has_firewall}
    return PlannedOtherHub(key, hub.stack or "", hub.hub or key, hub.subscription, fields)


def _attached(key: str, spoke: EstateAttachedSpokeArgs, args: EstateArgs) -> PlannedAttached:
    fields = _fields(spoke, AttachedShape) | {
        "label": spoke.label or key,
        "naming": args.naming,
        "keep_version_aliases": args.keep_version_aliases,
    }
    return PlannedAttached(key, spoke.subscription, args.hub_of(spoke), fields)


def _pair(key: str, pair: SpokePairArgs, args: EstateArgs) -> PlannedPair:
    first, second = pair.spokes
    hubs = {args.hub_of(args.every_spoke()[spoke]) for spoke in pair.spokes}
    passed = sorted(hub for hub in hubs if args.every_hub()[hub].inspected)
    told = f"{first} and {second} reach each other past the firewall of {', '.join(passed)}" if passed else ""
    return PlannedPair(key, first, second, told)


def _circuit(key: str, circuit: EstateCircuitArgs, args: EstateArgs) -> PlannedCircuit:
    place = _shared_place(key, circuit, args)
    fields = _fields(circuit, CircuitShape) | _common(place, circuit, args)
    fields["protect"] = args.protect if circuit.protect is None else circuit.protect
    fields.pop("microsoft_peering", None)
    peering = circuit.microsoft_peering
    route_filter = peering.route_filter if peering else None
    links = tuple(
        PlannedLink(
            hub,
            args.every_hub()[hub].subscription != circuit.subscription,
            {"routing_weight": link.routing_weight, "fast_path": link.fast_path},
        )
        for hub, link in (circuit.hubs or {}).items()
    )
    return PlannedCircuit(
        place=place,
        route_filter=route_filter,
        links=links,
        microsoft_peering=_fields(peering, MicrosoftPeeringShape) if peering else None,
        args=fields,
        warning=_tier_warning(circuit, args),
    )


def _tier_warning(circuit: EstateCircuitArgs, args: EstateArgs) -> str:
    """What Azure will refuse when the filter is attached; empty where it will not."""
    key = circuit.microsoft_peering.route_filter if circuit.microsoft_peering else None
    if key is None or circuit.existing is not None or circuit.tier_name == "Premium":
        return ""
    wanted = [item.name for item in (args.route_filters or {})[key].office365()]
    if not wanted:
        return ""
    return (
        f"{', '.join(wanted)}: the circuit's tier is {circuit.tier_name}, and Azure wants Premium; write tier: Premium"
    )


def _fields(member: Args, shape: type[Args]) -> dict[str, Any]:
    """The member's values of the fields that `shape` has."""
    return {name: getattr(member, name) for name in shape.model_fields}


def _common(place: MemberPlace, member: EstateMember, args: EstateArgs) -> dict[str, Any]:
    return {
        "resource_group_name": place.group,
        "location": place.location,
        "label": member.label or place.key,
        "tags": {**(args.tags or {}), **(member.tags or {})} or None,
        "naming": args.naming,
        "keep_version_aliases": args.keep_version_aliases,
    }


def _own_place(key: str, vnet: EstateVnet, args: EstateArgs, kind: str) -> MemberPlace:
    """A hub or spoke lies in a group of its own, unless one is named."""
    location = vnet.location or args.location or ""
    before = vnet.formerly or ""
    if vnet.resource_group is not None:
        return MemberPlace(key, vnet.resource_group, None, location, vnet.subscription, before)
    name = Namer(vnet.label or key, location, args.naming or NamingArgs()).name(GROUP, "group")
    made = ResourceGroupPlan(f"{kind}-group", key, name, location, vnet.subscription, before)
    return MemberPlace(key, name, made, location, vnet.subscription, before)


def _shared_place(key: str, member: EstateCircuitArgs | EstateRouteFilterArgs, args: EstateArgs) -> MemberPlace:
    """Circuits and route filters of one subscription share a group, unless one is named."""
    location = member.location or args.location or ""
    subscription = member.subscription
    if member.resource_group is not None:
        return MemberPlace(key, member.resource_group, None, location, subscription)
    label = CONNECTIVITY if subscription is None else f"{CONNECTIVITY}-{subscription}"
    name = Namer(label, args.location or "", args.naming or NamingArgs()).name(GROUP, "group")
    made = ResourceGroupPlan(f"{CONNECTIVITY}-group", subscription or "", name, args.location or "", subscription)
    return MemberPlace(key, name, made, location, subscription)
