"""What the offline Azure refuses, rule by rule, each with its evidence."""

from azure_offline.arm.coverage import coverage, known_rules
from azure_offline.arm.registry import RULES, Enforced, counts_by_grade, enforced_rules, from_documents
from azure_offline.arm.types import DECLARED
from hubspoke_cli.outputs.tables import Table, markdown_table
from hubspoke_network.refusals.refusal import NOT_VERIFIED
from pages import page

HEAD = f"""\
# What the offline Azure refuses

A resource type that is declared here has its parents, references, read-only properties and defaults, and the rules
below. A type that is not declared is stored as it is, with a notice that nothing was checked.

Evidence says how it is known that Azure refuses:

- **A**: Microsoft's documentation says so;
- **B**: a response of Azure's was seen;
- **C**: only the code of the refusal was seen;
- **D**: inferred.

Where Azure's code is not published the refusal carries `{NOT_VERIFIED}`. *Azure's* text is what Azure was seen to
answer; *ours* is our wording, and the refusal says so.

What a rule *needs*: for *documents*, old and new document and what they refer to are enough. Such a rule is a function
in `hubspoke_network.refusals`, which imports nothing of the offline Azure. All others need what only the offline Azure
knows; the column names it.
"""

KNOWN = """\
Of {known} things that are documented or were seen (A and B), {enforced} are enforced, {percent} percent. One thing
known may be several rules, and one rule several things known; some are no refusals but ways of Azure, shown by tests.
`known_rules.yaml` has them all."""

NEEDS = "Of {rules} rules, {documents} need only documents."

GRADES = ("A", "B", "C", "D")


def offline_coverage() -> dict[str, str]:
    """One page: counts by type, then every rule."""
    by_type: dict[str, list[Enforced]] = {"*": [], **{spec.type: [] for spec in DECLARED}}
    for entry in enforced_rules():
        by_type.setdefault(entry.type, []).append(entry)
    lines = [HEAD, "## Known and enforced", "", KNOWN.format(**_totals()), "", markdown_table(_known()), ""]
    lines += ["Not enforced, and why:", "", markdown_table(_excused()), ""]
    lines += ["## Rules by type", "", NEEDS.format(**_needs()), "", markdown_table(_counts(list(by_type))), ""]
    for arm_type, entries in by_type.items():
        if entries:
            lines += [f"## {_title(arm_type)}", "", markdown_table(_rules(entries)), ""]
    return {"offline-coverage.md": page(lines)}


def _totals() -> dict[str, int]:
    rows = [row for row in known_rules() if row.grade in "AB"]
    enforced = sum(row.enforced for row in rows)
    return {"known": len(rows), "enforced": enforced, "percent": 100 * enforced // len(rows)}


def _needs() -> dict[str, int]:
    return {"rules": len(RULES), "documents": sum(from_documents(rule) for rule in RULES)}


def _known() -> Table:
    rows = [(_title(found.type), str(found.known), str(found.enforced), str(found.excused)) for found in coverage()]
    return Table("", ("type", "known", "enforced", "excused"), tuple(rows))


def _excused() -> Table:
    rows = [
        (
            _plain(row.known),
            row.grade,
            ", ".join(_title(name) for name in row.types),
            str(row.excuse),
            _plain(row.reason),
        )
        for row in known_rules()
        if row.excuse is not None
    ]
    return Table("", ("known", "evidence", "type", "excuse", "reason"), tuple(rows))


def _counts(types: list[str]) -> Table:
    counts = counts_by_grade()
    none: dict[str, int] = {}
    rows = [
        (_title(arm_type), *(str(counts.get(arm_type, none).get(grade, 0)) for grade in GRADES)) for arm_type in types
    ]
    total = ("all", *(str(sum(own.get(grade, 0) for own in counts.values())) for grade in GRADES))
    return Table("", ("type", *GRADES), (*rows, total))


def _rules(entries: list[Enforced]) -> Table:
    rows = [
        (
            f"`{entry.rule.name}`",
            _plain(entry.rule.title),
            f"`{entry.rule.code}`",
            "Azure's" if entry.rule.seen else "ours",
            entry.rule.grade,
            _plain(entry.rule.source),
            "documents" if from_documents(entry.rule) else _plain(entry.rule.needs),
        )
        for entry in entries
    ]
    return Table("", ("rule", "what is refused", "code", "text", "evidence", "source", "needs"), tuple(rows))


def _title(arm_type: str) -> str:
    return "Every type" if arm_type == "*" else arm_type


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
