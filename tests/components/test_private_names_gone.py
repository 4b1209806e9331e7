"""What happens with an SDK that lost a name it kept to itself: each is taken away, and the outcome looked at."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import ArgsError, Estate, EstateArgs, load_settings

pytestmark = pytest.mark.slow

# The SDK itself goes on using the name: what is taken away is the way to it.
NO_REFERENCES = """
import types, pulumi, pulumi.provider.server
left = {name: value for name, value in vars(pulumi.resource).items() if name != "DependencyResource"}
pulumi.resource = types.SimpleNamespace(**left)
"""
NO_INPUTS = "from pulumi.provider.server import ProviderServicer\ndel ProviderServicer._construct_inputs\n"
MADE = """
import json
from hubspoke import Estate, EstateArgs
from hubspoke._pulumi import alone
resource = pulumi.CustomResource.__new__(pulumi.CustomResource)
assert alone(resource) is resource, "the name is still there"
from measuring import descriptions as d
from measuring.recording import deploy
made = deploy(lambda: Estate("net", EstateArgs.of(d.wide_estate())))
print(json.dumps({item.urn: sorted(item.dependencies) for item in made}))
"""

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "docs")}


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120
    )


def dependencies(recording: Recording) -> dict[str, set[str]]:
    return {item.urn: set(item.dependencies) for item in recording}


def test_components_wait_for_the_resource_itself_without_references() -> None:
    done = run(NO_REFERENCES + MADE)

    assert (done.returncode, done.stderr) == (0, "")
    usual = dependencies(deploy(lambda: Estate("net", EstateArgs.of(d.wide_estate()))))
    found = {urn: set(waits) for urn, waits in json.loads(done.stdout).items()}
    assert found == usual


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (NO_REFERENCES, "[HS210] DependencyResource: 'pulumi "),
        (NO_INPUTS, "[HS210] ProviderServicer._construct_inputs: 'pulumi "),
    ],
)
def test_the_plugin_refuses_to_start_rather_than_lose_inputs(gone: str, told: str) -> None:
    done = run(f"{gone}from hubspoke.plugin.server import main\nmain()")

    assert done.returncode == 1
    assert told in done.stderr
    assert "install a version of pulumi" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == "", "no port is given out"


def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, **more: Any) -> tuple[EstateArgs, Recording]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pulumi.runtime, "config", SimpleNamespace())
    values = {**d.estate(), **more}
    config = {f"hubspoke:{key}": json.dumps(item) if isinstance(item, dict) else item for key, item in values.items()}
    found: list[EstateArgs] = []
    return_of = deploy(lambda: found.append(load_settings("hubspoke")), config=config)
    return found[0], return_of


def test_settings_are_read_by_their_names_where_the_sdk_does_not_list_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    read, recording = settings(monkeypatch, tmp_path, colour="red")

    assert read == EstateArgs.of(d.estate())
    assert any("misspelt goes unnoticed" in warning for warning in recording.warnings)


def test_a_wrong_setting_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with pytest.raises(ArgsError, match="HS103"):
        settings(monkeypatch, tmp_path, spokes="none")
