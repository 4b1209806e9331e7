"""`hubspoke schema`, `hubspoke policies write` and `hubspoke plugin write`."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from hubspoke.estate.settings.schema import schema_text as stack_schema_text
from hubspoke_cli.main import run

REPOSITORY = Path(__file__).parents[2]


def hubspoke(*arguments: str) -> int:
    """The exit code of a call."""
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    return int(str(ended.value.code or 0))


def test_folders_are_written_once_and_never_over_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "deep" / "pack"

    assert hubspoke("policies", "write", str(folder)) == 0
    assert hubspoke("policies", "write", str(folder)) == 0
    assert "0 files written, 4 unchanged" in capsys.readouterr().err
    (folder / "settings.yaml").write_text("set: strict\n")
    assert hubspoke("policies", "write", str(folder)) == 1
    assert (folder / "settings.yaml").read_text() == "set: strict\n"
    assert f"{folder / 'settings.yaml'}" in capsys.readouterr().err
    assert hubspoke("policies", "write", "--force", str(folder)) == 0
    assert "set: baseline\n" in (folder / "settings.yaml").read_text()


@pytest.mark.parametrize(("verb", "checkout"), [("policies", "policies"), ("plugin", "components")])
def test_a_written_folder_runs_what_the_checkout_runs(tmp_path: Path, verb: str, checkout: str) -> None:
    assert hubspoke(verb, "write", str(tmp_path)) == 0

    assert (tmp_path / "__main__.py").read_text() == (REPOSITORY / checkout / "__main__.py").read_text()
    assert (tmp_path / "requirements.txt").read_text() == f"hubspoke=={version('hubspoke')}\n"
    assert "{version}" not in "".join(path.read_text() for path in tmp_path.iterdir())


def test_the_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert hubspoke("schema") == 0
    assert capsys.readouterr().out == stack_schema_text()
    assert hubspoke("schema", "package") == 0
    assert capsys.readouterr().out == (REPOSITORY / "components" / "schema.json").read_text()
    assert hubspoke("schema", "stack", "--against", "old.json") == 2


def test_an_older_schema_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded = REPOSITORY / "components" / "schema.json"
    old = json.loads(recorded.read_text())
    old["resources"]["hubspoke:index:Hub"]["inputProperties"]["colour"] = {"type": "string"}
    (tmp_path / "old.json").write_text(json.dumps(old))
    (tmp_path / "list.json").write_text("[]")

    assert hubspoke("schema", "package", "--against", str(recorded)) == 0
    assert capsys.readouterr().out == ""
    assert hubspoke("schema", "package", "--against", str(tmp_path / "old.json")) == 3
    assert capsys.readouterr().out == "breaks users: resources.hubspoke:index:Hub.colour is gone\n"
    assert hubspoke("schema", "package", "--against", str(tmp_path / "list.json")) == 1
    assert "is no schema of a package" in capsys.readouterr().err
    assert hubspoke("schema", "package", "--against", str(tmp_path / "none.json")) == 1
