"""No security rule allows everything to everything."""

from hubspoke_network.azure import RULE as SECURITY_RULE
from hubspoke_network.core import Unknown
from hubspoke_network.model import Resource
from hubspoke_network.rules import SecurityRule, Term, read_rule
from hubspoke_network.sets import AddressSet, PortSet
from hubspoke_policies.base import Context, Document, Example, NoOptions, NotApplicable, Outcome, Rule
from hubspoke_policies.reading import OPEN_GROUP, program

EVERY_ADDRESS = AddressSet.all_ipv4()
EVERY_PORT = PortSet.everything()


def check(resource: Resource, context: Context[NoOptions]) -> Outcome:
    """Report a rule that allows every IPv4 address to reach every other on every port of TCP or of all protocols."""
    rule = read_rule(resource.document)
    if isinstance(rule.access, str) and rule.access == "Deny":
        return NotApplicable("no rule allows anything")
    parts = [_whole(rule.source), _whole(rule.destination), _protocol(rule), _ports(rule)]
    if False in [part for part in parts if isinstance(part, bool)]:
        return []
    unknown = next((part for part in [*parts, rule.access] if isinstance(part, Unknown)), None)
    if unknown is not None:
        return [context.undecided(resource, "", f"may allow everything to everything: {unknown.reason}")]
    shown = f"{rule.protocol}, any port, any source, any destination"
    return [context.finding(resource, "", shown, f"allows everything to everything, {rule.direction}", INSTEAD)]


def _whole(terms: tuple[Term, ...]) -> bool | Unknown:
    known = AddressSet.union(term for term in terms if isinstance(term, AddressSet))
    if known >= EVERY_ADDRESS:
        return True
    return next((term for term in terms if isinstance(term, Unknown)), False)


def _protocol(rule: SecurityRule) -> bool | Unknown:
    return rule.protocol if isinstance(rule.protocol, Unknown) else rule.protocol in {"*", "Tcp"}


def _ports(rule: SecurityRule) -> bool | Unknown:
    for ports in (rule.destination_ports, rule.source_ports):
        if not isinstance(ports, Unknown) and ports != EVERY_PORT:
            return False
    return next((p for p in (rule.destination_ports, rule.source_ports) if isinstance(p, Unknown)), True)


INSTEAD = "name the sources, the destinations or the ports that are meant"

RULE = Rule(
    id="no-any-to-any",
    title="No security rule allows everything to everything",
    severity="high",
    level="mandatory",
    category="security",
    check=Document((SECURITY_RULE,), check),
    options=NoOptions,
    what=(
        "No rule allows every IPv4 address to reach every other on every port, over TCP or all protocols, in either "
        "direction. `*`, 0.0.0.0/0 and 0.0.0.0/1 with 128.0.0.0/1 are all everything."
    ),
    why="Such a rule says nothing, and it hides every rule of a higher number, the denying ones too.",
    remediation=INSTEAD,
    good=(Example("one source range", program(OPEN_GROUP.format(sources='"10.0.0.0/8"'))),),
    bad=(Example("two halves of everything", program(OPEN_GROUP.format(sources='"0.0.0.0/1", "128.0.0.0/1"')), "app"),),
    evidence="How rules match is documented (network-security-groups-overview).",
    links=("https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",),
    decidable="write the rule's fields as plain text",
)
