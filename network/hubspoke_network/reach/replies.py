"""The way back: a flow only works if its replies arrive, past the same stateful appliances.

Security groups let replies pass; a stateful appliance drops those of flows it has not seen (azure-docs
network-security-groups-overview, firewall-faq on asymmetric routing).
"""

from dataclasses import replace

from hubspoke_network.reach.subjects import Place
from hubspoke_network.reach.walking import ON_PREMISES, Part, Verdict, Walker
from hubspoke_network.sets import FlowSet


def with_replies(back: Walker, forth: Walker, source: Place, parts: list[Part]) -> list[Part]:
    """The parts, those allowed only as far as their replies get back. `back` follows routes only."""
    found: list[Part] = []
    for part in parts:
        if part.verdict != "allowed":
            found.append(part)
            continue
        replies = _replies(back, source, part)
        found += [part] if replies is None else _judged(part, replies, {**forth.stateful, **back.stateful})
    return found


def _replies(back: Walker, source: Place, part: Part) -> list[Part] | None:
    """What becomes of the replies to a part; None where the Internet or an Azure service answers where it was asked."""
    model, flows = back.topology.model, part.flows.reversed()
    subnet = model.by_id(part.end_key) if part.end_key else None
    if subnet is not None:
        vnet = model.parent(subnet)
        return None if vnet is None else back.from_subnet(subnet, vnet, flows)
    return by_any_gateway(back, flows) if part.end == ON_PREMISES and source.vnet is not None else None


def by_any_gateway(walker: Walker, flows: FlowSet) -> list[Part]:
    """What becomes of flows that on-premises sends, by whichever gateway takes them furthest."""
    by_verdict: dict[Verdict, list[Part]] = {"allowed": [], "unknown": [], "denied": []}
    for vnet in walker.topology.vnets:
        if walker.topology.gateways(vnet):
            for part in walker.from_gateway(vnet, flows):
                by_verdict[part.verdict].append(part)
    found, rest = [], flows
    for parts in by_verdict.values():
        for part in parts:
            hit = part.flows & rest
            if hit:
                rest -= hit
                found.append(replace(part, flows=hit))
    if rest:
        found.append(Part(rest, "denied", (), "no network has a gateway"))
    return found


def _judged(part: Part, replies: list[Part], stateful: dict[str, bool | None]) -> list[Part]:
    found = []
    for reply in replies:
        flows = reply.flows.reversed() & part.flows
        if not flows:
            continue
        verdict, reason = _verdict(part, reply, stateful)
        found.append(replace(part, flows=flows, verdict=verdict, reason=reason))
    return found


def _verdict(part: Part, reply: Part, stateful: dict[str, bool | None]) -> tuple[Verdict, str]:
    if reply.verdict == "denied":
        return "denied", f"there is no way back: {reply.reason}"
    if reply.verdict == "unknown":
        return "unknown", f"the way back: {reply.reason}"
    missed = set(part.appliances) ^ set(reply.appliances)
    if not missed:
        return "allowed", ""
    names = ", ".join(sorted(missed))
    reason = f"the way back is another one: only one of the two ways passes {names}"
    known = [stateful.get(name) for name in missed]
    if True in known:
        return "denied", f"{reason}, which drops replies to flows it has not seen"
    return ("allowed", reason) if all(answer is False for answer in known) else ("unknown", reason)
