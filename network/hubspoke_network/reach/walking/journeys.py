"""Flows on their way: where they have been, and what is not certain about it."""

from dataclasses import dataclass, replace

from hubspoke_network.model import Resource
from hubspoke_network.reach.walking.appliances import Owner
from hubspoke_network.reach.walking.paths import Hop, Part, Verdict
from hubspoke_network.sets import FlowSet


@dataclass(frozen=True, slots=True)
class Journey:
    """A set of flows that has come so far.

    `doubt` says why it is not certain that they did. `seen` are the keys of the subnets whose routes they took.
    `by_gateway` marks packets that came in by a gateway and passed no appliance since.
    """

    flows: FlowSet
    hops: tuple[Hop, ...] = ()
    doubt: str = ""
    owners: tuple[Owner, ...] = ()
    seen: frozenset[str] = frozenset()
    by_gateway: bool = False

    def only(self, flows: FlowSet) -> "Journey":
        """The same journey for some of the flows."""
        return replace(self, flows=flows)

    def step(self, hop: Hop) -> "Journey":
        """One step further."""
        return replace(self, hops=(*self.hops, hop))

    def past(self, subnet: Resource) -> "Journey":
        """Beyond the routes of a subnet."""
        return replace(self, seen=self.seen | {subnet.key})

    def through(self, owner: Owner) -> "Journey":
        """Beyond an appliance."""
        return replace(self, owners=(*self.owners, owner), by_gateway=False)

    def doubted(self, reason: str) -> "Journey":
        """Not certain any more. The first doubt is the one that is told."""
        return self if self.doubt else replace(self, doubt=reason or "for a reason that is not known")

    def done(self, place: str, key: str = "") -> Part:
        """Arrived at `place`, as far as is known; `key` is that of a subnet."""
        verdict: Verdict = "unknown" if self.doubt else "allowed"
        return Part(self.flows, verdict, self.hops, self.doubt, self._appliances, place, key)

    def denied(self, reason: str) -> Part:
        """Dropped for certain, whatever was doubtful before."""
        return Part(self.flows, "denied", self.hops, reason, self._appliances)

    def unknown(self, reason: str) -> Part:
        """Lost from sight."""
        reasons = dict.fromkeys(part for part in (self.doubt, reason) if part)
        return Part(self.flows, "unknown", self.hops, "; ".join(reasons), self._appliances)

    @property
    def _appliances(self) -> tuple[str, ...]:
        return tuple(owner.label for owner in self.owners)
