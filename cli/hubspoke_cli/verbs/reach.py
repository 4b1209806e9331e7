"""`hubspoke reach`: which flows get from one place to another."""

from typing import Annotated

import typer

from hubspoke_cli.exit_codes import FINDINGS, FINE, UNDECIDED
from hubspoke_cli.inputs import FactsFile, Format, Inputs, Show, TagsFile, load_network, ports_of, protocols_of
from hubspoke_cli.outputs import answer_json, answer_markdown, answer_text, known_names, write_json, write_text

app = typer.Typer(add_completion=False, rich_markup_mode=None)

SUBJECT = "vnet/subnet, network, interface, ASG or object group by name or id; address, prefix; internet; onpremises."


@app.command()
def reach(
    inputs: Inputs,
    source: Annotated[str, typer.Option("--from", metavar="SUBJECT", help=f"Where flows begin: {SUBJECT}")],
    destination: Annotated[str, typer.Option("--to", metavar="SUBJECT", help="Where they are to go.")],
    protocol: Annotated[str, typer.Option(help="tcp, udp, icmp, esp, ah, a number, or * for every protocol.")] = "*",
    port: Annotated[str, typer.Option(help="Destination ports: 443, 80-90, several with commas, or *.")] = "*",
    facts: FactsFile = None,
    service_tags: TagsFile = None,
    show: Show = Format.TEXT,
) -> None:
    """Which flows get from one place to another: exactly, with the way they take and the rule or route that decides.

    Exit code 0: all of them do. 3: some do not. 4: none does for certain, and some may. 1: a mistake in what was given.
    """
    network = load_network(inputs, facts, service_tags)
    answer = network.reach(source, destination, protocols_of(protocol), ports_of(port))
    names = known_names(network)
    if show is Format.JSON:
        write_json(answer_json(answer, names))
    elif show is Format.MARKDOWN:
        typer.echo(answer_markdown(answer, names))
    else:
        write_text(answer_text(answer, names))
    raise typer.Exit({"allowed": FINE, "unknown": UNDECIDED}.get(answer.verdict, FINDINGS))
