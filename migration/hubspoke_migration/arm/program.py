"""What the stack's program registers with given settings: without an engine and without Azure.

It runs in a process of its own (`recording`), since Pulumi's SDK keeps its state and its event loop for the process.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hubspoke_network.core import HubspokeError

PROJECT, ESTATE = "hubspoke", "net"
STACK = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True)
class Registered:
    """One resource: `arm_id` is what its inputs make of it in Azure, empty for components and providers."""

    token: str
    name: str
    parent: str
    """Name of the component it belongs to; empty for the estate."""
    provider: str
    """Name of its explicit provider; empty for the default one."""
    custom: bool
    inputs: Mapping[str, Any]
    secret: bool
    arm_id: str


@dataclass(frozen=True, slots=True)
class Request:
    """What to run: the settings, the stack, its own subscription and region, and ids as Azure spells them by key."""

    settings: Mapping[str, Any]
    stack: str
    subscription: str
    location: str
    ids: Mapping[str, str]


class ProgramFailed(HubspokeError):
    """The program could not be run with the settings."""


def run_program(request: Request) -> tuple[Registered, ...]:
    """Everything `Estate` registers: components, then the rest, by name. Raises `ProgramFailed`.

    The order of registration depends on which promise is kept first, so it is not kept.
    """
    given = {name: getattr(request, name) for name in ("settings", "stack", "subscription", "location", "ids")}
    done = subprocess.run(
        [sys.executable, "-m", "hubspoke_migration.arm.recording"],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        told = done.stderr.strip().split("\n")
        raise ProgramFailed("the program fails with the settings that describe the export:", *told)
    found = (Registered(**entry) for entry in json.loads(done.stdout))
    return tuple(sorted(found, key=lambda item: (item.custom, item.name, item.token)))
