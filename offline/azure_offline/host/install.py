"""Install a program's dependencies, and link local SDKs, with the toolchain that its runtime options name."""

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from azure_offline.host.children import Children, Chunk, output_of
from azure_offline.host.python_environment import EnvironmentNotFound, toolchain_of, virtualenv_folder


def install_dependencies(
    children: Children, options: Mapping[str, object], root: Path, folder: Path, variables: Mapping[str, str]
) -> Iterator[Chunk]:
    """Install what `folder` requires, yielding the tools' output.

    Nothing is installed where no environment is named: the program then runs under the Python of `pulumi-offline`,
    which is not ours to change. Raises EnvironmentNotFound when a step fails.
    """
    for command in _commands(options, root, folder):
        yield "stdout", f"{shlex.join(command)}\n".encode()
        process = children.start(command, folder=folder, variables=variables, captured=True)
        yield from output_of(process)
        code = children.wait(process)
        if code != 0:
            raise EnvironmentNotFound(f"`{shlex.join(command)}` in {folder} ended with exit code {code}")


def link_packages(folder: Path, paths: Sequence[str]) -> None:
    """Add local packages to the folder's `requirements.txt`, each once."""
    file = folder / "requirements.txt"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    present = {line.strip() for line in text.splitlines()}
    missing = [path for path in paths if path not in present]
    if missing:
        separator = "" if not text or text.endswith("\n") else "\n"
        file.write_text(text + separator + "".join(f"{path}\n" for path in missing), encoding="utf-8")


def _commands(options: Mapping[str, object], root: Path, folder: Path) -> Iterator[list[str]]:
    tool = toolchain_of(options, folder)
    if tool == "poetry":
        yield ["poetry", "install", "--no-ansi"]
        return
    if tool == "uv":
        yield ["uv", "sync"]
        return
    environment = virtualenv_folder(options, root, folder)
    if environment is None:
        return
    python = environment / "bin" / "python"
    if not python.is_file():
        yield [sys.executable, "-m", "venv", str(environment)]
    if (folder / "requirements.txt").is_file():
        yield [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-r", "requirements.txt"]
    elif (folder / "pyproject.toml").is_file():
        yield [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-e", "."]
