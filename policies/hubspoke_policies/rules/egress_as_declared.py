"""Packets to the Internet leave a subnet the way that is declared for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hubspoke_network.azure import NSG, PUBLIC4, SUBNET, TABLE, tag_name
from hubspoke_network.core import Finding, Unknown, stripped
from hubspoke_network.model import NetworkModel, Resource, ways_out
from hubspoke_network.reach.routing import Choice, Route
from hubspoke_network.sets import AddressError, AddressSet
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    HUB,
    OUTBOUND,
    SECURITY,
    TAG,
    attached,
    intent_of,
    logical_name,
    program,
    shown,
    tags_of,
    witness_of,
)

PREFIX = "egress/"
EXCEPTIONS = "network-egress-exceptions"


@dataclass(frozen=True, slots=True)
class Way:
    """How some packets leave: the next hop, and for the Internet what gives them an address. `open` is False where
    they do not leave.
    """

    hop: str
    label: str
    open: bool | Unknown = True


KINDS: dict[str, tuple[str, Callable[[Way], bool]]] = {
    "internet": (
        "directly to the Internet by an address of your own",
        # Where no address is given yet nothing leaves, and so nothing another way.
        lambda way: way.hop == "Internet" and not way.label.startswith("default"),
    ),
    "nat": ("by a NAT gateway", lambda way: way.open is not False and way.label.startswith("NAT gateway")),
    "firewall": ("by an appliance", lambda way: way.hop == "VirtualAppliance"),
    "on-premises": ("by a gateway", lambda way: way.hop == "VirtualNetworkGateway"),
    "none": ("not at all", lambda way: way.hop == "None" or way.open is False),
}
"""What each kind of `egress/<kind>` says, and whether a way is of it."""


def check(subnet: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report public addresses that a subnet's packets reach by another way than the declared one."""
    declared = list(_declared(subnet, model))
    if not declared:
        return NotApplicable(f"no subnet is declared by a tag {TAG}: {PREFIX}<kind>")
    found: list[Finding] = []
    for owner, intent in declared:
        if isinstance(intent, Unknown):
            found.append(context.undecided(owner, "tags", f"may declare a way out: {intent.reason}"))
        elif intent.removeprefix(PREFIX) not in KINDS:
            message = "declares a way out that is not one of " + ", ".join(KINDS)
            found.append(context.finding(owner, f"tags.{TAG}", intent, message, "write one of them"))
        else:
            found += _judge(subnet, owner, intent, model, context)
    return found


def _declared(subnet: Resource, model: NetworkModel) -> Iterator[tuple[Resource, str | Unknown]]:
    """The resources whose tags declare the subnet's way out: its group, its table, its network."""
    owners: list[Resource | None] = [model.parent(subnet)]
    for path, wanted in (("properties.routeTable.id", TABLE), ("properties.networkSecurityGroup.id", NSG)):
        reference = model.resolve(subnet, path, wanted)
        owners.append(reference if isinstance(reference, Resource) else None)
        if isinstance(reference, Unknown):
            known = (model.by_id(key) for key in reference.candidates)
            candidates = known if reference.candidates else model.of_type(wanted)
            yield from ((o, Unknown(stripped(reference.reason))) for o in candidates if o and _says(intent_of(o)))
    for owner in owners:
        intent = intent_of(owner) if owner is not None else ""
        if owner is not None and _says(intent):
            yield owner, intent


def _says(intent: str | Unknown) -> bool:
    return isinstance(intent, Unknown) or intent.startswith(PREFIX)


def _judge(
    subnet: Resource, owner: Resource, intent: str, model: NetworkModel, context: Context[NoOptions]
) -> Iterator[Finding]:
    told, fits = KINDS[intent.removeprefix(PREFIX)]
    name, vnet = logical_name(owner), model.parent(subnet)
    if vnet is None:
        reason = f"may break what {name} declares, {intent} ({told}): its network is not in this program"
        yield context.undecided(subnet, "", reason)
        return
    router = attached(model).router
    excepted = _excepted(owner)
    if isinstance(excepted, Unknown):
        yield context.undecided(owner, f"tags.{EXCEPTIONS}", f"may except more than it should: {excepted.reason}")
        return
    for choice in router.routes_of(subnet, vnet).choose(PUBLIC4 - excepted.addresses):
        routes = excepted.left(choice.routes)
        ways = [way for route in routes for way in _ways(route, subnet, model)]
        if all(fits(way) and not isinstance(way.open, Unknown) for way in ways):
            continue
        where = _where(choice)
        if len(routes) > 1 or any(isinstance(way.open, Unknown) for way in ways):
            doubts = [*(r.reason for r in routes), *(w.open.reason for w in ways if isinstance(w.open, Unknown))]
            why = next((doubt for doubt in doubts if doubt), "which route is taken is not known")
            reason = f"may break what {name} declares, {intent} ({told}), for packets to {shown(choice.destinations)}"
            yield context.undecided(subnet, where, f"{reason}: {stripped(why)}")
            continue
        wrong = next(way for way in ways if not fits(way))
        does = "keeps packets" if wrong.open is False else "lets packets"
        then = f"in ({wrong.label})" if wrong.open is False else f"leave by {stripped(wrong.label)}"
        message = f"{does} for {shown(choice.destinations)} {then}, and {name} declares {intent}: {told}"
        witness = witness_of(choice.destinations)
        yield context.finding(subnet, where, "", message, INSTEAD, witness=witness)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What the declared way out is not for: addresses, and service tags whose addresses need not be known."""

    addresses: AddressSet
    tags: frozenset[str]

    def left(self, routes: Sequence[Route]) -> list[Route]:
        """The routes of a choice that are not those of excepted tags."""
        return [route for route in routes if route.resource is None or _prefix(route.resource) not in self.tags]


def _excepted(owner: Resource) -> Exceptions | Unknown:
    """What the resource that declares the way out excepts from it, by its tag."""
    tags = tags_of(owner)
    value = tags if isinstance(tags, Unknown) else tags.get(EXCEPTIONS, "")
    if isinstance(value, Unknown):
        return value
    texts = str(value).replace(",", " ").split()
    named = frozenset(text.lower() for text in texts if tag_name(text) is not None)
    try:
        return Exceptions(AddressSet(*(text for text in texts if text.lower() not in named)), named)
    except AddressError as error:
        return Unknown(str(error))


def _prefix(route: Resource) -> str:
    return str(route.at("properties.addressPrefix")).lower()


def _where(choice: Choice) -> str:
    return "routeTable" if any(route.source == "User" for route in choice.routes) else ""


def _ways(route: Route, subnet: Resource, model: NetworkModel) -> Iterator[Way]:
    if route.hop != "Internet":
        yield Way(route.hop or "", route.label)
        return
    prefixes = model.topology.prefixes(subnet)
    if isinstance(prefixes, Unknown):
        yield Way("Internet", "the Internet", prefixes)
        return
    for way in ways_out(model.topology, subnet, prefixes & AddressSet.all_ipv4()):
        yield Way("Internet", way.label, way.open)


INSTEAD = "give the subnet the route or the gateway that makes it so, or declare what is meant"

SUBNET_TEXT = """
table = network.RouteTable(
    "table",
    resource_group_name=group.name,
    tags={{"network-intent": "egress/firewall"}},
    routes=[
        {{
            "name": "default",
            "address_prefix": "{prefix}",
            "next_hop_type": "VirtualAppliance",
            "next_hop_ip_address": "10.0.1.4",
        }}
    ],
)
network.Subnet(
    "app",
    resource_group_name=group.name,
    virtual_network_name=hub.name,
    address_prefix="10.0.2.0/24",
    route_table={{"id": table.id}},
    default_outbound_access=False,
)
"""

RULE = Rule(
    id="egress-as-declared",
    title="Packets leave for the Internet the way that is declared",
    severity="high",
    level="mandatory",
    category="security",
    check=Relation((SUBNET,), check, reads=(*SECURITY, *OUTBOUND)),
    options=NoOptions,
    what=(
        f"Where a subnet's security group, route table or network has the tag `{TAG}: {PREFIX}<kind>`, every packet "
        "for a public IPv4 address leaves that way: "
        + "; ".join(f"`{PREFIX}{kind}`: {told}" for kind, (told, _) in KINDS.items())
        + f". Effective routes decide, with what gateways learn. The tag `{EXCEPTIONS}` beside it excepts prefixes and "
        "service tags, with blanks between."
    ),
    why=(
        "A firewall sees only what is routed to it. A default route that covers half, a more specific one that goes "
        "elsewhere, or one that on-premises announces, opens another way, and no group shows it."
    ),
    remediation="Route what the finding names the declared way, or declare what is meant.",
    good=(Example("all of it", program(HUB, SUBNET_TEXT.format(prefix="0.0.0.0/0"))),),
    bad=(Example("half of it", program(HUB, SUBNET_TEXT.format(prefix="0.0.0.0/1")), breaks="app"),),
    evidence="Documented: how routes are chosen (virtual-networks-udr-overview) and what translates (nat-overview).",
    links=("https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview",),
    decidable="write prefixes and next hops as plain text; tell on-premises prefixes by the tag network-on-premises",
)
