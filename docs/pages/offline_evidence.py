"""Outside evidence for the offline Azure: Microsoft's published examples, replayed."""

import json
from collections import Counter
from pathlib import Path

import yaml

from hubspoke_cli.outputs.tables import Table, markdown_table
from pages import page

FOLDER = Path(__file__).parents[2] / "tests" / "offline" / "evidence"
METHODS = ("PUT", "GET", "PATCH", "DELETE")

HEAD = """\
# Microsoft's examples, replayed

Microsoft publishes examples of requests and answers with Azure's REST API. Those of API version 2024-05-01 that could
be had for the core types are kept as data in `tests/offline/evidence/`: what is asked, and every property that is
answered. Each is a test: what it names is made first, the request is sent, it has to be accepted, and every documented
property has to be in the answer with its value, or the difference is listed below with its reason.

There is no published example of making or reading a resource group; the one counted below deletes one. Ids, names and
regions are compared as Azure compares them: without case, regions without blanks.
"""


def offline_evidence() -> dict[str, str]:
    """One page: examples by type and method, then the differences."""
    found = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))}
    rows = yaml.safe_load((FOLDER / "differences.yaml").read_text(encoding="utf-8"))
    refused = [row for row in rows if row["kind"] == "refused"]
    others = [row for row in rows if row["kind"] != "refused"]
    lines = [HEAD, "## Examples", "", markdown_table(_counts(found)), ""]
    lines += ["## What is refused today", "", markdown_table(_refused(refused)), ""]
    lines += ["## Differences in the answers", "", markdown_table(_differences(others)), ""]
    return {"offline-evidence.md": page(lines)}


def _counts(found: dict[str, list[dict[str, object]]]) -> Table:
    rows = []
    total: Counter[str] = Counter()
    for name, examples in found.items():
        own = Counter(str(example["method"]) for example in examples)
        own["properties"] = sum(_properties(example) for example in examples)
        total += own
        rows.append((name, *(str(own[key]) for key in (*METHODS, "properties"))))
    rows.append(("all", *(str(total[key]) for key in (*METHODS, "properties"))))
    return Table("", ("type", *METHODS, "properties compared"), tuple(rows))


def _properties(example: dict[str, object]) -> int:
    responses = example["responses"]
    assert isinstance(responses, dict)
    return sum(len(body) * len(statuses.split(",")) for statuses, body in responses.items())


def _refused(rows: list[dict[str, object]]) -> Table:
    shown = [(_plain(row.get("examples", "*")), f"`{row['path']}`", _plain(row["reason"])) for row in rows]
    return Table("", ("examples", "rule", "why, and how it is replayed"), tuple(shown))


def _differences(rows: list[dict[str, object]]) -> Table:
    shown = [
        (_plain(row.get("examples", "*")), _plain(row["path"]), str(row["kind"]), _plain(row["reason"])) for row in rows
    ]
    return Table("", ("examples", "property", "difference", "reason"), tuple(shown))


def _plain(text: object) -> str:
    return str(text).replace("*", "\\*").replace("_", "\\_").replace("|", " or ")
