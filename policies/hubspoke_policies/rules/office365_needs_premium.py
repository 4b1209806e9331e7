"""A circuit whose Microsoft peering carries Office 365 communities has the Premium tier."""

from hubspoke_network.azure import CIRCUIT, CIRCUIT_PEERING, FILTER, FILTER_RULE, circuit_tier, circuit_tiers
from hubspoke_network.core import Finding, Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import Listed, Targets, attached_filters, circuit_of, communities_in, name_of, program


def check(peering: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report the circuit of a peering that attaches a filter with communities its tier may not carry."""
    attached = list(attached_filters(model, peering))
    if not attached:
        return NotApplicable("the circuit peering has no route filter")
    circuit = circuit_of(model, peering)
    tier = Unknown(f"the circuit of {peering.label} is not in this program") if circuit is None else tier_of(circuit)
    if isinstance(tier, str) and (record := circuit_tier(tier)) is not None and record.office365:
        return []
    findings = [_judge(peering, circuit or peering, tier, path, filters, model, context) for path, filters in attached]
    return list(dict.fromkeys(finding for finding in findings if finding is not None))


def tier_of(circuit: Resource) -> str | Unknown:
    """The circuit's tier: `sku.tier`, or where that is not given, the first part of `sku.name`; empty for neither."""
    tier = circuit.at("sku.tier")
    if tier is None:
        name = circuit.at("sku.name")
        tier = name.partition("_")[0] if isinstance(name, str) else name
    return tier if isinstance(tier, str | Unknown) else ""


def _judge(
    peering: Resource,
    circuit: Resource,
    tier: str | Unknown,
    path: str,
    filters: Targets,
    model: NetworkModel,
    context: Context[NoOptions],
) -> Finding | None:
    reasons = [f"{path}: {filters.open}"] if filters.open else []
    carried: list[Listed] = []
    for key in sorted(filters.keys):
        found, why = communities_in(model, key, lambda community: community.needs_premium)
        if not found and not why:
            reasons.append("")  # this filter, if it is the one, needs no Premium
        carried += found
        reasons += [why] if why and not found else []
    certain = bool(carried) and not reasons
    if isinstance(tier, str) and certain:
        shown = ", ".join(dict.fromkeys(f"{item.community.value} ({item.community.name})" for item in carried))
        names = " or ".join(sorted(name_of(model, key) for key in filters.keys))
        return context.finding(
            circuit,
            "sku.tier",
            tier,
            f"cannot carry Office 365, and its Microsoft peering attaches the filter {names}, which lists {shown}",
            INSTEAD,
            witness=carried[0].community.value,
        )
    if not carried and not any(reasons):
        return None
    why = "; ".join(reason for reason in reasons if reason) or (tier.reason if isinstance(tier, Unknown) else "")
    why = why or f"the route filter {filters.reason(model)}"
    on = circuit if isinstance(tier, Unknown) and circuit is not peering else peering
    where = "sku.tier" if on is circuit and circuit is not peering else path
    return context.undecided(on, where, f"may carry Office 365 on a circuit that is not {PREMIUM}: {why}")


PREMIUM = " or ".join(tier.name for tier in circuit_tiers().values() if tier.office365)
INSTEAD = f"write {PREMIUM} as sku.tier (and sku.name {PREMIUM}_MeteredData or {PREMIUM}_UnlimitedData)"

CIRCUIT_TEXT = """
circuit = network.ExpressRouteCircuit(
    "circuit",
    resource_group_name=group.name,
    sku={{"name": "{tier}_MeteredData", "tier": "{tier}", "family": "MeteredData"}},
    service_provider_properties={{
        "service_provider_name": "Equinix",
        "peering_location": "Amsterdam",
        "bandwidth_in_mbps": 1000,
    }},
)
office365 = network.RouteFilter("office365", resource_group_name=group.name)
network.RouteFilterRule(
    "accepted",
    resource_group_name=group.name,
    route_filter_name=office365.name,
    rule_name="accepted",
    access="Allow",
    route_filter_rule_type="Community",
    communities=["12076:5010", "12076:5020"],
)
network.ExpressRouteCircuitPeering(
    "microsoft",
    resource_group_name=group.name,
    circuit_name=circuit.name,
    peering_name="MicrosoftPeering",
    peering_type="MicrosoftPeering",
    peer_asn=65010,
    primary_peer_address_prefix="203.0.113.0/30",
    secondary_peer_address_prefix="203.0.113.4/30",
    vlan_id=100,
    microsoft_peering_config={{"advertised_public_prefixes": ["203.0.113.8/29"]}},
    route_filter={{"id": office365.id}},
)
"""
"""A circuit with Office 365 on its Microsoft peering; `{tier}` is to be filled in."""

RULE = Rule(
    id="office365-needs-premium",
    title="Office 365 goes over a Premium circuit only",
    severity="high",
    level="mandatory",
    category="office365",
    check=Relation((CIRCUIT_PEERING,), check, reads=(CIRCUIT, FILTER, FILTER_RULE)),
    options=NoOptions,
    what=(
        "A circuit whose Microsoft peering attaches a route filter with Office 365 communities has the tier Premium. "
        "Communities that need no Premium, such as the regional ones, are not counted."
    ),
    why=(
        "Azure refuses the filter on any other tier: `... is not compatible with the route filter. The route filter "
        "includes Office 365 communities. The circuit does not have access to Office365.` It does so when the peering "
        "or the rule is written, after the circuit has been ordered and its billing has begun."
    ),
    remediation=INSTEAD,
    good=(Example("a Premium circuit", program(CIRCUIT_TEXT.format(tier="Premium"))),),
    bad=(Example("a Standard circuit", program(CIRCUIT_TEXT.format(tier="Standard")), breaks="circuit"),),
    evidence=(
        "Documented (using-expressroute-for-microsoft365). The text of the refusal was published by a user; "
        "its error code is not known."
    ),
    links=("https://learn.microsoft.com/azure/expressroute/using-expressroute-for-microsoft365",),
    decidable="keep the circuit, its peering and the route filter in one program, or write their ids as plain text",
)
