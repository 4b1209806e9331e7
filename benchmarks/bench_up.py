"""`up` of a hub with many spokes against the offline Azure, and against a provider that only echoes.

Both run the same program (the components') on the same engine, with checkpoints skipped on both sides: the file backend
writes the whole checkpoint twice for every resource, which grows with the square of the stack and would hide the
provider. A third turn has the echo answer what the offline Azure answered: what Azure's documents cost engine and
program, whoever gives them.

The runs of the three take turns. Seconds are those of the fastest run; ratios are taken turn by turn, and the middle
one counts, with the least and the most beside it. The program hands over each spoke before it describes the next; the
largest of the small sizes is run once more by one that describes everything first. Then once with checkpoints, as
`pulumi-offline` runs: it never skips them by itself, as a killed run would lose its state; then one run of each up to
1,000 without, for time and memory by size.
"""

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from azure_offline.home import FOLDER
from azure_offline.testing.project import OfflineProject
from azure_offline.world.file import WorldFile
from azure_offline.world.records import default_world
from hubspoke_network.azure.limits import limit

HERE = Path(__file__).resolve().parent
SIZES, LARGE_SIZES, QUICK_SIZES = (25, 50, 100), (400, 1000), (2, 4)
SKIP = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
LIMITS = {"virtual_networks": 2000, "peerings_per_virtual_network": 2000, "route_tables": 2000}
"""Those of Azure that 1,000 spokes would meet, raised as Azure's support raises them; each where a size meets it."""
COLUMNS = {
    "spokes": "spokes",
    "resources": "resources",
    "echo": "echo s",
    "documents": "documents s",
    "offline": "offline s",
    "ratio": "ratio",
    "least": "from",
    "most": "to",
    "cpu_ratio": "CPU ratio",
    "ms_per_resource": "ms/resource",
    "largest_process_mb": "largest MB",
}
ROW = "{:>7} {:>10} {:>8} {:>12} {:>10} {:>6} {:>6} {:>6} {:>10} {:>12} {:>11}"
ECHO_PLUGIN = """\
plugins:
  providers:
    - name: azure-native
      path: echo
"""


def project(
    folder: Path, spokes: int, *, echo: bool, checkpoints: bool, answers: Path | None = None, at_once: bool = False
) -> OfflineProject:
    """A project in a folder of its own, against one of the providers; `answers` are what an echo gives instead.

    `at_once`: the program describes all spokes before Pulumi hears of one.
    """
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n" + ECHO_PLUGIN * echo)
    settings = f'config:\n  bench:spokes: "{spokes}"\n' + '  bench:atOnce: "true"\n' * at_once
    (folder / "Pulumi.dev.yaml").write_text(settings)
    shutil.copy2(HERE / "component_spokes.py", folder / "__main__.py")
    if echo:
        plugin = folder / "echo" / "pulumi-resource-azure-native"
        plugin.parent.mkdir()
        plugin.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "echo_provider.py"}" "$@"\n')
        plugin.chmod(0o755)
    else:
        met = {name: raised for name, raised in LIMITS.items() if spokes + 1 > limit(name)}
        WorldFile(folder / FOLDER / "azure" / "world.yaml").save(replace(default_world(), limits=met))
    variables = {} if checkpoints else SKIP
    return OfflineProject(folder, variables={**variables, **({"ECHO_ANSWERS": str(answers)} if answers else {})})


def answers_of(it: OfflineProject, file: Path) -> None:
    """Keep what every resource of a stack answered, for an echo to repeat."""
    export = json.loads(it.must("stack", "export", "--stack", "dev").output)
    made = {item["urn"]: item for item in export["deployment"]["resources"] if item.get("id") and item["custom"]}
    file.write_text(json.dumps({urn: {"id": item["id"], "outputs": item["outputs"]} for urn, item in made.items()}))


def seconds(it: OfflineProject) -> tuple[float, float]:
    """Time of one first `up`, in seconds, without making the stack: by the clock, and of all its processes."""
    it.must("stack", "init", "dev")
    start, used = time.perf_counter(), processor_seconds()
    it.must("up", "--yes", "--skip-preview", "--stack", "dev", "--suppress-progress", timeout=3600)
    return time.perf_counter() - start, processor_seconds() - used


def processor_seconds() -> float:
    """What all processes that were started and have ended have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(
    sizes: tuple[int, ...], scratch: Path, *, checkpoints: bool, repeats: int, at_once: bool
) -> list[dict[str, float]]:
    """A row per size. Of several runs the fastest counts, and the middle ratio; the providers take turns."""
    rows = []
    for size in sizes:
        answers = scratch / f"answers-{size}-{checkpoints}-{at_once}.json"
        took: dict[str, list[float]] = {"echo": [], "offline": [], "documents": []}
        used: dict[str, list[float]] = {name: [] for name in took}
        for turn in range(repeats):
            for name in took:
                folder, given = scratch / f"{name}-{size}-{turn}", answers if name == "documents" else None
                it = project(
                    folder, size, echo=name != "offline", checkpoints=checkpoints, answers=given, at_once=at_once
                )
                for kept, value in zip((took, used), seconds(it), strict=True):
                    kept[name].append(value)
                if name == "offline" and not turn:
                    answers_of(it, answers)
                shutil.rmtree(folder)
        ratios = [ours / echo for ours, echo in zip(took["offline"], took["echo"], strict=True)]
        cpu_ratios = [ours / echo for ours, echo in zip(used["offline"], used["echo"], strict=True)]
        row: dict[str, float] = {"spokes": size, "resources": size * 8 + 3}
        row |= {name: round(min(values), 2) for name, values in took.items()}
        row |= {f"{name}_cpu": round(min(values), 2) for name, values in used.items()}
        row |= {"ratio": round(median(ratios), 2), "least": round(min(ratios), 2), "most": round(max(ratios), 2)}
        row["cpu_ratio"] = round(median(cpu_ratios), 2)
        row["ms_per_resource"] = round(1000 * row["offline"] / row["resources"], 2)
        # Of all processes that have ended so far; sizes grow, so it is that of this size.
        row["largest_process_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
        print(ROW.format(*(row[name] for name in COLUMNS)), flush=True)
        rows.append(row)
    return rows


def main() -> int:
    """Measure, print the table, write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--repeats", type=int, default=8, help="runs of each up to 100 spokes")
    options = parser.parse_args()
    sizes, large = (QUICK_SIZES, ()) if options.quick else (SIZES, LARGE_SIZES)
    repeats = 1 if options.quick else options.repeats
    title = ROW.format(*COLUMNS.values())
    tables: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, text, counts, turns, checkpoints, at_once in (
            ("rows", f"checkpoints skipped, runs of each: {repeats}", sizes, repeats, False, False),
            ("at_once", "the same, everything described before Pulumi hears of it", sizes[-1:], repeats, False, True),
            ("with_checkpoints", "checkpoints written, runs of each: 1", sizes, 1, True, False),
            ("large", "checkpoints skipped, runs of each: 1", large, 1, False, False),
        ):
            if counts:
                print(f"{text}\n{title}")
            tables[name] = measure(counts, Path(scratch), checkpoints=checkpoints, repeats=turns, at_once=at_once)
    if options.json:
        options.json.write_text(json.dumps(tables, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
