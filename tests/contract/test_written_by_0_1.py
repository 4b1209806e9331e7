"""Folders that version 0.1 wrote, and the program it came with, run by the present code.

`written_by_0_1/` holds what its verbs wrote (`policies`, `plugin`) and its own program: data, not to be changed.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest
import yaml
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2_grpc, provider_pb2, provider_pb2_grpc

from azure_offline.engine import ensure_engine
from azure_offline.testing.project import OfflineProject
from hubspoke_policies.sets.named import settings_of

WRITTEN = Path(__file__).parent / "written_by_0_1"


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[grpc.Channel]:
    """A channel to what the folder's `__main__.py` serves."""
    command = [sys.executable, "-W", "error", str(folder), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.strip().isdigit(), process.communicate(timeout=10)[1]
            with grpc.insecure_channel(f"127.0.0.1:{int(line)}") as channel:
                yield channel
            assert process.poll() is None, "it serves until it is ended"
        finally:
            process.kill()


def test_the_pack_serves_its_rules() -> None:
    with served(WRITTEN / "policies") as channel:
        info = analyzer_pb2_grpc.AnalyzerStub(channel).GetAnalyzerInfo(Empty())

    baseline = {rule for rule, settings in settings_of("baseline").items() if settings.level != "disabled"}
    assert info.name == "hubspoke"
    assert baseline
    assert baseline <= {policy.name for policy in info.policies}


def test_the_pack_reads_its_settings(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(WRITTEN / "policies", folder)
    settings = yaml.safe_load((folder / "settings.yaml").read_text(encoding="utf-8"))
    settings["rules"] = {"no-internet-ingress": {"level": "disabled"}}
    (folder / "settings.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    with served(folder) as channel:
        info = analyzer_pb2_grpc.AnalyzerStub(channel).GetAnalyzerInfo(Empty())

    assert "no-internet-ingress" not in {policy.name for policy in info.policies}


def test_the_plugin_serves_the_components() -> None:
    with served(WRITTEN / "plugin", "127.0.0.1:1") as channel:
        answer = provider_pb2_grpc.ResourceProviderStub(channel).GetSchema(provider_pb2.GetSchemaRequest())

    assert {"hubspoke:index:Hub", "hubspoke:index:Estate"} <= set(yaml.safe_load(answer.schema)["resources"])


@pytest.mark.engine
def test_the_program_makes_the_estate_and_says_what_to_write(tmp_path: Path) -> None:
    ensure_engine()
    folder = tmp_path / "project"
    shutil.copytree(WRITTEN / "program", folder)
    project = OfflineProject(folder, "dev", {"PYTHONWARNINGS": "default::DeprecationWarning:__main__"})

    preview = project.preview()

    assert "Estate.gradually is Estate: write Estate(name, args)" in preview.output
    assert "hubspoke:index:Estate" in preview.output
    assert "+ 60 to create" in preview.output
