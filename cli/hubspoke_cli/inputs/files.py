"""What every question takes: inputs, facts, service tags, and how to show the answer."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hubspoke_cli.outputs import tell

if TYPE_CHECKING:
    from hubspoke_network.reach import Network


class Format(StrEnum):
    """How an answer is shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        help="`pulumi stack export`, `pulumi preview --json --show-sames`, or documents as Azure or `azure-offline "
        "export` writes them. Several make one network. - is standard input.",
    ),
]
FactsFile = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        help="YAML with what no resource holds: on-premises prefixes, what appliances let through, object groups. A "
        "stack's settings (stacks/Pulumi.<stack>.yaml) will do.",
    ),
]
TagsFile = Annotated[
    Path | None,
    typer.Option("--service-tags", metavar="FILE", help="Microsoft's ServiceTags_Public_<date>.json."),
]
Show = Annotated[Format, typer.Option("--format", help="How to show the answer.")]


def load_network(inputs: Sequence[Path], facts: Path | None, tags: Path | None) -> "Network":
    """The network of all inputs. What an input leaves out is told on stderr. Raises `HubspokeError`."""
    from hubspoke_network.model import Facts, build_model
    from hubspoke_network.reach import Network
    from hubspoke_network.readers import default_subscription, read_files
    from hubspoke_network.rules import ServiceTags

    known = Facts()
    if facts is not None:
        from hubspoke_network.readers import read_facts

        known = read_facts(facts)
    service_tags = ServiceTags.read(tags) if tags is not None else None
    readings = read_files(inputs, default_subscription())
    for reading in readings:
        for note in reading.notes:
            tell(f"note: {note}")
    return Network(build_model((r for reading in readings for r in reading.resources), known), service_tags)
