"""The offline project fixture, for blocks that are Pulumi programs."""

from pathlib import Path

import pytest

from azure_offline.engine import ensure_engine
from azure_offline.testing.project import OfflineProject


@pytest.fixture
def program_project(tmp_path: Path) -> OfflineProject:
    """An empty Pulumi project with an offline Azure of its own."""
    ensure_engine()
    (tmp_path / "Pulumi.yaml").write_text("name: documentation\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("{}\n")
    return OfflineProject(tmp_path)
