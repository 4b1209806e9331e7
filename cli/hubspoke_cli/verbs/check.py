"""`hubspoke check`: the rules of the policy pack, without Pulumi."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hubspoke_cli.exit_codes import FINDINGS, FINE, UNDECIDED
from hubspoke_cli.inputs import FactsFile
from hubspoke_cli.outputs import tell, write_json

if TYPE_CHECKING:
    from datetime import date

    from hubspoke_cli.outputs import Report
    from hubspoke_network.model import Facts
    from hubspoke_policies.base import AnyRule

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class CheckFormat(StrEnum):
    """How the reports are shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"


class RuleSet(StrEnum):
    """Named sets of rules, as `hubspoke_policies.sets` has them."""

    BASELINE = "baseline"
    STRICT = "strict"


@app.command()
def check(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="INPUT...",
            help="`pulumi stack export`, `pulumi preview --json --show-sames`, or documents as Azure or `azure-offline "
            "export` writes them. Each is a network of its own. - is standard input.",
            show_default=False,
        ),
    ] = None,
    rule_set: Annotated[
        RuleSet | None,
        typer.Option("--set", help="Set of rules: that of --config, else baseline.", show_default=False),
    ] = None,
    rules: Annotated[
        str | None, typer.Option(metavar="RULE,...", help="Only these rules, also if they are disabled.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML with set, levels, options and exemptions, as policies/settings.yaml."),
    ] = None,
    facts: FactsFile = None,
    explain: Annotated[
        str | None, typer.Option(metavar="RULE", help="Tell what a rule asks, why, and how to fix it; no INPUT.")
    ] = None,
    show: Annotated[CheckFormat, typer.Option("--format", help="How to show the reports.")] = CheckFormat.TEXT,
) -> None:
    """Judge networks by the rules of the policy pack: states, previews, ARM documents; each input by itself.

    Exit code 0: no findings. 3: findings. 4: none, but something is undecided. 1: a mistake in what was given.
    """
    if (explain is None) == (not inputs):
        raise typer.BadParameter("give either INPUT..., or --explain RULE")
    if explain is not None:
        _explain(explain, show)
        raise typer.Exit(FINE)
    ran, reports = _reports(inputs or [], rule_set, rules, config, facts)
    _show(reports, ran, show)
    if any(report.findings for report in reports):
        raise typer.Exit(FINDINGS)
    raise typer.Exit(UNDECIDED if any(report.undecided for report in reports) else FINE)


def _reports(
    inputs: list[Path], rule_set: RuleSet | None, rules: str | None, config: Path | None, facts: Path | None
) -> tuple[list["AnyRule"], list["Report"]]:
    """The rules that ran and their reports. Raises `HubspokeError` with every mistake in what was given."""
    from hubspoke_cli.inputs import Mistakes, Settings, load_settings, named_rules, rules_to_run
    from hubspoke_cli.verbs.checking import check_inputs, read_inputs
    from hubspoke_network.model import Facts

    mistakes = Mistakes()
    settings: Settings = mistakes.gather(lambda: load_settings(config, rule_set.value if rule_set else None), {})
    asked = mistakes.gather(lambda: named_rules(rules), None) if rules is not None else None
    known = mistakes.gather(lambda: _facts(facts), Facts())
    readings = read_inputs(inputs, mistakes)
    mistakes.raise_all()
    for note in (note for _, reading in readings for note in reading.notes):
        tell(f"note: {note}")
    running, own = rules_to_run(settings, asked)
    return running, check_inputs(readings, running, own, known, _today())


def _facts(path: Path | None) -> "Facts":
    from hubspoke_network.model import Facts

    if path is None:
        return Facts()
    from hubspoke_network.readers import read_facts

    return read_facts(path)


def _today() -> "date":
    """The day exemptions are compared with: SOURCE_DATE_EPOCH's for reproducible reports, else today's, in UTC."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isascii() and epoch.isdigit() else datetime.now(UTC)
    return moment.date()


def _show(reports: list["Report"], ran: list["AnyRule"], show: CheckFormat) -> None:
    from hubspoke_cli.outputs import report_json, reports_markdown, write_text_reports

    if show is CheckFormat.JSON:
        write_json([report_json(report) for report in reports])
    elif show is CheckFormat.SARIF:
        from hubspoke_cli.outputs import sarif_log

        write_json(sarif_log(reports, ran))
    elif show is CheckFormat.MARKDOWN:
        typer.echo(reports_markdown(reports))
    else:
        write_text_reports(reports)


def _explain(rule_id: str, show: CheckFormat) -> None:
    from hubspoke_cli.inputs import named_rule
    from hubspoke_cli.outputs import markdown_page, record, text_page

    if show is CheckFormat.SARIF:
        raise typer.BadParameter("--explain has no SARIF; take text, json or markdown")
    found = named_rule(rule_id)
    if show is CheckFormat.JSON:
        write_json(record(found))
    else:
        typer.echo(markdown_page(found).rstrip("\n") if show is CheckFormat.MARKDOWN else text_page(found))
