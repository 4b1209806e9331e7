"""What a question about the network is answered with: flows, what became of them, and the way they took."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from hubspoke_network.sets import FlowSet

Verdict = Literal["allowed", "denied", "unknown"]
HopKind = Literal["security", "route", "peering", "appliance", "gateway", "egress", "ingress"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step: where it happens, and the rule or route that decided it."""

    kind: HopKind
    place: str
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """Flows that took the same way. `reason` says why they were denied, or why nothing can be said.

    `appliances` are the appliances they passed, in order, by label. `end` is where they arrived: a subnet, `Internet`,
    `on-premises` or an Azure service, empty where they did not; `end_key` is the key of that subnet.
    """

    flows: FlowSet
    verdict: Verdict
    hops: tuple[Hop, ...] = ()
    reason: str = ""
    appliances: tuple[str, ...] = ()
    end: str = ""
    end_key: str = ""


def total(parts: Iterable[Part], verdict: Verdict) -> FlowSet:
    """Every flow with a verdict."""
    return FlowSet.union(part.flows for part in parts if part.verdict == verdict)


def agreed(alternatives: list[list[Part]], flows: FlowSet, reason: str) -> list[Part]:
    """What several possible ways agree on; the rest is unknown because of `reason`. Ways are those of the last one."""
    allowed, denied = flows, flows
    for parts in alternatives:
        allowed &= total(parts, "allowed")
        denied &= total(parts, "denied")
    found: list[Part] = []
    for part in alternatives[-1]:
        same = part.flows & (allowed if part.verdict == "allowed" else denied)
        if part.verdict != "unknown" and same:
            found.append(replace(part, flows=same))
        rest = part.flows if part.verdict == "unknown" else part.flows - same
        if rest:
            why = part.reason if part.verdict == "unknown" else reason
            found.append(replace(part, flows=rest, verdict="unknown", reason=why))
    return found
