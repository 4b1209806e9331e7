"""Write what a campaign's log tells as data for the documentation: `python -m tests.engine.campaign_summary LOG`.

The log is what `HUBSPOKE_CAMPAIGN_LOG` names while `tests/engine/test_campaign.py` runs.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from azure_offline.faults.planned import KINDS

OUTPUT = Path(__file__).parents[2] / "docs" / "data" / "campaign.json"


def summary(stories: list[dict[str, Any]], date: str) -> dict[str, Any]:
    """The stories of each stack: one line for all runs, and one for the runs in which a kind of fault struck."""
    told: dict[str, Any] = {"date": date, "stacks": {}}
    for stack in sorted({story["stack"] for story in stories}):
        own = list({story["seed"]: story for story in stories if story["stack"] == stack}.values())
        lines = {kind: [story for story in own if story["struck"].get(kind)] for kind in KINDS}
        told["stacks"][stack] = {
            "seeds": sorted(story["seed"] for story in own),
            "all": _line(own, sum(sum(story["struck"].values()) for story in own)),
            "faults": {kind: _line(runs, sum(story["struck"][kind] for story in runs)) for kind, runs in lines.items()},
        }
    return told


def _line(runs: list[dict[str, Any]], struck: int) -> dict[str, int]:
    outcomes = Counter(outcome(story) for story in runs)
    return {
        "runs": len(runs),
        "struck": struck,
        **{name: outcomes[name] for name in ("healed", "again", "recovered")},
        "killed": sum(story["killed"] for story in runs),
        "ups": sum(story["ups"] for story in runs),
        "converged": sum(story["converged"] for story in runs),
    }


def outcome(story: dict[str, Any]) -> str:
    """What it took: azure-native's retries alone, further runs of `up`, or `hubspoke recover` as well."""
    if story["recoveries"]:
        return "recovered"
    return "healed" if story["ups"] == 1 else "again"


if __name__ == "__main__":
    found = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(summary(found, datetime.now(UTC).date().isoformat()), indent=1) + "\n")
