"""The plan as text for a terminal or a mail: what happens to what, what is wrong, what is down."""

from collections.abc import Iterable, Iterator, Sequence

from hubspoke_migration.classic.plan import NetworkPlan, Plan
from hubspoke_network.core import Finding, terminal
from hubspoke_network.refusals.classic import classic_rules

_ACTIONS = {"migrate": "migrates", "holds": "keeps its roles", "stays": "stays for now"}
_FATES = {
    "circuit": "over the circuit",
    "vpn": "needs a VPN connection of the hub",
    "peering": "stands for another network; the hub replaces it",
    "unused": "nobody uses it",
}


def report(plan: Plan) -> str:
    """The whole report."""
    sections = (
        ("Classic networks to hub and spoke", _summary(plan)),
        ("Decisions to take", _decisions(plan)),
        ("Networks", _networks(plan)),
        ("Holding networks", _holdings(plan)),
        ("Local network sites", _sites(plan)),
        ("What is down", _down(plan)),
        ("Findings", _findings(plan.findings)),
    )
    return "\n".join(terminal(line) for title, lines in sections for line in _section(title, lines))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield title
        yield "=" * len(title)
        yield from found
        yield ""


def _summary(plan: Plan) -> Iterator[str]:
    counts = {action: len(plan.with_action(action)) for action in ("migrate", "holds", "stays")}
    yield f"{len(plan.networks)} networks: {counts['migrate']} migrate, {counts['holds']} keep their roles,"
    yield f"{counts['stays']} stay for now. {len(plan.holdings)} holding networks are made for web and worker roles."
    gateways = plan.gateways
    yield f"Gateways: {gateways.before} today, {gateways.most} at most meanwhile, {gateways.after} in the end."
    if plan.hub is not None:
        yield f"Hub: {plan.hub.prefix} in {plan.hub.location}, gateways in {plan.hub.gateway_subnet}."
    else:
        yield "Hub: cannot be planned, see the findings."
    yield f"Circuit: {plan.circuit or 'none known'}."


def _decisions(plan: Plan) -> Iterator[str]:
    rules = classic_rules()
    for finding in plan.findings:
        if finding.undecided or finding.rule in ("classic-pool-chosen", "classic-pool-none"):
            yield f"- {rules[finding.rule].title}: {finding.resource} {finding.message}; {finding.instead}."


def _networks(plan: Plan) -> Iterator[str]:
    rows = [("network", "what happens", "prefixes", "region", "gateways", "roles go to")]
    rows += [
        (
            network.classic,
            _ACTIONS[network.action],
            ", ".join(map(str, network.prefixes)),
            network.location or "?",
            str(network.gateways),
            network.holding or "-",
        )
        for network in plan.networks
    ]
    yield from _table(rows) if plan.networks else ()
    for network in plan.networks:
        if network.reasons:
            yield f"{network.classic} stays: {_reasons(network)}."


def _reasons(network: NetworkPlan) -> str:
    return "; ".join(classic_rules()[rule].title.lower() for rule in network.reasons)


def _holdings(plan: Plan) -> Iterator[str]:
    for holding in plan.holdings:
        way = "a gateway of its own" if holding.reach == "gateway" else "the hub's gateway"
        yield f"{holding.name}: {holding.prefix} in {holding.location}, for {', '.join(holding.services)}; {way}"
        for subnet in holding.subnets:
            roles = f": {', '.join(subnet.roles)}" if subnet.roles else ""
            yield f"  {subnet.name} {subnet.prefix}{roles}"


def _sites(plan: Plan) -> Iterator[str]:
    for site in plan.sites:
        prefixes = ", ".join(map(str, site.prefixes)) or "no prefix"
        yield f"{site.classic}: {prefixes}; {_FATES[site.fate]}"


def _down(plan: Plan) -> Iterator[str]:
    nothing = True
    for chapter in plan.chapters:
        for step in chapter.steps:
            if step.down:
                nothing = False
                minutes = f" (plan {step.minutes} minutes)" if step.minutes else ""
                yield f"- {chapter.title}, {step.title}: {step.down}{minutes}"
    if nothing and plan.chapters:
        yield "Nothing: data keeps flowing while a network migrates; only its management is locked."


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    rules = classic_rules()
    current = ""
    for finding in findings:
        rule = rules[finding.rule]
        if rule.id != current:
            current = rule.id
            yield f"{rule.severity.upper()} {rule.title} ({rule.id})"
            yield f"  why:  {rule.cause}"
        value = f" {finding.value}" if finding.value else ""
        place = f" [{finding.source}]" if finding.source else ""
        yield f"  {finding.resource} {finding.path}{value}{place}"
        yield f"    {finding.message}"
        yield f"    do: {finding.instead}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
