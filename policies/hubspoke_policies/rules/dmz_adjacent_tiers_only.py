"""In a tiered DMZ, a tier talks to its neighbours only."""

from collections.abc import Iterator

from pydantic import Field

from hubspoke_network.azure import NSG, PUBLIC
from hubspoke_network.core import Finding, Unknown, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import Decision, Direction
from hubspoke_network.sets import AddressSet, FlowSet
from hubspoke_policies.base import Context, Example, NotApplicable, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, SECURITY, TAG, attached, intent_of, logical_name, program

PREFIX = "dmz/"
INTERNET = "the Internet"


class TierOptions(Options):
    """Options of `dmz-adjacent-tiers-only`."""

    tiers: tuple[str, ...] = Field(
        default=("web", "app", "data"), min_length=1, description="the tiers, from the Internet inwards"
    )


def check(group: Resource, model: NetworkModel, context: Context[TierOptions]) -> Outcome:
    """Report flows into a tier's subnets from a tier that is no neighbour, or from the Internet into an inner one."""
    tier = _tier(group)
    if tier == "":
        return NotApplicable(f"no security group has a tag {TAG}: {PREFIX}<tier>")
    if isinstance(tier, Unknown):
        return [context.undecided(group, "tags", f"may name a tier: {tier.reason}")]
    tiers = [name.lower() for name in context.options.tiers]
    if tier not in tiers:
        message = "names a tier that is not one of " + ", ".join(tiers)
        return [
            context.finding(group, f"tags.{TAG}", tier, message, "write one of them, or list it in the option tiers")
        ]
    found = list(_into(group, tiers.index(tier), tiers, model, context))
    doubt = attached(model).doubt
    if doubt and not found:
        return [context.undecided(group, "", f"may be attached where a far tier gets in: {doubt}")]
    return found


def _tier(group: Resource) -> str | Unknown:
    intent = intent_of(group)
    if isinstance(intent, Unknown):
        return intent
    return intent.removeprefix(PREFIX) if intent.startswith(PREFIX) else ""


def _into(
    group: Resource, index: int, tiers: list[str], model: NetworkModel, context: Context[TierOptions]
) -> Iterator[Finding]:
    for seat in attached(model).seats(group):
        mine = model.topology.prefixes(seat)
        if isinstance(mine, Unknown):
            yield context.undecided(
                group, "securityRules", f"may let a far tier into {logical_name(seat)}: {mine.reason}"
            )
            continue
        if index > 0:
            flows = FlowSet.of(source=PUBLIC, destination=mine)
            arriving = _decide(model, group, seat, "Inbound", flows)
            yield from _told(group, seat, INTERNET, arriving.allowed, arriving.unknown, arriving, context)
        for other in model.of_type(NSG):
            tier = _tier(other)
            if isinstance(tier, str) and tier in tiers and abs(tiers.index(tier) - index) > 1:
                yield from _from(other, tier, group, seat, mine, model, context)


def _from(
    other: Resource,
    tier: str,
    group: Resource,
    seat: Resource,
    mine: AddressSet,
    model: NetworkModel,
    context: Context[TierOptions],
) -> Iterator[Finding]:
    """Flows from the subnets of another tier: what its group lets out and this one lets in."""
    for source in attached(model).seats(other):
        theirs = model.topology.prefixes(source)
        name = f"{logical_name(source)} (tier {tier})"
        if isinstance(theirs, Unknown):
            reason = f"may let {name} into {logical_name(seat)}: {theirs.reason}"
            yield context.undecided(group, "securityRules", reason)
            continue
        flows = FlowSet.of(source=theirs, destination=mine)
        leaving = _decide(model, other, source, "Outbound", flows)
        arriving = _decide(model, group, seat, "Inbound", flows)
        allowed = leaving.allowed & arriving.allowed
        possible = (leaving.allowed | leaving.unknown) & (arriving.allowed | arriving.unknown)
        yield from _told(group, seat, name, allowed, possible, arriving, context)


def _told(
    group: Resource,
    seat: Resource,
    source: str,
    allowed: FlowSet,
    possible: FlowSet,
    arriving: Decision,
    context: Context[TierOptions],
) -> Iterator[Finding]:
    where = logical_name(seat)
    if allowed:
        part = next(part for part in arriving.parts if part.access == "Allow" and part.flows & allowed)
        rule = part.rule.rpartition(": ")[2]
        message = f"lets {source} into {where} by the rule {rule}, past the tiers between"
        yield context.finding(group, "securityRules", rule, message, INSTEAD, witness=(part.flows & allowed).witness())
    elif possible:
        part = next((p for p in arriving.parts if p.access == "Unknown" and p.flows & possible), arriving.parts[0])
        reason = (
            f"may let {source} into {where}: {stripped(part.reason) or 'what the other group lets out is not known'}"
        )
        yield context.undecided(group, "securityRules", reason)


def _decide(model: NetworkModel, group: Resource, seat: Resource, direction: Direction, flows: FlowSet) -> Decision:
    groups = attached(model)
    vnet = model.parent(seat)
    return groups.surroundings.decide(group, direction, groups.context(seat, vnet), flows)


INSTEAD = "allow the neighbouring tier only, and deny * at priority 4096"

TIERS = """
for number, (tier, source) in enumerate((("web", "Internet"), ("app", "10.0.1.0/24"), ("data", "{data_from}"))):
    rules = network.NetworkSecurityGroup(
        f"{{tier}}-rules",
        resource_group_name=group.name,
        tags={{"network-intent": f"dmz/{{tier}}"}},
        security_rules=[
            {{
                "name": name,
                "direction": "Inbound",
                "access": access,
                "priority": priority,
                "protocol": "*",
                "source_address_prefix": prefix,
                "source_port_range": "*",
                "destination_address_prefix": "*",
                "destination_port_range": "*" if access == "Deny" else "443",
            }}
            for name, access, priority, prefix in (("before", "Allow", 100, source), ("deny", "Deny", 4096, "*"))
        ],
    )
    network.Subnet(
        tier,
        resource_group_name=group.name,
        virtual_network_name=hub.name,
        address_prefix=f"10.0.{{number + 1}}.0/24",
        default_outbound_access=False,
        network_security_group={{"id": rules.id}},
    )
"""

RULE = Rule(
    id="dmz-adjacent-tiers-only",
    title="In a tiered DMZ, a tier talks to its neighbours only",
    severity="high",
    level="mandatory",
    category="security",
    check=Relation((NSG,), check, reads=SECURITY),
    options=TierOptions,
    what=(
        f"Security groups with the tag `{TAG}: {PREFIX}<tier>` let in flows from the subnets of the same and of "
        "neighbouring tiers only, as far as tiers are concerned; the Internet is the neighbour of the first. The "
        "order of the tiers is the option `tiers`. A flow counts if the sender's group lets it out and the receiver's "
        "lets it in."
    ),
    why="Tiers exist so that what is taken over in the first does not reach the data in the last.",
    remediation=INSTEAD,
    good=(Example("from tier to tier", program(HUB, TIERS.format(data_from="10.0.2.0/24"))),),
    bad=(Example("from the first to the last", program(HUB, TIERS.format(data_from="10.0.0.0/16")), "data-rules"),),
    evidence="How rules match is documented (network-security-groups-overview); the tiers are yours.",
    links=("https://learn.microsoft.com/azure/architecture/reference-architectures/dmz/secure-vnet-dmz",),
    decidable="write the rules' fields and the subnets' prefixes as plain text",
)
