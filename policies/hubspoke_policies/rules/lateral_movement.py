"""Management ports are not open from one subnet to another."""

from collections.abc import Iterator
from functools import lru_cache

from hubspoke_network.azure import GATEWAY_SUBNET, NSG, reserved_subnet
from hubspoke_network.core import Finding, Unknown, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import DecisionPart, SecurityRule
from hubspoke_network.sets import AddressSet
from hubspoke_policies.base import Context, Example, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    HUB,
    MANAGEMENT_PORTS,
    SECURITY,
    ManagementOptions,
    attached,
    far_end,
    flows_from,
    logical_name,
    program,
    rule_named,
    shown,
    witness_of,
    written,
)

EXCEPT = ("AzureBastionSubnet", GATEWAY_SUBNET)


def check(group: Resource, model: NetworkModel, context: Context[ManagementOptions]) -> Outcome:
    """Report every security rule by which another subnet reaches management ports where the group is attached."""
    seats = attached(model).seats(group)
    doubt = attached(model).doubt
    if not seats and not doubt:
        return NotApplicable("no security group is attached to a subnet")
    found = list(_check(group, seats, model, context)) if seats else []
    if doubt and not found:
        return [context.undecided(group, "", f"may be attached where it lets other subnets in: {doubt}")]
    return found


def _check(
    group: Resource, seats: list[Resource], model: NetworkModel, context: Context[ManagementOptions]
) -> Iterator[Finding]:
    known, doubt = _subnets(model)
    sources = known - AddressSet.parse(*context.options.allowed_sources)
    groups = attached(model)
    read = groups.surroundings.group(group)
    let_in = [
        (place, part)
        for place, part in groups.decided(group, "Inbound", flows_from(sources, context.options.ports))
        if part.access != "Deny"
    ]
    told: set[tuple[str, str]] = set()
    others, unknown = (sources, None) if not let_in else _without_own(sources, seats, model)
    for place, part in let_in:
        addresses = far_end(part, "Inbound") & others
        if addresses and (part.rule, part.access) not in told:
            told.add((part.rule, part.access))
            rule = rule_named(read, part.rule)
            yield _finding(group, rule, part, addresses, place, unknown, model, context)
    if doubt and not told:
        anyone = groups.decided(group, "Inbound", flows_from(AddressSet.all_ipv4(), context.options.ports))
        if any(part.access != "Deny" for _, part in anyone):
            reason = f"may let other subnets in to management ports: {doubt}"
            yield context.undecided(group, "securityRules", reason, INSTEAD)


def _without_own(sources: AddressSet, seats: list[Resource], model: NetworkModel) -> tuple[AddressSet, Unknown | None]:
    """The addresses of other subnets than the group's; of several subnets with one group, each is another's other."""
    own = [model.topology.prefixes(seat) for seat in seats]
    unknown = next((prefix for prefix in own if isinstance(prefix, Unknown)), None)
    if len(own) > 1:
        return sources, unknown
    return sources - AddressSet.union(prefix for prefix in own if isinstance(prefix, AddressSet)), unknown


def _finding(
    group: Resource,
    rule: SecurityRule,
    part: DecisionPart,
    addresses: AddressSet,
    place: str,
    unknown: Unknown | None,
    model: NetworkModel,
    context: Context[ManagementOptions],
) -> Finding:
    at = written(model, group, rule, "Inbound", addresses)
    where = f" in the subnet {place}" if place else ""
    by = f"by the {'default' if rule.default else 'security'} rule {part.rule}{where}"
    what = f"{shown(addresses)} of other subnets to the ports {part.flows.destination_ports()}"
    instead = OF_DEFAULT if rule.default else INSTEAD
    if part.access == "Unknown" or unknown is not None:
        why = part.reason if unknown is None else f"the prefix of its own subnet {unknown.reason}"
        return context.undecided(at.resource, at.path, f"may let in {what}, {by}: {stripped(why)}", instead)
    message = f"lets in {what}, {by}"
    return context.finding(at.resource, at.path, at.value, message, instead, witness=witness_of(addresses))


@lru_cache(maxsize=1)
def _subnets(model: NetworkModel) -> tuple[AddressSet, str]:
    """The addresses of all subnets but those from which managing is the purpose, and why they may be more."""
    found, doubt = [], ""
    for vnet in model.topology.vnets:
        hidden = model.unknown_children(vnet, "subnets")
        doubt = doubt or (f"the subnets of {logical_name(vnet)}: {hidden.reason}" if hidden is not None else "")
        for subnet in model.topology.subnets(vnet):
            prefixes = model.topology.prefixes(subnet)
            record = reserved_subnet(subnet.name) if isinstance(subnet.name, str) else None
            if record is not None and record.name in EXCEPT:
                continue
            if isinstance(prefixes, AddressSet):
                found.append(prefixes)
            else:
                doubt = doubt or f"the prefix of {logical_name(subnet)}: {stripped(prefixes.reason)}"
    return AddressSet.union(found), doubt


INSTEAD = "allow these ports from Bastion's subnet or an administrators' prefix only"
OF_DEFAULT = "add a Deny of these ports, or of *, before the default rules"

SUBNETS = """
rules = network.NetworkSecurityGroup(
    "app-rules",
    resource_group_name=group.name,
    security_rules=[
        {{
            "name": name,
            "direction": "Inbound",
            "access": access,
            "priority": priority,
            "protocol": "*",
            "source_address_prefix": source,
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": ports,
        }}
        for name, access, priority, source, ports in (
            ("ssh", "Allow", 100, "{source}", "22"),
            ("https", "Allow", 110, "10.0.0.0/16", "443"),
            ("deny", "Deny", 4096, "*", "*"),
        )
    ],
)
for name, prefix in (("app", "10.0.1.0/24"), ("web", "10.0.2.0/24")):
    network.Subnet(
        name,
        resource_group_name=group.name,
        virtual_network_name=hub.name,
        address_prefix=prefix,
        default_outbound_access=False,
        network_security_group={{"id": rules.id}},
    )
"""

RULE = Rule(
    id="lateral-movement",
    title="Management ports are not open from subnet to subnet",
    severity="high",
    level="advisory",
    category="security",
    check=Relation((NSG,), check, reads=SECURITY),
    options=ManagementOptions,
    what=(
        "No security group lets machines of another subnet in to management ports: "
        + ", ".join(MANAGEMENT_PORTS)
        + " (option `ports`). Bastion's subnet and GatewaySubnet may, and so may the option `allowedSources`."
    ),
    why=(
        "Whoever has taken one machine goes on from there by SSH, RDP or SMB. The default rules let every subnet of "
        "the network and of its peers in."
    ),
    remediation=INSTEAD,
    good=(Example("from Bastion's prefix only", program(HUB, SUBNETS.format(source="10.0.255.0/26"))),),
    bad=(Example("from the whole network", program(HUB, SUBNETS.format(source="10.0.0.0/16")), breaks="app-rules"),),
    evidence="How rules match is documented (network-security-groups-overview); which ports count is ours.",
    links=("https://learn.microsoft.com/azure/security/fundamentals/network-best-practices",),
    decidable="write the rules' fields and the subnets' prefixes as plain text",
)
