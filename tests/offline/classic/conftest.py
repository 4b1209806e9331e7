"""An offline Azure with the classic networks of the field notes in it."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from azure_offline.arm import Arm, Response
from azure_offline.classic.cmdlets import run_cmdlet
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile

SEED = Path(__file__).parents[2] / "network" / "migration" / "seed"
SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
KEY = "9b3a7c52-0000-4000-8000-000000000001"


class Classic:
    """Runs cmdlets and requests against one offline Azure; `folder` is where files are."""

    def __init__(self, arm: Arm, folder: Path) -> None:
        self.arm, self.folder = arm, folder

    def run(self, line: str, **parameters: str) -> tuple[int, str]:
        """Exit code and output of one cmdlet. `line` is split at blanks; `parameters` may hold any text."""
        words = line.split()
        for name, value in parameters.items():
            words += [f"-{name}", value]
        code, lines = run_cmdlet(self.arm, words)
        return code, "\n".join(lines)

    def do(self, line: str, **parameters: str) -> str:
        """A cmdlet that must succeed; gives its output."""
        code, text = self.run(line, **parameters)
        assert code == 0, text
        return text

    def refused(self, line: str, **parameters: str) -> str:
        """A cmdlet that must be refused; gives what it says."""
        code, text = self.run(line, **parameters)
        assert code == 1, text
        return text

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Response:
        full = path if path.startswith("/") else f"{SUBSCRIPTION}/resourceGroups/{path}"
        return self.arm.request(method, full, body, api_version="2024-05-01")

    def get(self, path: str) -> dict[str, Any]:
        answer = self.request("GET", path)
        assert answer.ok, answer.message
        assert answer.body is not None
        return answer.body


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Classic]:
    """Nothing classic yet."""
    store = Store(tmp_path / "azure.sqlite")
    yield Classic(Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False), tmp_path)
    store.close()


@pytest.fixture
def seed(empty: Classic) -> Classic:
    """The four networks of the field notes, their gateways and links."""
    for name in ("netcfg.xml", "inventory.json"):
        shutil.copy(SEED / name, empty.folder / name)
    paths = {"NetworkConfiguration": "netcfg.xml", "Inventory": "inventory.json"}
    empty.do("load", **{key: str(empty.folder / name) for key, name in paths.items()})
    return empty
