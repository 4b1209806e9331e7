"""Preview of a hub with many spokes: made by the components, and written out by hand with azure-native.

Both programs make the same resources (compared first, type by type). An empty program's preview is subtracted as
start-up where time per resource is compared across sizes.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from azure_offline.testing.project import OfflineProject

HERE = Path(__file__).resolve().parent
PROGRAMS = {"bare": "bare_spokes.py", "components": "component_spokes.py"}
SIZES, QUICK_SIZES = (100, 400), (5, 20)


def project(folder: Path, kind: str, spokes: int) -> OfflineProject:
    """A project in a folder of its own whose program is one of the two, or empty."""
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(f'config:\n  bench:spokes: "{spokes}"\n')
    if kind in PROGRAMS:
        shutil.copy2(HERE / PROGRAMS[kind], folder / "__main__.py")
    else:
        (folder / "__main__.py").write_text("")
    return OfflineProject(folder)


def resource_types(it: OfflineProject) -> Counter[str]:
    """How many azure-native resources of each type a preview would create."""
    steps = it.preview_json()["steps"]
    types = [step["urn"].split("::")[2].rpartition("$")[2] for step in steps if step["op"] == "create"]
    return Counter(kind for kind in types if kind.startswith("azure-native:"))


def seconds(it: OfflineProject) -> float:
    """Time of one preview, in seconds."""
    start = time.perf_counter()
    it.preview("--suppress-progress")
    return time.perf_counter() - start


def measure(sizes: tuple[int, ...], scratch: Path) -> dict[str, object]:
    """Every figure of the comparison."""
    types = {kind: resource_types(project(scratch / f"{kind}-types", kind, 3)) for kind in PROGRAMS}
    if types["bare"] != types["components"]:
        raise SystemExit(f"the programs differ: {types['bare']} against {types['components']}")
    empty = project(scratch / "empty", "empty", 0)
    seconds(empty)
    start_up = min(seconds(empty) for _ in range(2))
    rows = []
    for size in sizes:
        row: dict[str, float] = {"spokes": size, "resources": size * 8 + 3}
        for kind in ("components", "bare"):
            it = project(scratch / f"{kind}-{size}", kind, size)
            it.run("stack", "init", "dev")
            row[kind] = round(seconds(it), 2)
        row["times_faster"] = round(row["bare"] / row["components"], 2)
        row["components_ms_per_resource"] = round(1000 * (row["components"] - start_up) / row["resources"], 2)
        rows.append(row)
    growth = rows[-1]["components_ms_per_resource"] / rows[0]["components_ms_per_resource"] - 1
    return {"start_up_s": round(start_up, 2), "rows": rows, "growth_per_resource_percent": round(100 * growth, 1)}


def main() -> int:
    """Measure, print the table, write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(QUICK_SIZES if options.quick else SIZES, Path(scratch))
    print(f"start-up {figures['start_up_s']} s")
    print(
        f"{'spokes':>7} {'resources':>10} {'bare s':>8} {'components s':>13} {'times faster':>13} {'ms/resource':>12}"
    )
    rows = figures["rows"]
    assert isinstance(rows, list)
    for r in rows:
        cells = (r["spokes"], r["resources"], r["bare"], r["components"], r["times_faster"])
        print("{:>7} {:>10} {:>8} {:>13} {:>13}".format(*cells), f"{r['components_ms_per_resource']:>12}")
    print(f"more time per resource from smallest to largest: {figures['growth_per_resource_percent']} %")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
