"""Where the engine's own logs go."""

from pathlib import Path

import pytest

from azure_offline.engine.logs import direct_logs
from azure_offline.home import OfflineFolder


@pytest.fixture
def folder(tmp_path: Path) -> OfflineFolder:
    made = OfflineFolder(tmp_path)
    made.create()
    return made


def test_none_are_kept_where_nobody_wants_them(folder: OfflineFolder) -> None:
    direct_logs(folder, wanted=False)
    direct_logs(folder, wanted=False)

    logs = folder.pulumi_home / "logs"
    assert (logs.exists(), logs.is_dir()) == (True, False)
    # What the engine does first.
    with pytest.raises(FileExistsError):
        logs.mkdir(parents=True)


def test_those_of_a_wanted_run_stay(folder: OfflineFolder) -> None:
    logs = folder.pulumi_home / "logs"
    direct_logs(folder, wanted=True)
    (logs / "run.log").write_text("told")
    direct_logs(folder, wanted=False)
    direct_logs(folder, wanted=True)

    assert (logs / "run.log").read_text() == "told"
    assert sorted(path.name for path in folder.pulumi_home.iterdir()) == ["logs", "logs-kept"]


def test_a_folder_of_an_earlier_engine_is_left_alone(folder: OfflineFolder) -> None:
    logs = folder.pulumi_home / "logs"
    logs.mkdir()
    (logs / "run.log").write_text("told")

    direct_logs(folder, wanted=False)

    assert (logs / "run.log").read_text() == "told"
