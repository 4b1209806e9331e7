"""Parts of the language host without the engine: environments, packages, children, installation, the parent's death."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from azure_offline.home import DEBUG_VARIABLE
from azure_offline.host.children import Children, output_of
from azure_offline.host.install import install_dependencies, link_packages
from azure_offline.host.packages import distributions, required_plugins, site_folders
from azure_offline.host.python_environment import (
    EnvironmentNotFound,
    PythonEnvironment,
    default_environment,
    python_environment,
    toolchain_of,
    virtualenv_folder,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AZURE_OFFLINE_PYTHON", "PULUMI_PYTHON_CMD", "UV_PROJECT_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "source").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("options", "files", "expected"),
    [
        ({}, (), None),
        ({"virtualenv": ".venv"}, (), ".venv"),
        ({"virtualenv": ".venv", "toolchain": "pip"}, ("uv.lock",), ".venv"),
        ({"toolchain": "uv"}, (), "source/.venv"),
        ({}, ("uv.lock",), ".venv"),
        ({}, ("source/uv.lock", "uv.lock"), "source/.venv"),
        ({"toolchain": "uv", "virtualenv": "env"}, ("uv.lock",), "env"),
        ({"toolchain": "UV"}, ("pyproject.toml",), ".venv"),
    ],
)
def test_which_environment_is_meant(
    project: Path, options: Mapping[str, object], files: tuple[str, ...], expected: str | None
) -> None:
    for name in files:
        (project / name).write_text("")

    folder = virtualenv_folder(options, project, project / "source")

    assert folder == (project / expected if expected else None)


def test_an_unknown_toolchain_is_refused(project: Path) -> None:
    with pytest.raises(EnvironmentNotFound, match="'conda' is unknown; write pip, uv or poetry"):
        toolchain_of({"toolchain": "conda"}, project)


def test_poetry_must_be_there(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    (project / "poetry.lock").write_text("")

    with pytest.raises(EnvironmentNotFound, match="poetry is not on PATH"):
        python_environment({}, project, project / "source")


def test_the_python_that_is_used(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = project / "env" / "bin" / "python"
    missing = python_environment({"virtualenv": "env"}, project, project)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)

    present = python_environment({"virtualenv": "env"}, project, project)

    assert missing.python == default_environment().python
    assert f"{project / 'env'} does not exist" in missing.notice
    assert present == PythonEnvironment(python, project / "env")
    monkeypatch.setenv("AZURE_OFFLINE_PYTHON", str(project / "nowhere"))
    with pytest.raises(EnvironmentNotFound, match="not an executable file"):
        default_environment()


def test_variables_are_those_of_an_activated_environment() -> None:
    environment = PythonEnvironment(Path("/env/bin/python"), Path("/env"))

    variables = environment.variables({"PATH": "/bin", "PYTHONHOME": "/old", "KEPT": "1"})

    assert variables == {"PATH": "/env/bin:/bin", "VIRTUAL_ENV": "/env", "KEPT": "1"}
    assert PythonEnvironment(Path("/bin/python")).variables({"PATH": "/bin"}) == {"PATH": "/bin"}


def test_providers_of_the_installed_sdks(tmp_path: Path) -> None:
    site = tmp_path / "env" / "lib" / "python3.11" / "site-packages"
    linked = tmp_path / "linked"
    contents = {
        site / "pulumi_random" / "pulumi-plugin.json": '{"resource": true, "name": "random", "version": "4.0.0"}',
        site / "pulumi_policy" / "pulumi-plugin.json": '{"resource": false}',
        site / "pulumi_old_thing" / "pulumi-plugin.json": '{"resource": true}',
        site / "pulumi_old_thing-1.5.0.dist-info" / "METADATA": "",
        linked / "pulumi_local" / "pulumi-plugin.json": '{"resource": true, "version": "0.1.0", "server": "https://x"}',
        site / "editable.pth": f"{linked}\nimport something\n",
    }
    for path, text in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    plugins = list(required_plugins(PythonEnvironment(tmp_path / "env" / "bin" / "python", tmp_path / "env")))

    assert [(plugin.name, plugin.version, plugin.server) for plugin in plugins] == [
        ("old-thing", "1.5.0", ""),
        ("random", "4.0.0", ""),
        ("local", "0.1.0", "https://x"),
    ]


def test_this_environment_lists_its_packages() -> None:
    environment = PythonEnvironment(Path(sys.executable))

    assert "pulumi" in dict(distributions(environment))
    assert any((folder / "pulumi").is_dir() for folder in site_folders(environment))


def test_output_and_exit_code_of_a_child() -> None:
    children = Children()
    script = "import sys; print('out'); sys.stdout.flush(); print('err', file=sys.stderr); sys.exit(3)"
    process = children.start([sys.executable, "-c", script], folder=None, variables=os.environ, captured=True)

    chunks = list(output_of(process))

    written = {name: b"".join(data for stream, data in chunks if stream == name) for name in ("stdout", "stderr")}
    assert (written, children.wait(process)) == ({"stdout": b"out\n", "stderr": b"err\n"}, 3)


def test_children_are_killed_with_all_they_started(tmp_path: Path) -> None:
    children = Children()
    process = children.start(["sh", "-c", "sleep 600 & wait"], folder=tmp_path, variables=os.environ, captured=True)

    children.kill_all()

    # Both streams are at their end only when the grandchild is gone as well.
    assert (list(output_of(process)), children.wait(process)) == ([], -signal.SIGKILL)
    with pytest.raises(ChildProcessError):
        children.start(["true"], folder=None, variables=os.environ)


MAKES_AN_ENVIRONMENT = """#!/bin/sh
mkdir -p "$3/bin"
printf '#!/bin/sh\necho installing "$@"\n' > "$3/bin/python"
chmod +x "$3/bin/python"
"""


def test_installation_makes_the_environment_and_tells_what_it_does(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = project / "maker"
    maker.write_text(MAKES_AN_ENVIRONMENT)
    maker.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(maker))
    (project / "requirements.txt").write_text("")
    options = {"virtualenv": "env"}

    output = b"".join(data for _, data in install_dependencies(Children(), options, project, project, os.environ))

    pip = "-m pip install --disable-pip-version-check -r requirements.txt"
    assert output.decode().splitlines() == [
        f"{maker} -m venv {project / 'env'}",
        f"{project / 'env' / 'bin' / 'python'} {pip}",
        f"installing {pip}",
    ]
    assert list(install_dependencies(Children(), {}, project, project, os.environ)) == []


def test_a_failing_installation_is_an_error(project: Path) -> None:
    python = project / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 4\n")
    python.chmod(0o755)
    (project / "requirements.txt").write_text("")

    with pytest.raises(EnvironmentNotFound, match="ended with exit code 4"):
        list(install_dependencies(Children(), {"virtualenv": "env"}, project, project, os.environ))


def test_links_are_added_once(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("pulumi")

    link_packages(tmp_path, ["./sdks/tags", "./sdks/hub"])
    link_packages(tmp_path, ["./sdks/hub"])

    assert (tmp_path / "requirements.txt").read_text() == "pulumi\n./sdks/tags\n./sdks/hub\n"


def test_a_process_notices_that_its_parent_is_gone(tmp_path: Path) -> None:
    child = (
        "import os, sys, threading; from azure_offline.processes.parent_watch import watch_parent;"
        "watch_parent(lambda: (print('orphan', flush=True), os._exit(0)));"
        "print('watching', flush=True); threading.Event().wait()"
    )
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "watching\n"

    process.kill()

    assert process.stdout.read() == "orphan\n"
    process.wait()
    process.stdout.close()


def test_a_process_whose_parent_ended_before_it_looked_notices_as_well(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    script = (
        "import os, threading; from azure_offline.processes.parent_watch import watch_parent;"
        "watch_parent(lambda: os._exit(7)); threading.Event().wait()"
    )

    answer = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "AZURE_OFFLINE_PARENT": str(ended.pid)}, check=False
    )

    assert answer.returncode == 7


@pytest.mark.parametrize(("wanted", "sent"), [("1", True), ("0", False), (None, False)])
def test_debug_messages_are_sent_where_they_are_wanted(wanted: str | None, sent: bool) -> None:
    script = (
        "import pulumi, runpy, types; from azure_offline.host import run_child; original = pulumi.log.debug;"
        "words = ['--project', 'p', '--stack', 's', 'program.py'];"
        "run_child._configure(run_child._program_arguments(words));"
        "print(pulumi.log.debug is original, pulumi.log.info is not None)"
    )
    environment = {name: text for name, text in os.environ.items() if name != DEBUG_VARIABLE}
    environment |= {} if wanted is None else {DEBUG_VARIABLE: wanted}

    answer = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)

    assert answer.stdout == f"{sent} True\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_host_ends_whichever_of_its_threads_gets_the_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-P", "-m", "azure_offline.host", "127.0.0.1:1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as host:
        assert host.stdout is not None
        assert int(host.stdout.readline()) > 0
        others = [int(entry.name) for entry in Path(f"/proc/{host.pid}/task").iterdir() if entry.name != str(host.pid)]
        assert ctypes.CDLL(None).tgkill(host.pid, others[-1], number) == 0
        try:
            ended = host.communicate(timeout=4)
        finally:
            host.kill()
    assert (ended, host.returncode) == (("", ""), 0)
