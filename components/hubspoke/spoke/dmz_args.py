"""Arguments of a tiered DMZ: tiers, who may ask which of them for what, and the infrastructure they all need."""

from collections.abc import Iterator

from hubspoke.base import Args
from hubspoke.vnet import SecurityRuleArgs, key_problems, rule_conflicts
from hubspoke_network.core import Problem

USUAL_ORDER = ("web", "app", "data")
INTERNET = "internet"


class TierRulesArgs(Args):
    """Who may ask a tier, and for what."""

    inbound: dict[str, list[str]] | None = None
    """Services (tcp/443, or groups by name) by who asks for them: a neighbouring tier, or `internet` for the first."""
    within: list[str] | None = None
    """Services that members of the tier ask each other for: those of a cluster. Default: none."""
    load_balancer_probes: bool | None = None
    """Whether the probes of Azure's load balancers get in. Default: no."""
    rules: dict[str, SecurityRuleArgs] | None = None
    """Own rules by name, ahead of all others: priorities 100 to 494."""

    def own_problems(self) -> Iterator[Problem]:
        """Own rules that get into each other's way."""
        yield from rule_conflicts(self.rules or {})


class InfrastructureArgs(Args):
    """A service that members of tiers need, or that needs them: Active Directory, patching, antivirus, monitoring."""

    group: str | None = None
    """The object group of its servers (or a service tag). Default: the one called like the service."""
    outbound: list[str] | None = None
    """Services that tiers ask it for."""
    inbound: list[str] | None = None
    """Services that it asks the tiers for."""
    tiers: list[str] | None = None
    """The tiers it is for. Default: all."""
    slot: int | None = None
    """Its place among the priorities, 10 to 99; only where two of your own meet in one. Default: by its name."""


class DmzRulesArgs(Args):
    """The tiers of a DMZ among a spoke's subnets. Whatever they do not allow is denied, in both directions."""

    tiers: dict[str, TierRulesArgs]
    """Tiers by key; each is the subnet of that key."""
    order: list[str] | None = None
    """The tiers from the Internet inwards; only neighbours in it talk. Default: web, app, data; needed with others, and
    then as the option `tiers` of the rule dmz-adjacent-tiers-only, too."""
    infrastructure: dict[str, InfrastructureArgs] | None = None
    """Services of the infrastructure by name."""
    members: bool | None = None
    """Whether rules are for the members of the tiers' application security groups, and not for whole subnets.
    Default: no."""

    @property
    def ordered(self) -> tuple[str, ...]:
        """The tiers from the Internet inwards."""
        return tuple(self.order) if self.order is not None else tuple(t for t in USUAL_ORDER if t in self.tiers)

    def neighbours(self, tier: str) -> tuple[str | None, str | None]:
        """The tiers outwards and inwards of one; None where there is none."""
        tiers = self.ordered
        place = tiers.index(tier)
        outer = tiers[place - 1] if place > 0 else None
        return outer, tiers[place + 1] if place + 1 < len(tiers) else None

    def own_problems(self) -> Iterator[Problem]:
        """An order that is not one, and who may not ask whom."""
        yield from key_problems("tiers", self.tiers)
        yield from key_problems("infrastructure", self.infrastructure)
        if not self.tiers:
            yield Problem("HS101", "tiers", "", "has no tier", "write at least one")
        order = list(self._order_problems())
        yield from order
        for key, tier in self.tiers.items():
            path = f"tiers.{key}"
            if key.lower() == INTERNET:
                yield Problem("HS107", "tiers", key, "means the Internet", "write another key")
            if not order:
                yield from self._inbound_problems(key, tier, path)
            yield from _named(f"{path}.within", tier.within)
        for name, item in (self.infrastructure or {}).items():
            yield from self._infrastructure_problems(name, item, f"infrastructure.{name}")

    def _order_problems(self) -> Iterator[Problem]:
        if self.order is None:
            others = [tier for tier in self.tiers if tier not in USUAL_ORDER]
            if others:
                message = f"is missing: {', '.join(others)} are not among {', '.join(USUAL_ORDER)}"
                yield Problem("HS101", "order", "", message, "write the tiers from the Internet inwards")
            return
        if sorted(self.order) != sorted(self.tiers):
            message = "does not hold every tier once"
            yield Problem("HS193", "order", ", ".join(self.order), message, f"put {', '.join(self.tiers)} in order")

    def _inbound_problems(self, key: str, tier: TierRulesArgs, path: str) -> Iterator[Problem]:
        neighbours = [other for other in self.neighbours(key) if other is not None]
        first = self.ordered[0] == key
        for source, services in (tier.inbound or {}).items():
            where = f"{path}.inbound.{source}"
            yield from _named(where, services)
            if source in neighbours or (first and source == INTERNET):
                continue
            message = "is no neighbour of this tier" if source != INTERNET else "asks the first tier only"
            choices = [*([INTERNET] if first else []), *neighbours]
            instead = f"write {' or '.join(choices)}; let infrastructure in under infrastructure"
            yield Problem("HS193", where, source, message, instead)

    def _infrastructure_problems(self, name: str, item: InfrastructureArgs, path: str) -> Iterator[Problem]:
        if not item.inbound and not item.outbound:
            yield Problem("HS101", path, "", "has no services", "write outbound, inbound or both")
        if name.lower() in {INTERNET, *(tier.lower() for tier in self.tiers)}:
            yield Problem("HS107", "infrastructure", name, "is also a tier, or the Internet", "write another name")
        for index, tier in enumerate(item.tiers or ()):
            if tier not in self.tiers:
                instead = f"write one of {', '.join(self.tiers)}"
                yield Problem("HS150", f"{path}.tiers[{index}]", tier, "is not among tiers", instead)
        for field, services in (("outbound", item.outbound), ("inbound", item.inbound)):
            if services is not None:
                yield from _named(f"{path}.{field}", services)


def _named(path: str, services: list[str] | None) -> Iterator[Problem]:
    """Services that name none, or every one."""
    if services is not None and not services:
        yield Problem("HS101", path, "", "has no services", "write at least one, for example tcp/443")
    for index, text in enumerate(services or ()):
        if text.lower() in {"any", "*"}:
            message = "is every service, and a tier is for named ones"
            yield Problem("HS193", f"{path}[{index}]", text, message, "write those that are needed")
        elif text[:1].isdigit():
            instead = f"write tcp/{text} or udp/{text}"
            yield Problem("HS406", f"{path}[{index}]", text, "has no protocol", instead)
