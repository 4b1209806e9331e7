"""How disturbed runs ended: the campaign's figures, from the data that its last run left."""

import json
from pathlib import Path
from typing import Any

from hubspoke_cli.outputs.tables import Table, markdown_table
from pages import page

DATA = Path(__file__).parents[1] / "data" / "campaign.json"

HEAD = """\
# Disturbed on purpose

A run of the campaign draws one to four faults from a seed, runs `up` with them, and goes on with `up`, and `hubspoke
recover` where `up` alone gets no further, until `up` succeeds. It has to end with the documents in Azure that an
undisturbed run leaves, but for etags, and with the state that Pulumi has of one. A run counts in the line of every kind
of fault that struck it.

*Healed*: the first `up` succeeded, by azure-native's retries. *Again*: `up` was run again. *Recovered*: `hubspoke
recover` was needed as well.
"""


def offline_campaign() -> dict[str, str]:
    """One page, a table for each stack."""
    told = json.loads(DATA.read_text(encoding="utf-8"))
    lines = [HEAD]
    for stack, found in told["stacks"].items():
        seeds, all_runs = found["seeds"], found["all"]
        name = "The dev stack of this repository" if stack == "dev" else "A hub and two spokes"
        lines += [f"## {name}", ""]
        text = f"{told['date']}: {all_runs['converged']} of {all_runs['runs']} runs converged"
        lines += [f"{text} (seeds {seeds[0]} to {seeds[-1]}).", "", markdown_table(_table(found)), ""]
    return {"offline-campaign.md": page(lines)}


def _table(found: dict[str, Any]) -> Table:
    heads = ("runs", "struck", "healed", "again", "recovered", "killed", "ups", "converged")
    rows = [(f"`{kind}`", *(str(line[head]) for head in heads)) for kind, line in found["faults"].items()]
    rows.append(("all", *(str(found["all"][head]) for head in heads)))
    return Table("", ("fault", *heads), tuple(rows))
