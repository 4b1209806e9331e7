"""Answers about flows, made ready to be shown: in words, as JSON, as Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hubspoke_cli.outputs.tables import Cell, Table, literal_table
from hubspoke_network.core import markdown

if TYPE_CHECKING:
    from hubspoke_network.reach import Answer, Network
    from hubspoke_network.reach.walking import Part
    from hubspoke_network.sets import AddressSet, FlowSet
    from hubspoke_network.sets.object_groups import ObjectGroups

LONGEST = 12
"""Lines of a set of flows that are shown as text; JSON has all of them."""


@dataclass(frozen=True, slots=True)
class Names:
    """What addresses are told by: object groups, and places that are named only where all of them is meant."""

    groups: "ObjectGroups"
    places: "Mapping[str, AddressSet]"


def known_names(network: "Network") -> Names:
    """The object groups of a network, and the Internet and on-premises beside them."""
    from hubspoke_network.model import known_sites
    from hubspoke_network.reach import internet

    public = internet(network.topology)
    places = {"internet": public.ipv4, "internet (IPv6)": public.ipv6, "onpremises": known_sites(network.topology)}
    return Names(network.model.facts.object_groups, {name: found for name, found in places.items() if found})


def flow_lines(flows: "FlowSet", names: Names, longest: int = LONGEST) -> tuple[str, ...]:
    """A set of flows as lines, told by names; cut where there are too many."""
    from dataclasses import replace

    from hubspoke_network.reach import name_flows

    ends = flows.sources(), flows.destinations()
    whole = {name: found for name, found in names.places.items() if found <= ends[0] or found <= ends[1]}
    groups = replace(names.groups, addresses={**whole, **names.groups.addresses}) if whole else names.groups
    lines = name_flows(flows, groups)
    more = len(lines) - longest
    return (*lines[:longest], f"... and {more} more (--format json has them)") if more > 1 else lines


def answer_text(answer: "Answer", names: Names) -> list[str | Table]:
    """The answer as paragraphs and tables."""
    head = f"{answer.source} -> {answer.destination}: {answer.verdict}"
    tables = [_part_table(part, names) for part in sorted(answer.parts, key=_by_verdict)]
    return [head, f"  for example {answer.witness}", *tables]


def _by_verdict(part: "Part") -> int:
    return ("allowed", "unknown", "denied").index(part.verdict)


def _part_table(part: "Part", names: Names) -> Table:
    rows: list[tuple[Cell, ...]] = [("flows", "", flow_lines(part.flows, names))]
    rows += [(hop.kind, hop.place, hop.by) for hop in part.hops]
    if part.end:
        rows.append(("arrival", part.end, ""))
    rows.append((part.verdict, "", part.reason))
    return Table("", ("step", "where", "what decides"), tuple(rows))


def answer_markdown(answer: "Answer", names: Names) -> str:
    """The answer in Markdown."""
    ends = f"**{markdown(answer.source)}** to **{markdown(answer.destination)}**"
    head = f"{ends}: **{answer.verdict}**, for example `{answer.witness}`"
    tables = [literal_table(_part_table(part, names)) for part in sorted(answer.parts, key=_by_verdict)]
    return "\n\n".join([head, *tables])


def answer_json(answer: "Answer", names: Names) -> dict[str, Any]:
    """The answer as JSON. Flows are texts that `FlowSet.parse` reads back."""
    return {
        "source": answer.source,
        "destination": answer.destination,
        "verdict": answer.verdict,
        "witness": str(answer.witness),
        "asked": str(answer.asked),
        "allowed": str(answer.allowed),
        "denied": str(answer.denied),
        "unknown": str(answer.unknown),
        "parts": [
            {
                "verdict": part.verdict,
                "flows": str(part.flows),
                "named": list(flow_lines(part.flows, names, longest=10**6)),
                "witness": str(part.flows.witness()),
                "reason": part.reason,
                "end": part.end,
                "appliances": list(part.appliances),
                "path": [{"step": hop.kind, "where": hop.place, "by": hop.by} for hop in part.hops],
            }
            for part in answer.parts
        ],
    }
