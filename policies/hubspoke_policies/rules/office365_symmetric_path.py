"""Office 365 over ExpressRoute has a second location, and both announce the same addresses."""

from collections.abc import Iterator

from hubspoke_network.azure import CIRCUIT, CIRCUIT_PEERING, FILTER, FILTER_RULE
from hubspoke_network.core import Finding, Unknown, listed, text
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import attached_filters, circuit_of, communities_in, logical_name, name_of, program

PREFIXES = "properties.microsoftPeeringConfig.advertisedPublicPrefixes"
LOCATION = "properties.serviceProviderProperties.peeringLocation"


def check(peering: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a peering with Office 365 that announces no addresses, others than its sister, or has no sister."""
    carries = _carries(model, peering)
    if carries == "":
        return NotApplicable("no circuit peering carries Office 365")
    if carries is not None:
        return [context.undecided(peering, "routeFilter", f"may carry Office 365: {carries}")]
    others = [p for p in model.of_type(CIRCUIT_PEERING) if p is not peering and _carries(model, p) is None]
    maybe = [p for p in model.of_type(CIRCUIT_PEERING) if p is not peering and _carries(model, p)]
    return [*_announced(peering, others, context), *_elsewhere(peering, others, maybe, model, context)]


def _carries(model: NetworkModel, peering: Resource) -> str | None:
    """None if the peering carries Office 365, else why it may; empty if it does not."""
    doubt = ""
    for _, filters in attached_filters(model, peering):
        if filters.certain is None:
            doubt = doubt or f"its route filter {filters.reason(model)}"
            continue
        found, why = communities_in(model, filters.certain, lambda community: community.needs_premium)
        if found:
            return None
        doubt = doubt or (f"{name_of(model, filters.certain)}: {why}" if why else "")
    return doubt


def _announced(peering: Resource, others: list[Resource], context: Context[NoOptions]) -> Iterator[Finding]:
    mine = _prefixes(peering)
    if isinstance(mine, Unknown):
        yield context.undecided(peering, PREFIXES, mine.reason)
        return
    if not mine:
        message = "is empty: no address that the requests are translated to is announced, and no answer finds its way"
        yield context.finding(peering, PREFIXES, "", message, "list the public prefixes of your NAT")
        return
    for other in others:
        theirs = _prefixes(other)
        name = logical_name(other)
        if isinstance(theirs, Unknown):
            yield context.undecided(peering, PREFIXES, f"may differ from those of {name}: {theirs.reason}")
        elif theirs and mine - theirs:
            only = ", ".join(sorted(mine - theirs))
            message = f"are not announced by {name}: if this location fails, their answers find no way"
            yield context.finding(peering, PREFIXES, only, message, f"announce the same prefixes at {name}")


def _elsewhere(
    peering: Resource, others: list[Resource], maybe: list[Resource], model: NetworkModel, context: Context[NoOptions]
) -> Iterator[Finding]:
    circuit = circuit_of(model, peering)
    here = _location(circuit)
    places = [_location(circuit_of(model, other)) for other in others]
    if isinstance(here, str) and any(isinstance(place, str) and place.lower() != here.lower() for place in places):
        return
    subject = circuit or peering
    unknown = next((place for place in (here, *places) if isinstance(place, Unknown)), None)
    if unknown is not None or maybe:
        why = unknown.reason if unknown is not None else f"whether {logical_name(maybe[0])} carries it is not known"
        yield context.undecided(subject, LOCATION, f"may be the only location with Office 365: {why}")
        return
    message = "is the only location with Office 365: if it fails, requests leave by the Internet and answers do not"
    yield context.finding(subject, LOCATION, here, message, "add a circuit at another peering location")


def _prefixes(peering: Resource) -> frozenset[str] | Unknown:
    items = listed(peering.document, PREFIXES)
    if isinstance(items, Unknown):
        return items
    unknown = next((item for item in items if isinstance(item, Unknown)), None)
    return unknown if unknown is not None else frozenset(str(item) for item in items)


def _location(circuit: Resource | None) -> str | Unknown:
    if circuit is None:
        return Unknown("the circuit is not in this program")
    location = text(circuit.document, LOCATION)
    return "(not given)" if location is None else location


CIRCUITS = """
office365 = network.RouteFilter("office365", resource_group_name=group.name)
network.RouteFilterRule(
    "accepted",
    resource_group_name=group.name,
    route_filter_name=office365.name,
    rule_name="accepted",
    access="Allow",
    route_filter_rule_type="Community",
    communities=["12076:5010"],
)
for number, location in enumerate(LOCATIONS):
    circuit = network.ExpressRouteCircuit(
        f"circuit-{number}",
        resource_group_name=group.name,
        sku={"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
        service_provider_properties={
            "service_provider_name": "Equinix",
            "peering_location": location,
            "bandwidth_in_mbps": 1000,
        },
    )
    network.ExpressRouteCircuitPeering(
        f"microsoft-{number}",
        resource_group_name=group.name,
        circuit_name=circuit.name,
        peering_name="MicrosoftPeering",
        peering_type="MicrosoftPeering",
        peer_asn=65010,
        primary_peer_address_prefix=f"203.0.113.{number * 8}/30",
        secondary_peer_address_prefix=f"203.0.113.{number * 8 + 4}/30",
        vlan_id=100,
        microsoft_peering_config={"advertised_public_prefixes": ["203.0.113.128/29"]},
        route_filter={"id": office365.id},
    )
"""

RULE = Rule(
    id="office365-symmetric-path",
    title="Office 365 over ExpressRoute has two locations that announce the same addresses",
    severity="medium",
    level="advisory",
    category="office365",
    check=Relation((CIRCUIT_PEERING,), check, reads=(CIRCUIT, FILTER, FILTER_RULE)),
    options=NoOptions,
    what=(
        "It decides three things about circuit peerings with Office 365 communities: that each announces public "
        "prefixes (the addresses that requests are translated to), that all announce the same, and that there are two "
        "peering locations. It does not know your firewalls, your NAT, nor what you announce to the Internet."
    ),
    why=(
        "Office 365 answers to the address a request came from. If a location fails and another does not announce that "
        "address, or only the Internet does, the answer takes another way than the request, and firewalls drop it."
    ),
    remediation="Announce the same public prefixes at two peering locations, and translate requests to them only.",
    good=(Example("two locations", program('LOCATIONS = ("Amsterdam", "Frankfurt")\n', CIRCUITS)),),
    bad=(Example("one location", program('LOCATIONS = ("Amsterdam",)\n', CIRCUITS), breaks="circuit-0"),),
    evidence="Documented (expressroute-asymmetric-routing, expressroute-nat); the choice of what to ask is ours.",
    links=("https://learn.microsoft.com/azure/expressroute/expressroute-asymmetric-routing",),
    decidable="keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
)
