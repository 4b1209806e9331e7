"""Preview of an estate with a thousand spokes: time, and the memory of each process; and what importing costs.

Memory is the peak of each process that the preview starts, as Linux tells it; elsewhere that part is left out. Imports
are timed in fresh interpreters, by turns: what a program needs of `hubspoke`, and the azure-native packages it uses.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from azure_offline.testing.project import OfflineProject

HERE = Path(__file__).resolve().parent
PROC = Path("/proc")
SIZES, QUICK_SIZES = (1000,), (8,)
ROUNDS, QUICK_ROUNDS = 15, 1
PUBLIC = "import hubspoke\nfor name in hubspoke.__all__: getattr(hubspoke, name)"
OURS = {
    "import hubspoke": "import hubspoke",
    "what an estate needs": "from hubspoke import Estate, EstateArgs, load_settings",
    "every public name": PUBLIC,
}
PARTS = """
import sys
print(*(name for name in sys.modules if name.startswith("pulumi_azure_native.") and name.count(".") == 2))
"""


class Peaks(threading.Thread):
    """Peaks of memory of all descendants of a process, in MiB, by what they are."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.found = root, dict[tuple[int, str], float]()
        self._done = threading.Event()

    def run(self) -> None:
        """Look ten times a second."""
        while not self._done.wait(0.1):
            self._look()

    def end(self) -> dict[str, float]:
        """The largest process of each kind."""
        self._done.set()
        self.join()
        kinds: dict[str, float] = {}
        for (_, kind), peak in self.found.items():
            kinds[kind] = max(kinds.get(kind, 0.0), round(peak, 1))
        return kinds

    def _look(self) -> None:
        parents = {}
        for entry in PROC.glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.parent.name)] = int(fields[1])
        for pid in parents:
            above = pid
            while above in parents and above != self.root:
                above = parents[above]
            if above == self.root and pid != self.root:
                self._note(pid)

    def _note(self, pid: int) -> None:
        try:
            command = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            status = (PROC / str(pid) / "status").read_text()
        except OSError:
            return
        peaks = [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")]
        key = (pid, kind_of(command))
        self.found[key] = max([self.found.get(key, 0.0), *peaks])


def kind_of(command: str) -> str:
    """What a process of a preview is, by its command line."""
    for part, kind in (
        ("run_child.py program", "program"),
        ("language_host", "language host"),
        ("pulumi-language", "language host"),
        ("pulumi-resource", "provider"),
        ("azure_offline.provider", "provider"),
        ("language-python-exec", "program"),
        ("__main__.py", "program"),
        ("pulumi", "engine"),
    ):
        if part in command:
            return kind
    return "program" if "python" in command else "other"


def preview(spokes: int, scratch: Path) -> dict[str, object]:
    """One preview: resources, seconds, peaks."""
    folder = scratch / str(spokes)
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(f'config:\n  bench:spokes: "{spokes}"\n')
    shutil.copy2(HERE / "estate_spokes.py", folder / "__main__.py")
    it = OfflineProject(folder)
    it.run("stack", "init", "dev")
    peaks = Peaks(os.getpid()) if PROC.is_dir() else None
    if peaks is not None:
        peaks.start()
    start = time.perf_counter()
    shown = it.preview("--suppress-progress")
    seconds = time.perf_counter() - start
    created = [
        int(word)
        for line in shown.stdout.splitlines()
        if "to create" in line
        for word in line.split()
        if word.isdigit()
    ]
    return {
        "spokes": spokes,
        "resources": created[-1] if created else None,
        "seconds": round(seconds, 2),
        "peak_mib": peaks.end() if peaks is not None else None,
    }


class Imports:
    """Times statements, each in a fresh interpreter with compiled files, as an installed package has them."""

    def __init__(self, scratch: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._environment = kept | {"PYTHONPYCACHEPREFIX": str(scratch)}

    def compare(self, statement: str, rounds: int) -> dict[str, object]:
        """The fastest of some rounds: a statement, and the azure-native packages that it uses.

        Rounds of the two take turns; the first compiles, and does not count.
        """
        parts = self._run(f"{statement}\n{PARTS}").split()
        packages = sorted({name.rpartition(".")[0] for name in parts})
        # They are loaded when something of theirs is asked for.
        whole = "import pulumi, pulumi_azure_native\n" + "\n".join(f"{name}.outputs" for name in packages)
        times = [tuple(self._time(each) for each in (statement, whole)) for _ in range(rounds + 1)][1:]
        ours, azure = (round(min(column), 3) for column in zip(*times, strict=True))
        return {
            "packages": [name.partition(".")[2] for name in packages],
            "hubspoke_s": ours,
            "azure_native_s": azure if packages else None,
            "ratio": round(ours / azure, 3) if packages else None,
        }

    def _time(self, statement: str) -> float:
        return float(
            self._run(f"import time\nstart = time.perf_counter()\n{statement}\nprint(time.perf_counter() - start)")
        )

    def _run(self, program: str) -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=self._environment).stdout


def main() -> int:
    """Measure, print, write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    with tempfile.TemporaryDirectory() as scratch:
        imports = Imports(Path(scratch))
        costs = {what: imports.compare(statement, rounds) for what, statement in OURS.items()}
    for what, cost in costs.items():
        against = (
            f"; {', '.join(cost['packages'])} of azure-native {cost['azure_native_s']} s: {cost['ratio']} times"  # type: ignore[arg-type]
            if cost["packages"]
            else "; nothing of azure-native"
        )
        print(f"{what}: {cost['hubspoke_s']} s{against}")
    with tempfile.TemporaryDirectory() as scratch:
        rows = [preview(size, Path(scratch)) for size in (QUICK_SIZES if options.quick else SIZES)]
    for row in rows:
        print(
            f"{row['spokes']} spokes, {row['resources']} resources: {row['seconds']} s; peaks in MiB: {row['peak_mib']}"
        )
    if options.json:
        options.json.write_text(json.dumps({"imports": costs, "rows": rows}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
