"""The runbook's chapters: the order of steps over all networks.

One network at a time, so that never more than one extra gateway and circuit link exists, and a mistake is found on the
first network instead of on all.
"""

from dataclasses import replace

from hubspoke_migration.classic.plan import Chapter, HoldingPlan, NetworkPlan, Plan, Step
from hubspoke_migration.classic.steps_first import after, before, circuit_steps, hub_steps, vpn_steps
from hubspoke_migration.classic.steps_network import (
    adopt_steps,
    attach_classic,
    cure_steps,
    drop_gateway,
    empty_connections,
    gateway_steps,
    holding_steps,
    move_steps,
)
from hubspoke_network.core import Finding
from hubspoke_network.refusals.classic import Case, classic_rules, network_resource


def chapters(case: Case, plan: Plan) -> tuple[Chapter, ...]:
    """Every chapter that has steps, in order."""
    circuit = case.circuit(plan.circuit or "")
    found = [Chapter("before", "Before anything moves", None, before(plan) if plan.networks else ())]
    if circuit is not None and plan.circuit is not None:
        found.append(Chapter("circuit", f"The circuit {plan.circuit}", None, circuit_steps(plan.circuit, circuit)))
    found.append(Chapter("hub", "The hub", None, hub_steps(plan, plan.circuit, circuit)))
    by_resource: dict[str, list[Finding]] = {}
    for finding in plan.findings:
        by_resource.setdefault(finding.resource, []).append(finding)
    holdings = {holding.origin: holding for holding in plan.holdings}
    for network in moving_order(plan):
        findings = tuple(by_resource.get(network_resource(network.classic), ()))
        title, steps = _network_chapter(case, plan, network, holdings.get(network.classic), findings)
        found.append(Chapter(network.key, title, network.classic, steps))
    found.append(Chapter("vpn", "Sites behind VPN gateways", None, vpn_steps(plan)))
    found.append(Chapter("after", "Afterwards", None, after(plan, plan.circuit, circuit) if plan.networks else ()))
    return tuple(chapter for chapter in found if chapter.steps)


def moving_order(plan: Plan) -> tuple[NetworkPlan, ...]:
    """The easiest networks first: those without holding network, then with; those that hold roles; those that stay."""
    rank = {"migrate": 0, "holds": 1, "stays": 2}
    return tuple(
        sorted(
            plan.networks, key=lambda item: (rank[item.action], item.holding is not None, item.gateways, item.classic)
        )
    )


def _network_chapter(
    case: Case, plan: Plan, network: NetworkPlan, holding: HoldingPlan | None, findings: tuple[Finding, ...]
) -> tuple[str, tuple[Step, ...]]:
    if network.action == "stays":
        meanwhile = _meanwhile(case, plan, network, findings)
        return f"{network.classic} stays for now", (*_stay(network, findings), *meanwhile)
    if network.action == "holds":
        return f"{network.classic} keeps its roles", _hold(case, plan, network)
    return f"Move {network.classic}", _move(case, plan, network, holding, findings)


def _meanwhile(case: Case, plan: Plan, network: NetworkPlan, findings: tuple[Finding, ...]) -> tuple[Step, ...]:
    """The way to the circuit for a network that stays and does not have it."""
    rules = classic_rules()
    if not network.circuit or not any(rules[finding.rule].effect == "gateway" for finding in findings):
        return ()
    wrong = any(finding.rule == "classic-gateway-mode" for finding in findings) and network.gateways
    dropped = (_drop(case, network, "it is of the wrong kind for the circuit"),) if wrong else ()
    return (*dropped, *gateway_steps(plan, network.classic, network.key, _service_key(case, network)))


def _stay(network: NetworkPlan, findings: tuple[Finding, ...]) -> tuple[Step, ...]:
    rules = classic_rules()
    reasons = [finding for finding in findings if finding.rule in network.reasons]
    steps: dict[str, Step] = {}
    for finding in reasons:
        title = f"{rules[finding.rule].title}: {finding.path} {finding.value}".rstrip(": ")
        why = f"{rules[finding.rule].cause}. {finding.instead}"
        steps.setdefault(title, Step(title, "hand", (), why, check="plan again", cures=(finding.rule,)))
    return tuple(steps.values())


def _hold(case: Case, plan: Plan, network: NetworkPlan) -> tuple[Step, ...]:
    if plan.hub is None or network.location != plan.hub.location:
        return ()
    dropped = (_drop(case, network, _OWN_GATEWAY),) if network.gateways else ()
    return (*dropped, *attach_classic(plan, network.classic, network.key, None, near=True))


def _move(
    case: Case, plan: Plan, network: NetworkPlan, holding: HoldingPlan | None, findings: tuple[Finding, ...]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    rules = {finding.rule for finding in findings}
    if holding is not None:
        steps += holding_steps(plan, holding, _service_key(case, network))
    steps += cure_steps(network, findings)
    if "classic-circuit-other-subscription" in rules and network.gateways:
        why = "an ExpressRoute gateway migrates only with a circuit of its own subscription"
        steps.append(_drop(case, network, why))
        network = replace(network, gateways=0)
    elif "classic-dedicated-connection" in rules:
        steps.append(empty_connections(network))
    steps += move_steps(network)
    if plan.hub is None:
        return tuple(steps)
    steps += adopt_steps(plan, network)
    if holding is not None:
        changes = holding.reach == "gateway" and holding.location == plan.hub.location
        if changes:
            steps.append(drop_gateway(holding.name, _service_key(case, network), linked=True, why=_OWN_GATEWAY))
        steps += attach_classic(plan, holding.name, holding.key, network, near=changes)
    return tuple(steps)


_OWN_GATEWAY = "a network with a gateway of its own takes no other"


def _drop(case: Case, network: NetworkPlan, why: str) -> Step:
    gateways = case.known(case.classic(network.classic)).gateways
    linked = any(gateway.mode == "DedicatedCircuit" for gateway in gateways)
    return drop_gateway(network.classic, _service_key(case, network), linked=linked, why=why)


def _service_key(case: Case, network: NetworkPlan) -> str | None:
    """Service key of the circuit the network is on, else of the only one."""
    name = case.known(case.classic(network.classic)).circuit
    circuits = case.inventory.circuits
    circuit = circuits.get(name or "") or (next(iter(circuits.values())) if len(circuits) == 1 else None)
    return circuit.service_key if circuit is not None else None
