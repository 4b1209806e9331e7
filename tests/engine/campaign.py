"""Runs that are disturbed by faults drawn from a seed, and what it takes to bring each to its end."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.engine.support import offline_azure

from azure_offline.faults.planned import KINDS, Fault, Faults, Kind
from azure_offline.home import FOLDER
from azure_offline.testing.project import OfflineProject, Run

ATTEMPTS = 26
"""Runs of `up` after which a stack counts as one that does not converge: four faults strike twelve calls at most, and a
lost answer takes two runs, the one that loses it and the one that finds the resource there."""

_VOLATILE = frozenset({"etag"})


@dataclass
class Story:
    """One disturbed run: its faults, what followed, and whether it came to its end."""

    seed: int
    faults: list[str]
    ups: int = 0
    recoveries: int = 0
    killed: int = 0
    converged: bool = False
    struck: dict[str, int] = field(default_factory=dict)
    """How often a fault of each kind struck."""
    outputs: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        end = "converged" if self.converged else "DID NOT CONVERGE"
        told = f"seed {self.seed}: {end} after {self.ups} ups, {self.recoveries} recoveries, {self.killed} kills"
        return "\n".join([told, *(f"  {fault}" for fault in self.faults)])


def draw_faults(seed: int, names: list[str]) -> list[Fault]:
    """One to four faults: of any kind, on a resource drawn from `names` or on some of all calls."""
    random = Random(seed)
    kinds: list[Kind] = list(KINDS)
    found = []
    for _ in range(random.randint(1, 4)):
        kind = kinds[(seed + len(found)) % len(kinds)] if not found else random.choice(kinds)
        count = 1 if kind.startswith("crash") else random.choice((1, 1, 2, 3))
        by_chance = random.random() < 0.5
        whom: Any = {"probability": random.choice((0.2, 0.4))} if by_chance else {"name": random.choice(names)}
        fault = Fault(
            kind,
            verb=random.choice(("writes", "writes", "*")) if kind != "lost" else "writes",
            count=count,
            seed=seed,
            attempts=random.choice((0, 1, 3, 4)) if kind != "lost" else 0,
            status=random.choice((500, 502, 503, 504)),
            seconds=0.05,
            when=random.choice(("before", "after")),
            **whom,
        )
        found.append(fault)
    return found


_OF_THIS_RUN = frozenset({"etag", "created", "modified", "importID", "sourcePosition", "stackTrace", "ciphertext"})
"""What a state holds of when and where from a resource came, and of secrets in cipher."""


def state(project: OfflineProject) -> list[Any]:
    """Everything in Pulumi's own record of the stack, without what belongs to a run; resources by their URNs.

    Outputs of Azure's resources are left out: they are what Azure answered at some time, such as the peerings that a
    network had when it was made. Read from the file: states that are equal here make equal previews, and reading takes
    no time.
    """
    stacks = project.directory / FOLDER / "state" / ".pulumi" / "stacks"
    (file,) = stacks.rglob(f"{project.stack}.json")
    latest = json.loads(file.read_text(encoding="utf-8"))["checkpoint"]["latest"]
    assert not latest.get("pending_operations")
    for found in latest["resources"]:
        if found["type"].startswith("azure-native:"):
            del found["outputs"]
            found["provider"] = found["provider"].rpartition("::")[0]  # its last word is made up for each stack
        elif found["type"].startswith("pulumi:providers:"):
            del found["id"]
    return sorted((_lasting(found) for found in latest["resources"]), key=lambda found: str(found["urn"]))


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(item) for key, item in value.items() if key not in _OF_THIS_RUN}
    if isinstance(value, list):
        items = [_lasting(item) for item in value]
        ordered = not all(isinstance(item, str) and item.startswith("urn:") for item in items)
        return items if ordered else sorted(items)
    return value


def documents(project: OfflineProject) -> list[Any]:
    """Everything in the offline Azure, without what counts writes; lists of resources by their ids."""
    with offline_azure(project) as arm:
        return _steady(arm.export())


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _steady(item) for key, item in value.items() if key not in _VOLATILE}
    if isinstance(value, list):
        items = [_steady(item) for item in value]
        if all(isinstance(item, dict) and "id" in item for item in items):
            items.sort(key=lambda item: str(item["id"]).lower())
        return items
    return value


def disturb(project: OfflineProject, seed: int, names: list[str]) -> Story:
    """Ask for the seed's faults, then run `up`, and `hubspoke recover` where it is needed, until `up` succeeds."""
    drawn = draw_faults(seed, names)
    with offline_azure(project) as arm:
        for fault in drawn:
            Faults(arm.store).add(fault)
    story = Story(seed, [str(fault) + (f", {fault.when}" if "crash" in fault.kind else "") for fault in drawn])
    while story.ups < ATTEMPTS and not story.converged:
        run = project.up(check=False)
        story.ups += 1
        story.outputs.append(run.output)
        story.killed += run.code < 0
        story.converged = run.code == 0
        if needs_recovery(run):
            story.recoveries += 1
            recovered = recover(project)
            story.outputs.append(recovered.output)
    with offline_azure(project) as arm:
        for one in Faults(arm.store).listed():
            story.struck[one.fault.kind] = story.struck.get(one.fault.kind, 0) + one.struck
    return story


def needs_recovery(run: Run) -> bool:
    """Whether `up` alone would not get any further."""
    return run.code < 0 or "cannot create already existing resource" in run.output


def recover(project: OfflineProject, *arguments: str) -> Run:
    """Run `hubspoke recover` on a project."""
    command = [str(Path(sys.executable).parent / "hubspoke"), "recover", "--yes", "--pulumi", "pulumi-offline"]
    words = [*command, "--stack", project.stack, *arguments]
    environment = project.environment()
    done = subprocess.run(words, cwd=project.directory, env=environment, capture_output=True, text=True)
    return Run(("recover", *arguments), done.returncode, done.stdout, done.stderr)
