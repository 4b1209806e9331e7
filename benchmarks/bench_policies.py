"""What the policy pack adds to a preview: the same estate under an empty pack and under ours, in turns.

The empty pack has one policy that does nothing, on the SDK's own host, so that what is compared is what ours adds to
having a pack at all. Processor time of all processes is told beside wall time: it hardly depends on what else runs.
"""

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from azure_offline.testing.project import OfflineProject

HERE = Path(__file__).resolve().parent
PACK = HERE.parent / "policies"
SIZES, QUICK_SIZES = (100, 400), (5, 20)
TURNS = 2

EMPTY = """
from pulumi_policy import PolicyPack, StackValidationPolicy

PolicyPack("empty", [StackValidationPolicy("nothing", "Reports nothing", lambda args, report: None)])
"""


def project(folder: Path, spokes: int) -> OfflineProject:
    """A project of components with so many spokes."""
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(f'config:\n  bench:spokes: "{spokes}"\n')
    shutil.copy2(HERE / "component_spokes.py", folder / "__main__.py")
    it = OfflineProject(folder)
    it.run("stack", "init", "dev")
    return it


def empty_pack(folder: Path) -> Path:
    """A pack that does nothing, under this interpreter."""
    folder.mkdir(parents=True)
    virtualenv = json.dumps(str(Path(sys.prefix)))
    runtime = f"runtime:\n  name: python\n  options:\n    virtualenv: {virtualenv}\n"
    (folder / "PulumiPolicy.yaml").write_text(f"description: nothing\n{runtime}")
    (folder / "__main__.py").write_text(EMPTY)
    return folder


def times(it: OfflineProject, pack: Path | None) -> tuple[float, float]:
    """Wall and processor time of one preview, in seconds."""
    before, start = _processor(), time.perf_counter()
    it.preview("--suppress-progress", *([] if pack is None else ["--policy-pack", str(pack)]))
    return time.perf_counter() - start, _processor() - before


def _processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(sizes: tuple[int, ...], scratch: Path) -> list[dict[str, float]]:
    """A row for each size: the best of some turns."""
    empty = empty_pack(scratch / "pack")
    rows = []
    for size in sizes:
        it = project(scratch / f"estate-{size}", size)
        runs: dict[str, list[tuple[float, float]]] = {"none": [], "empty": [], "ours": []}
        for _ in range(TURNS):
            for name, pack in (("none", None), ("empty", empty), ("ours", PACK)):
                runs[name].append(times(it, pack))
        row: dict[str, float] = {"spokes": size, "resources": size * 8 + 3}
        for name, taken in runs.items():
            row[f"{name}_s"] = round(min(wall for wall, _ in taken), 2)
            row[f"{name}_cpu_s"] = round(min(processor for _, processor in taken), 2)
        row["added_percent"] = round(100 * (row["ours_s"] / row["empty_s"] - 1), 1)
        row["added_cpu_percent"] = round(100 * (row["ours_cpu_s"] / row["empty_cpu_s"] - 1), 1)
        rows.append(row)
    return rows


def main() -> int:
    """Measure, print the table, write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure(QUICK_SIZES if options.quick else SIZES, Path(scratch))
    names = list(rows[0])
    print(" ".join(f"{name:>17}" for name in names))
    for row in rows:
        print(" ".join(f"{row[name]:>17}" for name in names))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
