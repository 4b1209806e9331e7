"""`hubspoke check` against checkov on the same estate, whole processes; and its time from 800 to 8,000 resources.

checkov gets the resources as an ARM template, `hubspoke check` as Azure's documents. checkov is installed into an
environment of its own in the user's cache the first time; where that is not possible the comparison is left out. The
comparison is of elapsed time; growth is told in processor time, which other work on the machine disturbs less.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

from arm_spokes import HUB_RESOURCES, SPOKE_RESOURCES, documents, template

from azure_offline.home import cache_folder
from hubspoke_policies.sets.registry import RULES

CHECKOV = "3.3.30"
COMPARED, SIZES = 400, (100, 200, 400, 1000)
QUICK_COMPARED, QUICK_SIZES = 20, (10, 20)
FINE = (0, 3, 4)


def checkov() -> Path | None:
    """The checkov command, installed where it is not there yet; None with a message where that fails."""
    folder = cache_folder() / "bench" / f"checkov-{CHECKOV}"
    command = folder / "bin" / "checkov"
    if not (folder / "installed").exists():
        print(f"installing checkov {CHECKOV} into {folder}", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        done = subprocess.run([*install, f"checkov=={CHECKOV}"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"checkov cannot be installed, so it is not compared: {done.stderr.strip().splitlines()[-1:]}")
            return None
        (folder / "installed").touch()
    return command


@dataclass(frozen=True)
class Times:
    """How long a whole process took, in seconds: elapsed, and of processors."""

    elapsed: float
    processor: float


def timed(command: list[str], codes: tuple[int, ...], repeats: int = 2) -> Times:
    """The best times of a whole process; it must end with one of `codes`."""
    elapsed, processor = float("inf"), float("inf")
    environment = {**os.environ, "LOG_LEVEL": "ERROR"}
    for _ in range(repeats):
        start, used = time.perf_counter(), _used()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        elapsed, processor = min(elapsed, time.perf_counter() - start), min(processor, _used() - used)
        if done.returncode not in codes:
            raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return Times(elapsed, processor)


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(path: Path) -> Times:
    """Times of `hubspoke check` on Azure's documents, every rule, the strict set."""
    command = [sys.executable, "-m", "hubspoke_cli.main", "check", "--set", "strict", "--format", "json", str(path)]
    return timed(command, FINE)


def theirs(command: Path, path: Path) -> Times:
    """Checkov on the template: its ARM checks only, nothing asked of a server."""
    arguments = ["--framework", "arm", "--file", str(path), "--output", "json", "--skip-download", "--quiet"]
    return timed([str(command), *arguments], (0, 1))


def measure(compared: int, sizes: tuple[int, ...], scratch: Path) -> dict[str, object]:
    """Every figure."""
    empty = scratch / "empty.json"
    empty.write_text("[]")
    start_up = ours(empty)
    rows: list[dict[str, float]] = []
    for spokes in sizes:
        path = scratch / f"{spokes}.json"
        path.write_text(json.dumps(documents(spokes)))
        resources, taken = HUB_RESOURCES + SPOKE_RESOURCES * spokes, ours(path)
        row = {"spokes": spokes, "resources": resources, "elapsed_s": round(taken.elapsed, 2)}
        row["processor_s"] = round(taken.processor, 2)
        row["processor_ms_per_resource"] = round(1000 * (taken.processor - start_up.processor) / resources, 3)
        rows.append(row)
    growth = rows[-1]["processor_ms_per_resource"] / rows[0]["processor_ms_per_resource"] - 1
    figures: dict[str, object] = {
        "start_up_s": round(start_up.elapsed, 2),
        "start_up_processor_s": round(start_up.processor, 2),
        "rules": len(RULES),
        "rows": rows,
        "growth_per_resource_percent": round(100 * growth, 1),
    }
    command = checkov()
    if command is not None:
        made = documents(compared)
        mine, other = scratch / "mine.json", scratch / "template.json"
        mine.write_text(json.dumps(made))
        other.write_text(json.dumps(template(made)))
        own, its = ours(mine), theirs(command, other)
        figures["compared"] = {
            "spokes": compared,
            "check_s": round(own.elapsed, 2),
            "checkov_s": round(its.elapsed, 2),
            "times_faster": round(its.elapsed / own.elapsed, 1),
        }
    return figures


def main() -> int:
    """Measure, print, write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    compared, sizes = (QUICK_COMPARED, QUICK_SIZES) if options.quick else (COMPARED, SIZES)
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(compared, sizes, Path(scratch))
    print(
        f"{figures['rules']} rules; start-up {figures['start_up_s']} s, processor {figures['start_up_processor_s']} s"
    )
    print(f"{'spokes':>7} {'resources':>10} {'elapsed s':>10} {'processor s':>12} {'ms/resource':>12}")
    rows = figures["rows"]
    assert isinstance(rows, list)
    for r in rows:
        cells = (r["spokes"], r["resources"], r["elapsed_s"], r["processor_s"], r["processor_ms_per_resource"])
        print("{:>7} {:>10} {:>10} {:>12} {:>12}".format(*cells))
    print(f"more time per resource from smallest to largest: {figures['growth_per_resource_percent']} %")
    against = figures.get("compared")
    if isinstance(against, dict):
        print(
            f"{against['spokes']} spokes: hubspoke check {against['check_s']} s, checkov {against['checkov_s']} s: "
            f"{against['times_faster']} times faster"
        )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
