"""`reach`: which flows get from one subject to another, exactly, with the way they take and what decides.

An answer parts the flows asked about into allowed, denied and unknown; every part has its hops, each with the rule or
route that decided, and a reason where it was not allowed. Unknown is never counted as allowed or denied.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from hubspoke_network.core import UnknownSubject
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.reach.replies import by_any_gateway, with_replies
from hubspoke_network.reach.routing import Router
from hubspoke_network.reach.subjects import Place, Subject, find_subject
from hubspoke_network.reach.walking import INTERNET, Hop, Journey, Part, Surroundings, Walker, total, ways_in
from hubspoke_network.rules import ServiceTags
from hubspoke_network.sets import Flow, FlowSet, PortSet, Protocols

AnswerVerdict = Literal["allowed", "denied", "partly", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of the flows asked about.

    `verdict` is `allowed` or `denied` where that holds for all of them, `partly` where some are allowed and some are
    not, `unknown` where nothing is allowed for certain and something might be. `parts` are disjoint and cover `asked`.
    """

    source: str
    destination: str
    asked: FlowSet
    parts: tuple[Part, ...]

    @property
    def allowed(self) -> FlowSet:
        """The flows that get there and whose replies get back."""
        return total(self.parts, "allowed")

    @property
    def denied(self) -> FlowSet:
        """The flows that do not."""
        return total(self.parts, "denied")

    @property
    def unknown(self) -> FlowSet:
        """The flows of which nothing can be said yet."""
        return total(self.parts, "unknown")

    @property
    def verdict(self) -> AnswerVerdict:
        """The answer in a word."""
        if self.allowed:
            return "partly" if self.denied or self.unknown else "allowed"
        return "unknown" if self.unknown else "denied"

    @property
    def witness(self) -> Flow:
        """The smallest flow that shows the verdict: one that is allowed, or else unknown, or else denied."""
        return (self.allowed or self.unknown or self.denied).witness()

    @property
    def shown(self) -> Part:
        """The part the witness is in."""
        witness = self.witness
        return next(part for part in self.parts if witness in part.flows)


class Network:
    """A model ready for questions: routes and security groups are worked out as far as questions need them."""

    def __init__(self, model: NetworkModel, tags: ServiceTags | None = None) -> None:
        self.model, self.topology = model, model.topology
        self.router = Router(model.topology, tags)
        self.surroundings = Surroundings(self.router)

    def reach(self, source: str, destination: str, protocol: Protocols = "*", ports: PortSet | None = None) -> Answer:
        """Which flows get from `source` to `destination`; see `subjects` for what may be named.

        Raises `UnknownSubject`, also where the two have no address family in common.
        """
        start, end = find_subject(self.model, source), find_subject(self.model, destination)
        if start.places and all(place.where == "nowhere" for place in start.places):
            raise UnknownSubject(f"no network given holds {start.addresses}; nothing begins there")
        every = PortSet.everything() if ports is None else ports
        asked = FlowSet.of(start.addresses, end.addresses, protocol, every)
        if not asked and not start.unknown and not end.unknown:
            raise UnknownSubject(f"no flow goes from {start.label} to {end.label}: they share no address family")
        parts = [part for place in start.places for part in self._from(place, end, protocol, every)]
        doubt = "; ".join(reason for reason in (start.unknown, end.unknown) if reason)
        if doubt:
            parts = [_doubted(part, doubt) for part in parts]
        covered = FlowSet.union(part.flows for part in parts)
        if asked - covered:
            parts.append(Part(asked - covered, "unknown", (), doubt or "the way of these flows could not be followed"))
        return Answer(start.label, end.label, asked, tuple(_settled(parts)))

    def _from(self, place: Place, end: Subject, protocol: Protocols, ports: PortSet) -> list[Part]:
        flows = FlowSet.of(place.addresses, end.addresses, protocol, ports)
        forth = Walker(self.router, self.surroundings, homes=end.homes)
        here = {place.subnet.key: place.addresses} if place.subnet is not None else {}
        back = Walker(self.router, self.surroundings, security=False, homes=here)
        if place.where == "nowhere":
            return [Part(flows, "denied", (), f"no network given holds {place.addresses}; nothing begins there")]
        if place.where == "unplaced":
            return [Part(flows, "unknown")]
        if place.where == "internet":
            return self._from_internet(forth, back, end, flows)
        if place.where == "on-premises":
            parts = by_any_gateway(forth, flows)
        elif place.subnet is None or place.vnet is None:
            return [Part(flows, "unknown", (), "the network they come from is not given")]
        else:
            parts = forth.from_subnet(place.subnet, place.vnet, flows)
        return with_replies(back, forth, place, parts)

    def _from_internet(self, forth: Walker, back: Walker, end: Subject, flows: FlowSet) -> list[Part]:
        parts: list[Part] = []
        for place in end.places:
            rest = flows.restrict(destination=place.addresses)
            if place.subnet is None or place.vnet is None:
                parts.append(Part(rest, "denied", (), "the way from the Internet to there passes no network given"))
                continue
            for way in ways_in(self.topology, place.subnet, rest):
                hit = way.flows & rest
                if not hit:
                    continue
                rest -= hit
                journey = Journey(hit, (Hop("ingress", place.subnet.label, way.label),), way.doubt)
                parts += self._let_in(forth, back, place.subnet, place.vnet, journey, guarded=way.guarded)
            if rest:
                parts.append(Part(rest, "denied", (), f"no public address leads to {place.subnet.label}"))
        return parts

    def _let_in(
        self, forth: Walker, back: Walker, subnet: Resource, vnet: Resource, journey: Journey, *, guarded: bool
    ) -> list[Part]:
        parts = forth.receive(subnet, vnet, journey, guarded=guarded)
        found: list[Part] = []
        for part in parts:
            if part.verdict != "allowed":
                found.append(part)
                continue
            for reply in back.from_subnet(subnet, vnet, part.flows.reversed()):
                flows = reply.flows.reversed() & part.flows
                strays = reply.verdict != "allowed" or reply.appliances or reply.end != INTERNET
                why = f"their replies do not leave the way they came: {reply.reason or 'they end at ' + reply.end}"
                found.append(
                    replace(part, flows=flows, verdict="unknown", reason=why) if strays else replace(part, flows=flows)
                )
        return found


def reach(
    model: NetworkModel, source: str, destination: str, protocol: Protocols = "*", ports: PortSet | None = None,
    tags: ServiceTags | None = None,
) -> Answer:  # fmt: skip
    """One question about a model; see `Network.reach`. Ask a `Network` where there are several."""
    return Network(model, tags).reach(source, destination, protocol, ports)


def _doubted(part: Part, doubt: str) -> Part:
    """Of addresses that are not known, only what is denied wherever they are is denied."""
    return part if part.verdict == "denied" else replace(part, verdict="unknown", reason=part.reason or doubt)


def _settled(parts: Iterable[Part]) -> Iterable[Part]:
    """Parts made disjoint: addresses in use in several networks are unknown where the networks differ."""
    many = [part for part in parts if part.flows]
    conflict = total(many, "allowed") & total(many, "denied")
    seen = FlowSet.empty()
    for part in sorted(many, key=lambda part: ("unknown", "allowed", "denied").index(part.verdict)):
        for flows, differs in ((part.flows - conflict - seen, False), ((part.flows & conflict) - seen, True)):
            if not flows:
                continue
            reason = "several networks have these addresses, and they differ" if differs else part.reason
            yield replace(part, flows=flows, verdict="unknown" if differs else part.verdict, reason=reason)
        seen |= part.flows
