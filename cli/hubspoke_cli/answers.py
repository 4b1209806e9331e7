"""Answers about flows, made ready to be shown: in words, as JSON, as Markdown."""

from typing import TYPE_CHECKING, Any

from hubspoke_cli.output import Table, markdown_table

if TYPE_CHECKING:
    from hubspoke_network.object_groups import ObjectGroups
    from hubspoke_network.paths import Part
    from hubspoke_network.reach import Answer, Network

LONGEST = 12
"""Lines of a set of flows that are shown as text; JSON has all of them."""


def known_names(network: "Network") -> "ObjectGroups":
    """The object groups, and the Internet and on-premises as two more."""
    from dataclasses import replace

    from hubspoke_network.on_premises import known_sites
    from hubspoke_network.subjects import internet

    groups, public = network.model.facts.object_groups, internet(network.topology)
    own = {
        "internet": public.ipv4,
        "internet (IPv6)": public.ipv6,
        "onpremises": known_sites(network.topology),
    }
    return replace(groups, addresses={**{name: found for name, found in own.items() if found}, **groups.addresses})


def flow_lines(flows: Any, groups: "ObjectGroups", longest: int = LONGEST) -> str:
    """A set of flows as lines, told by names; cut where there are too many."""
    from hubspoke_network.object_group_names import name_flows

    lines = list(name_flows(flows, groups))
    more = len(lines) - longest
    return "\n".join([*lines[:longest], f"... and {more} more (--format json has them)"] if more > 1 else lines)


def answer_text(answer: "Answer", groups: "ObjectGroups") -> list[str | Table]:
    """The answer as paragraphs and tables."""
    head = f"{answer.source} -> {answer.destination}: {answer.verdict}"
    tables = [_part_table(part, groups) for part in sorted(answer.parts, key=_by_verdict)]
    return [head, f"  for example {answer.witness}", *tables]


def _by_verdict(part: "Part") -> int:
    return ("allowed", "unknown", "denied").index(part.verdict)


def _part_table(part: "Part", groups: "ObjectGroups") -> Table:
    rows = [("flows", "", flow_lines(part.flows, groups))]
    rows += [(hop.kind, hop.place, hop.by) for hop in part.hops]
    if part.end:
        rows.append(("arrival", part.end, ""))
    rows.append((part.verdict, "", part.reason))
    return Table("", ("step", "where", "what decides"), tuple(rows))


def answer_markdown(answer: "Answer", groups: "ObjectGroups") -> str:
    """The answer in Markdown."""
    head = f"**{answer.source}** to **{answer.destination}**: **{answer.verdict}**, for example `{answer.witness}`"
    tables = [markdown_table(_part_table(part, groups)) for part in sorted(answer.parts, key=_by_verdict)]
    return "\n\n".join([head, *tables])


def answer_json(answer: "Answer", groups: "ObjectGroups") -> dict[str, Any]:
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
                "named": flow_lines(part.flows, groups, longest=10**6).split("\n"),
                "witness": str(part.flows.witness()),
                "reason": part.reason,
                "end": part.end,
                "appliances": list(part.appliances),
                "path": [{"step": hop.kind, "where": hop.place, "by": hop.by} for hop in part.hops],
            }
            for part in answer.parts
        ],
    }
