"""The security rules of a DMZ's tiers: their places among the priorities, and what they say.

Every rule has a place that follows from what it is for, and from nothing else: bands for own rules, for neighbours and
for infrastructure, and in them a place for each direction, protocol and name. So no two rules can meet, and whatever
comes or goes, the others stay where they are. The services of one sender are one rule a protocol.

Infrastructure of your own has its place by a hash of its name. Two names can meet there: that is refused, and one of
the two takes a slot. (No function of a name alone can keep all names apart in four thousand places.)
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hubspoke.spoke.dmz_args import INTERNET, DmzRulesArgs, InfrastructureArgs
from hubspoke.vnet import PLACES, Access, Direction, Objects, RulePlan, SecurityRuleArgs

OWN = range(100, 500)
FAR, OUTER, INNER, WITHIN, FROM_INTERNET, PROBES = 500, 510, 520, 530, 540, 550
SLOTS_START, HASHED_START, DENY_ALL = 1000, 1600, 4096
KNOWN = (
    "activeDirectory",
    "patching",
    "antivirus",
    "monitoring",
    "dns",
    "time",
    "backup",
    "logging",
    "management",
    "configuration",
)
"""Infrastructure with slots of its own, 0 to 9. New ones are put at the end, and there are never more than ten."""

OWN_SLOTS = range(len(KNOWN), (HASHED_START - SLOTS_START) // PLACES)
_HASHED = (DENY_ALL - HASHED_START) // PLACES
INTENT = "dmz/"


def infrastructure_priority(name: str, item: InfrastructureArgs) -> int:
    """The first of the priorities that a service of the infrastructure has, in each direction."""
    if item.slot is not None:
        return SLOTS_START + PLACES * item.slot
    known = {text.lower(): index for index, text in enumerate(KNOWN)}
    if name.lower() in known:
        return SLOTS_START + PLACES * known[name.lower()]
    digest = int.from_bytes(hashlib.sha256(name.lower().encode()).digest()[:8], "big")
    return HASHED_START + PLACES * (digest % _HASHED)


@dataclass(frozen=True, slots=True)
class Tiers:
    """A DMZ's rules in the making: `prefixes` are those of the tiers' subnets, `objects` what names stand for."""

    args: DmzRulesArgs
    prefixes: Mapping[str, str]
    objects: Objects

    def rules(self, tier: str) -> list[RulePlan]:
        """Every rule of a tier's security group."""
        return [made for name, rule in self._written(tier) for made in self.objects.rules(name, rule)]

    def _written(self, tier: str) -> Iterator[tuple[str, SecurityRuleArgs]]:
        own = self.args.tiers[tier]
        yield from (own.rules or {}).items()
        yield from self._far(tier)
        outer, inner = self.args.neighbours(tier)
        for neighbour, place in ((outer, OUTER), (inner, INNER)):
            if neighbour is not None:
                asked = (own.inbound or {}).get(neighbour)
                asks = (self.args.tiers[neighbour].inbound or {}).get(tier)
                yield from self._inbound(f"from-{neighbour}", place, asked, self._end(neighbour), tier)
                yield from self._outbound(f"to-{neighbour}", place, asks, self._end(neighbour), tier)
        yield from self._inbound("from-within", WITHIN, own.within, self._end(tier), tier)
        yield from self._outbound("to-within", WITHIN, own.within, self._end(tier), tier)
        yield from self._inbound("from-internet", FROM_INTERNET, (own.inbound or {}).get(INTERNET), "Internet", tier)
        if own.load_balancer_probes:
            yield "from-probes", _rule(Direction.INBOUND, PROBES, source="AzureLoadBalancer")
        for name, item in (self.args.infrastructure or {}).items():
            if item.tiers is None or tier in item.tiers:
                place, group = infrastructure_priority(name, item), item.group or name
                yield from self._inbound(f"from-{name}", place, item.inbound, group, tier)
                yield from self._outbound(f"to-{name}", place, item.outbound, group, tier)
        yield "deny-all-in", _rule(Direction.INBOUND, DENY_ALL, Access.DENY)
        yield "deny-all-out", _rule(Direction.OUTBOUND, DENY_ALL, Access.DENY)

    def _far(self, tier: str) -> Iterator[tuple[str, SecurityRuleArgs]]:
        """Who is a member of a group is not known here: other tiers are kept away before members are let in."""
        if not self.args.members:
            return
        near = {tier, *self.args.neighbours(tier)}
        far = [self.prefixes[other] for other in sorted(self.args.tiers) if other not in near]
        if far:
            yield (
                "deny-far-in",
                SecurityRuleArgs(direction=Direction.INBOUND, access=Access.DENY, priority=FAR, sources=far),
            )
            yield (
                "deny-far-out",
                SecurityRuleArgs(direction=Direction.OUTBOUND, access=Access.DENY, priority=FAR, destinations=far),
            )

    def _inbound(
        self, name: str, place: int, services: list[str] | None, source: str, tier: str
    ) -> Iterator[tuple[str, SecurityRuleArgs]]:
        if services:
            yield name, _rule(Direction.INBOUND, place, source=source, destination=self._end(tier), services=services)

    def _outbound(
        self, name: str, place: int, services: list[str] | None, destination: str, tier: str
    ) -> Iterator[tuple[str, SecurityRuleArgs]]:
        if services:
            rule = _rule(Direction.OUTBOUND, place, source=self._end(tier), destination=destination, services=services)
            yield name, rule

    def _end(self, tier: str) -> str:
        """What stands for a tier in rules: its application security group, or its subnet's prefix."""
        return tier if self.args.members else self.prefixes[tier]


def _rule(
    direction: Direction,
    priority: int,
    access: Access = Access.ALLOW,
    *,
    source: str = "*",
    destination: str = "*",
    services: list[str] | None = None,
) -> SecurityRuleArgs:
    return SecurityRuleArgs(
        direction=direction,
        access=access,
        priority=priority,
        sources=[source],
        destinations=[destination],
        ports=services,
    )


def names_made(tier: str, args: DmzRulesArgs) -> frozenset[str]:
    """The names of the rules made for a tier, in lower case and without a protocol behind them."""
    senders = [*args.neighbours(tier), "within", "internet", "probes", *(args.infrastructure or {})]
    return frozenset(
        {f"{way}-{name}".lower() for way in ("from", "to") for name in senders if name is not None}
        | {f"deny-{what}-{way}" for what in ("far", "all") for way in ("in", "out")}
    )
