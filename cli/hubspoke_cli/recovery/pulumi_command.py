"""The Pulumi command line as recovery uses it: `pulumi`, or `pulumi-offline` for the offline Azure."""

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubspoke_network.core import HubspokeError, is_running
from hubspoke_network.readers import default_subscription

OFFLINE = "pulumi-offline"
OFFLINE_SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
_LOCKED = ("the stack is currently locked by", "Another update is currently in progress")
_HOLDER = re.compile(r"created by (?P<user>\S+)@(?P<host>\S+) \(pid (?P<pid>\d+)\)")
_UNREADABLE = "failed to load checkpoint: EOF"
_UNREADABLE_ADVICE = (
    "the engine was killed while it wrote a sidecar file of the file backend: remove the empty .attrs file beside the "
    "stack's state (.pulumi/stacks/<project>/), which nothing needs, and recover again"
)
_PARALLEL = "32"


class PulumiFailed(HubspokeError):
    """A command that recovery cannot do without failed; the text has its output."""


class Locked(HubspokeError):
    """The stack is locked by another run. `alive`: it runs on this machine right now."""

    def __init__(self, text: str) -> None:
        self.alive = any(
            holder["host"] == socket.gethostname() and is_running(int(holder["pid"]))
            for holder in _HOLDER.finditer(text)
        )
        super().__init__(*text.split("\n"))


@dataclass(frozen=True)
class PulumiCommand:
    """Pulumi in a project's folder, for one stack or, where none is named, the selected one."""

    executable: str
    directory: Path
    stack: str = ""

    @property
    def offline(self) -> bool:
        """Whether it is the offline Azure's."""
        return Path(self.executable).name == OFFLINE

    @property
    def subscription(self) -> str:
        """The subscription that providers use where nothing else names one; empty where that is not known."""
        return default_subscription() or (OFFLINE_SUBSCRIPTION if self.offline else "")

    def state(self) -> dict[str, Any]:
        """The stack's state, as `stack export` has it. Raises `PulumiFailed`."""
        document: dict[str, Any] = json.loads(self._must("stack", "export").stdout)
        deployment: dict[str, Any] = document.get("deployment") or {}
        return deployment

    def refresh(self) -> None:
        """Read everything anew and drop creates that a killed run had begun. Raises `Locked`, `PulumiFailed`."""
        self._must("refresh", "--yes", "--skip-preview", "--clear-pending-creates")

    def cancel(self) -> None:
        """Take another run's lock away. Raises `PulumiFailed`."""
        self._must("cancel", "--yes", *([self.stack] if self.stack else []), named=True)

    def preview(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What `up` would do, and the import file for what it would create. Raises `PulumiFailed`."""
        with tempfile.TemporaryDirectory(prefix="hubspoke-recover-") as folder:
            file = Path(folder) / "import.json"
            run = self._must("preview", "--json", "--import-file", str(file))
            # Where nothing would be created, some versions write no file.
            text = file.read_text(encoding="utf-8") if file.exists() else "{}"
        return json.loads(run.stdout), json.loads(text)

    def import_resources(self, document: dict[str, Any]) -> str:
        """Import what there is of an import file; gives the whole output. What is not there fails without harm."""
        with tempfile.TemporaryDirectory(prefix="hubspoke-recover-") as folder:
            file = Path(folder) / "import.json"
            file.write_text(json.dumps(document), encoding="utf-8")
            options = ("--protect=false", "--generate-code=false", "--yes", "--skip-preview", "--parallel", _PARALLEL)
            run = self._run("import", "--file", str(file), *options)
        return run.stdout + run.stderr

    def _must(self, *arguments: str, named: bool = False) -> "subprocess.CompletedProcess[str]":
        run = self._run(*arguments, named=named)
        if run.returncode != 0:
            output = (run.stdout + run.stderr).strip()
            if any(mark in output for mark in _LOCKED):
                raise Locked(output)
            if _UNREADABLE in output:
                output += f"\n{_UNREADABLE_ADVICE}"
            raise PulumiFailed(f"`{Path(self.executable).name} {arguments[0]}` failed:", *output.split("\n"))
        return run

    def _run(self, *arguments: str, named: bool = False) -> "subprocess.CompletedProcess[str]":
        stack = ["--stack", self.stack] if self.stack and not named else []
        command = [self.executable, *arguments, *stack, "--non-interactive", "--color", "never"]
        return subprocess.run(
            command, cwd=self.directory, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )


def find_pulumi(wanted: str, directory: Path) -> str:
    """The executable that is meant: the one named, or the only one that makes sense in this project.

    Raises `HubspokeError` where there is none, and where a project that was deployed offline could mean either.
    """
    if wanted:
        found = _which(wanted)
        if found is None:
            raise HubspokeError(f"--pulumi: there is no command {wanted!r}")
        return found
    real, offline = shutil.which("pulumi"), _which(OFFLINE)
    deployed_offline = any((folder / ".azure-offline" / "state").is_dir() for folder in (directory, *directory.parents))
    if deployed_offline and offline and real:
        raise HubspokeError(
            "--pulumi: this project was deployed offline, and `pulumi` is installed as well; "
            "write --pulumi pulumi-offline, or --pulumi pulumi"
        )
    chosen = offline if deployed_offline else real
    if chosen is None:
        raise HubspokeError("--pulumi: there is no `pulumi` here, and nothing was deployed offline; name the command")
    return chosen


def _which(name: str) -> str | None:
    beside = Path(sys.executable).parent / name
    return shutil.which(name) or (str(beside) if "/" not in name and beside.is_file() else None)
