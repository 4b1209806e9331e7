"""`up` of a hub with many spokes against the offline Azure, and against a provider that only echoes.

Both run the same program (the components') on the same engine, with checkpoints skipped on both sides: the file backend
writes the whole checkpoint twice for every resource, which grows with the square of the stack and would hide the
provider. A third turn has the echo answer what the offline Azure answered: what Azure's documents cost engine and
program, whoever gives them. Up to 100 spokes the fastest of four runs of each counts; then once with checkpoints, as
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

from azure_offline.home import FOLDER
from azure_offline.offline_project import OfflineProject
from azure_offline.world import WorldFile, default_world
from hubspoke_network.limits import limit

HERE = Path(__file__).resolve().parent
SIZES, LARGE_SIZES, QUICK_SIZES = (25, 50, 100), (400, 1000), (2, 4)
SKIP = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
LIMITS = {"virtual_networks": 2000, "peerings_per_virtual_network": 2000, "route_tables": 2000}
"""Those of Azure that 1,000 spokes would meet, raised as Azure's support raises them; each where a size meets it."""
ECHO_PLUGIN = """\
plugins:
  providers:
    - name: azure-native
      path: echo
"""


def project(folder: Path, spokes: int, *, echo: bool, checkpoints: bool, answers: Path | None = None) -> OfflineProject:
    """A project in a folder of its own, against one of the providers; `answers` are what an echo gives instead."""
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n" + ECHO_PLUGIN * echo)
    (folder / "Pulumi.dev.yaml").write_text(f'config:\n  bench:spokes: "{spokes}"\n')
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


def measure(sizes: tuple[int, ...], scratch: Path, *, checkpoints: bool, repeats: int) -> list[dict[str, float]]:
    """A row per size. Of several runs the fastest counts; the two providers take turns."""
    rows = []
    for size in sizes:
        row: dict[str, float] = {"spokes": size, "resources": size * 8 + 3}
        answers = scratch / f"answers-{size}-{checkpoints}.json"
        for turn in range(repeats):
            for name in ("echo", "offline", "documents"):
                folder, given = scratch / f"{name}-{size}-{turn}", answers if name == "documents" else None
                it = project(folder, size, echo=name != "offline", checkpoints=checkpoints, answers=given)
                took, used = seconds(it)
                row[name] = round(min(took, row.get(name, took)), 2)
                row[f"{name}_cpu"] = round(min(used, row.get(f"{name}_cpu", used)), 2)
                if name == "offline" and not turn:
                    answers_of(it, answers)
                shutil.rmtree(folder)
        row["ratio"] = round(row["offline"] / row["echo"], 2)
        row["cpu_ratio"] = round(row["offline_cpu"] / row["echo_cpu"], 2)
        row["ms_per_resource"] = round(1000 * row["offline"] / row["resources"], 2)
        # Of all processes that have ended so far; sizes grow, so it is that of this size.
        row["largest_process_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
        print("{spokes:>7} {resources:>10} {echo:>8} {documents:>11}".format(**row), end=" ")
        print("{offline:>10} {ratio:>6} {cpu_ratio:>10}".format(**row), end=" ")
        print("{ms_per_resource:>12} {largest_process_mb:>11}".format(**row), flush=True)
        rows.append(row)
    return rows


def main() -> int:
    """Measure, print the table, write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--repeats", type=int, default=4, help="runs up to 100 spokes; the fastest counts")
    options = parser.parse_args()
    sizes, large = (QUICK_SIZES, ()) if options.quick else (SIZES, LARGE_SIZES)
    heads = (
        "spokes",
        "resources",
        "echo s",
        "documents s",
        "offline s",
        "ratio",
        "CPU ratio",
        "ms/resource",
        "largest MB",
    )
    title = "{:>7} {:>10} {:>8} {:>11} {:>10} {:>6} {:>10} {:>12} {:>11}".format(*heads)
    with tempfile.TemporaryDirectory() as scratch:
        print(f"checkpoints skipped\n{title}")
        rows = measure(sizes, Path(scratch), checkpoints=False, repeats=options.repeats)
        print(f"checkpoints written\n{title}")
        written = measure(sizes, Path(scratch), checkpoints=True, repeats=1)
        print(f"checkpoints skipped, one run each\n{title}")
        rows += measure(large, Path(scratch), checkpoints=False, repeats=1)
    if options.json:
        options.json.write_text(json.dumps({"rows": rows, "with_checkpoints": written}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
