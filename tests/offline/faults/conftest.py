from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from azure_offline.arm import Arm, open_arm
from azure_offline.commands.app import build

GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
TABLE = f"{NETWORK}/routeTables/rt"
VERSION = "2024-05-01"

Command = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "azure"


@pytest.fixture
def arm(home: Path) -> Iterator[Arm]:
    arm = open_arm(home)
    assert arm.request("PUT", GROUP, {"location": "westeurope"}, api_version="2024-11-01").ok
    yield arm
    arm.store.close()


@pytest.fixture
def command(arm: Arm, home: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("AZURE_OFFLINE_HOME", "AZURE_OFFLINE_FOLDER"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, expect: int = 0) -> Result:
        result = CliRunner().invoke(build(), [*words, "--home", str(home)])
        assert result.exit_code == expect, result.output
        return result

    return run
