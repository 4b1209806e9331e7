"""`hubspoke check` against checkov on the same estate, whole processes; and its time from 800 to 8,000 resources.

checkov gets the resources as an ARM template, `hubspoke check` as Azure's documents. checkov is installed into an
environment of its own in the user's cache the first time; where that is not possible the comparison is left out.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from arm_spokes import HUB_RESOURCES, SPOKE_RESOURCES, documents, template

from azure_offline.home import cache_folder

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


def seconds(command: list[str], codes: tuple[int, ...], repeats: int = 2) -> float:
    """The best time of a whole process; it must end with one of `codes`."""
    best = float("inf")
    environment = {**os.environ, "LOG_LEVEL": "ERROR", "CHECKOV_RUN_SCA_PACKAGE_SCAN_V2": "false"}
    for _ in range(repeats):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        best = min(best, time.perf_counter() - start)
        if done.returncode not in codes:
            raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return best


def ours(path: Path) -> float:
    """Time of `hubspoke check` on Azure's documents, every rule, the strict set."""
    command = [sys.executable, "-m", "hubspoke_cli.main", "check", "--set", "strict", "--format", "json", str(path)]
    return seconds(command, FINE)


def theirs(command: Path, path: Path) -> float:
    """Checkov on the template: its ARM checks only, nothing asked of a server."""
    arguments = ["--framework", "arm", "--file", str(path), "--output", "json", "--skip-download", "--quiet"]
    return seconds([str(command), *arguments], (0, 1))


def measure(compared: int, sizes: tuple[int, ...], scratch: Path) -> dict[str, object]:
    """Every figure."""
    rows = []
    for spokes in sizes:
        path = scratch / f"{spokes}.json"
        path.write_text(json.dumps(documents(spokes)))
        resources = HUB_RESOURCES + SPOKE_RESOURCES * spokes
        taken = ours(path)
        rows.append({"spokes": spokes, "resources": resources, "check_s": round(taken, 2)})
    empty = scratch / "empty.json"
    empty.write_text("[]")
    start_up = ours(empty)
    for row in rows:
        row["ms_per_resource"] = round(1000 * (row["check_s"] - start_up) / row["resources"], 3)
    figures: dict[str, object] = {"start_up_s": round(start_up, 2), "rows": rows}
    command = checkov()
    if command is not None:
        made = documents(compared)
        mine, other = scratch / "mine.json", scratch / "template.json"
        mine.write_text(json.dumps(made))
        other.write_text(json.dumps(template(made)))
        own, its = ours(mine), theirs(command, other)
        figures["compared"] = {
            "spokes": compared,
            "check_s": round(own, 2),
            "checkov_s": round(its, 2),
            "times_faster": round(its / own, 1),
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
    print(f"start-up {figures['start_up_s']} s")
    print(f"{'spokes':>7} {'resources':>10} {'check s':>8} {'ms/resource':>12}")
    rows = figures["rows"]
    assert isinstance(rows, list)
    for r in rows:
        print(f"{r['spokes']:>7} {r['resources']:>10} {r['check_s']:>8} {r['ms_per_resource']:>12}")
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
