"""Run `pulumi-offline` on a project from Python, as tests and scripts do."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hubspoke_network.core import HubspokeError

QUIET = ("--non-interactive", "--color", "never")


class RunFailed(HubspokeError):
    """A run that had to succeed ended with another exit code; the text has its whole output."""


@dataclass(frozen=True)
class Run:
    """A finished run."""

    command: tuple[str, ...]
    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """Everything the run has written, standard output first."""
        return self.stdout + self.stderr


@dataclass(frozen=True)
class OfflineProject:
    """A Pulumi project and the stack that runs are about. Each project has an offline Azure of its own."""

    directory: Path
    stack: str = "dev"
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables beside those of this process."""

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a run, without colours and questions."""
        return [sys.executable, "-P", "-m", "azure_offline.commands.pulumi.main", *arguments, *QUIET]

    def environment(self) -> dict[str, str]:
        """Return the environment of a run: this process's, without what another run has left in it."""
        inherited = {
            name: text for name, text in os.environ.items() if not name.startswith(("PULUMI_", "AZURE_OFFLINE_"))
        }
        return {**inherited, **self.variables}

    def run(self, *arguments: str, timeout: float = 300) -> Run:
        """Run `pulumi-offline` with these arguments and wait for it."""
        command = self.command(*arguments)
        finished = subprocess.run(
            command,
            cwd=self.directory,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Run(tuple(arguments), finished.returncode, finished.stdout, finished.stderr)

    def must(self, *arguments: str, timeout: float = 300) -> Run:
        """Run, and raise RunFailed unless the exit code is 0."""
        run = self.run(*arguments, timeout=timeout)
        if run.code != 0:
            raise RunFailed(f"pulumi-offline {' '.join(arguments)} ended with {run.code}:", *run.output.split("\n"))
        return run

    def up(self, *arguments: str, check: bool = True) -> Run:
        """Deploy. Raises RunFailed when that fails, unless `check` is False; so do the methods below."""
        return self._checked(["up", "--yes", "--skip-preview", "--stack", self.stack, *arguments], check=check)

    def preview(self, *arguments: str, check: bool = True) -> Run:
        """Preview."""
        return self._checked(["preview", "--stack", self.stack, *arguments], check=check)

    def refresh(self, *arguments: str, check: bool = True) -> Run:
        """Refresh the state from the offline Azure."""
        return self._checked(["refresh", "--yes", "--stack", self.stack, *arguments], check=check)

    def destroy(self, *arguments: str, check: bool = True) -> Run:
        """Delete everything the stack holds."""
        return self._checked(["destroy", "--yes", "--stack", self.stack, *arguments], check=check)

    def preview_json(self, *arguments: str) -> dict[str, Any]:
        """Return what `preview --json` prints."""
        return _mapping(self.must("preview", "--json", "--stack", self.stack, *arguments).stdout)

    def steps(self, *arguments: str) -> dict[str, str]:
        """Return what a preview would do: operation by URN, without the resources that stay the same."""
        steps = self.preview_json(*arguments).get("steps", [])
        return {step["urn"]: step["op"] for step in steps if step["op"] != "same"}

    def outputs(self) -> dict[str, Any]:
        """Return the stack's outputs, secrets in plain text."""
        return _mapping(self.must("stack", "output", "--json", "--show-secrets", "--stack", self.stack).stdout)

    def export(self) -> dict[str, Any]:
        """Return the stack's state."""
        return _mapping(self.must("stack", "export", "--stack", self.stack).stdout)

    def resources(self) -> list[dict[str, Any]]:
        """Return the resources in the stack's state."""
        resources: list[dict[str, Any]] = self.export()["deployment"].get("resources") or []
        return resources

    def _checked(self, arguments: Sequence[str], *, check: bool) -> Run:
        return self.must(*arguments) if check else self.run(*arguments)


def _mapping(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    return document
