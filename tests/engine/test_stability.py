"""Whatever comes, goes or changes in a stack changes nothing else: one deployment, a preview for each change."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.components.estate_changes import CHANGES, start, unexpected
from tests.engine.support import edit_stack

from azure_offline.testing.project import OfflineProject

pytestmark = [pytest.mark.engine, pytest.mark.prove]


def test_nothing_else_changes(offline_project: Callable[..., OfflineProject]) -> None:
    project = offline_project(None)
    edit_stack(project, start)
    project.up()
    file = project.directory / "stacks" / "Pulumi.dev.yaml"
    text = file.read_text()
    wrong: dict[str, Any] = {}
    for name, (change, expected) in CHANGES.items():
        edit_stack(project, change)
        strange, missing = unexpected(project.steps(), expected)
        file.write_text(text)
        if strange or missing:
            wrong[name] = (strange, missing)
    assert wrong == {}
    assert project.steps() == {}
