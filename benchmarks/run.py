"""Run every benchmark in this folder and gather table and JSON: `make bench`.

Each `bench_*.py` is a program of its own (`--json FILE`, `--quick`): what it compares runs in one process or run, so
that ratios hold on any machine. Nothing here is a test.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the benchmarks named on the command line, or all; exit with the number that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="benchmarks to run, without bench_ and .py (default: all)")
    parser.add_argument("--quick", action="store_true", help="smaller sizes: a smoke test of the benchmarks themselves")
    parser.add_argument("--json", type=Path, default=HERE.parent / "build" / "bench.json", help="where the figures go")
    options = parser.parse_args()
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    wrong = [name for name in options.names if name not in known]
    if wrong:
        parser.error(f"no benchmark {', '.join(wrong)}; there are {', '.join(known)}")
    results = {}
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.names or known:
            print(f"== {name}", flush=True)
            out = Path(scratch) / f"{name}.json"
            command = [sys.executable, str(known[name]), "--json", str(out)]
            done = subprocess.run(command + ["--quick"] * options.quick, check=False)
            failed += done.returncode != 0
            results[name] = json.loads(out.read_text()) if out.exists() else None
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    report = {"date": datetime.now(UTC).date().isoformat(), "machine": machine, "results": results}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=2) + "\n")
    print(f"figures: {options.json}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
