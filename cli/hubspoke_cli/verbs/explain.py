"""`hubspoke explain`: what a security group really decides, or a path in words."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hubspoke_cli.exit_codes import FINE
from hubspoke_cli.inputs import FactsFile, Format, Inputs, Show, TagsFile, load_network, ports_of, protocols_of
from hubspoke_cli.outputs import Cell, Names, Table, flow_lines, known_names, literal_table, write_json, write_text
from hubspoke_network.core import markdown

if TYPE_CHECKING:
    from hubspoke_network.reach import GroupTable, Row

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_HEADS = ("priority", "rule", "access", "written", "decides", "remark")


@app.command()
def explain(
    inputs: Inputs,
    group: Annotated[str, typer.Option(metavar="NSG", help="A network security group, by name or id.")] = "",
    at: Annotated[str, typer.Option(metavar="SUBNET", help="The subnet to read the group at, if it has several.")] = "",
    source: Annotated[str, typer.Option("--from", metavar="SUBJECT", help="Where flows begin, for a path.")] = "",
    destination: Annotated[str, typer.Option("--to", metavar="SUBJECT", help="Where they are to go.")] = "",
    protocol: Annotated[str, typer.Option(help="tcp, udp, icmp, esp, ah, a number, or * for every protocol.")] = "*",
    port: Annotated[str, typer.Option(help="Destination ports: 443, 80-90, several with commas, or *.")] = "*",
    facts: FactsFile = None,
    service_tags: TagsFile = None,
    show: Show = Format.TEXT,
) -> None:
    """What each rule of a security group really decides (--group), or a path in words (--from and --to)."""
    from hubspoke_network.reach import explain_group, path_in_words

    if bool(group) == bool(source and destination):
        raise typer.BadParameter("give either --group, or --from and --to")
    network = load_network(inputs, facts, service_tags)
    names = known_names(network)
    if group:
        _show_group(explain_group(network, group, at), names, show)
        raise typer.Exit(FINE)
    answer = network.reach(source, destination, protocols_of(protocol), ports_of(port))
    paths = [path_in_words(answer, part) for part in answer.parts]
    if show is Format.JSON:
        write_json({"verdict": answer.verdict, "paths": paths})
    elif show is Format.MARKDOWN:
        typer.echo("\n\n".join("\n".join(f"{n}. {markdown(line)}" for n, line in enumerate(path, 1)) for path in paths))
    else:
        write_text([line for path in paths for line in (path[0], *(f"  {line}" for line in path[1:]))])
    raise typer.Exit(FINE)


def _show_group(table: "GroupTable", names: Names, show: Format) -> None:
    if show is Format.JSON:
        rows = [_row_json(row) for row in table.rows]
        write_json({"group": table.group, "at": table.place, "rules": rows})
        return
    where = f"{table.group} at {table.place}" if table.place else f"{table.group} (attached to nothing given)"
    tables = [
        Table(
            f"{where}, {direction.lower()}",
            _HEADS,
            tuple(_cells(row, names) for row in table.rows if row.direction == direction),
        )
        for direction in ("Inbound", "Outbound")
    ]
    if show is Format.MARKDOWN:
        typer.echo("\n\n".join(f"### {markdown(item.title)}\n\n{literal_table(item)}" for item in tables))
    else:
        write_text(tables)


def _cells(row: "Row", names: Names) -> tuple[Cell, ...]:
    from hubspoke_network.core import Unknown

    rule = row.rule
    decides = flow_lines(row.decides, names) if row.decides else ()
    if row.undecided:
        *lines, last = flow_lines(row.undecided, names)
        first, *others = [*lines, f"{last})"]
        decides = (*decides, f"({first}", *others)
    return (
        "?" if isinstance(rule.priority, Unknown) else str(rule.priority),
        rule.name,
        "?" if isinstance(rule.access, Unknown) else rule.access,
        row.written,
        decides or "nothing",
        row.remark,
    )


def _row_json(row: "Row") -> dict[str, Any]:
    from hubspoke_network.core import Unknown

    rule = row.rule
    return {
        "rule": rule.name,
        "direction": row.direction,
        "priority": None if isinstance(rule.priority, Unknown) else rule.priority,
        "access": None if isinstance(rule.access, Unknown) else rule.access,
        "default": rule.default,
        "written": row.written,
        "decides": str(row.decides),
        "undecided": str(row.undecided),
        "remark": row.remark,
    }
