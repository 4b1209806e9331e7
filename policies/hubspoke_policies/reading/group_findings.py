"""Findings about what a security rule lets through: one shape for the rules that ask about flows."""

from collections.abc import Callable, Iterator
from typing import Any

from hubspoke_network.core import Finding, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.rules import DecisionPart, Direction, SecurityRule
from hubspoke_network.sets import AddressSet, FlowSet
from hubspoke_policies.base import Context
from hubspoke_policies.reading.groups import rule_named, shown, witness_of, written
from hubspoke_policies.reading.surroundings import attached

WAY: dict[Direction, str] = {"Inbound": "in", "Outbound": "out"}
DENY_REST = "add a Deny of * at priority 4096 for {} traffic, so that no default rule decides"
"""What to write where a default rule decides, for a direction."""


def far_end(part: DecisionPart, direction: Direction) -> AddressSet:
    """The addresses at the end that faces away from the group."""
    return part.flows.sources() if direction == "Inbound" else part.flows.destinations()


def parts_let_through(
    model: NetworkModel, group: Resource, direction: Direction, within: FlowSet
) -> Iterator[tuple[str, DecisionPart, SecurityRule]]:
    """Every part of what a group does not certainly deny, once a rule, with the place and the rule."""
    groups = attached(model)
    read = groups.surroundings.group(group)
    told: set[tuple[str, str]] = set()
    for place, part in groups.decided(group, direction, within):
        if part.access != "Deny" and (part.rule, part.access) not in told:
            told.add((part.rule, part.access))
            yield place, part, rule_named(read, part.rule)


def let_through(
    model: NetworkModel,
    group: Resource,
    direction: Direction,
    within: FlowSet,
    context: Context[Any],
    *,
    beyond: Callable[[DecisionPart], str],
    instead: str,
    of_default: str,
) -> Iterator[Finding]:
    """A finding for every security rule by which some of the flows `within` get through, or may.

    `beyond` tells of a part what goes after its addresses in the message, `instead` is what to write, `of_default` the
    same where a default rule decides.
    """
    for place, part, rule in parts_let_through(model, group, direction, within):
        addresses = far_end(part, direction)
        at = written(model, group, rule, direction, addresses)
        by = f"{'before' if rule.access == 'Deny' else 'by'} the {'default' if rule.default else 'security'} rule "
        by += f"{part.rule} in the subnet {place}" if place else part.rule
        what = f"{shown(addresses)}{beyond(part)}"
        remedy = of_default if rule.default else instead
        if part.access == "Unknown":
            reason = f"may let {WAY[direction]} {what}, {by}: {stripped(part.reason)}"
            yield context.undecided(at.resource, at.path, reason, remedy if rule.default else "")
        else:
            message = f"lets {WAY[direction]} {what}, {by}"
            yield context.finding(at.resource, at.path, at.value, message, remedy, witness=witness_of(addresses))
