"""Build the engine from its pinned Go modules, once per user."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from azure_offline.engine.errors import EngineError
from azure_offline.engine.go_tool import find_go
from azure_offline.engine.progress import Progress
from azure_offline.engine.recipe_files import PACKAGE, Recipe
from hubspoke_network.core import terminal

_LAST_LINES = 30
_UNFINISHED = ".building-"


def build(recipe: Recipe) -> None:
    """Build the recipe's engine into its cache folder, unless another process has just done so.

    Takes about four minutes on two processors the first time, of which the modules' download is half a minute. Progress
    goes to stderr. Raises EngineError when it fails; nothing half-built is left behind.
    """
    recipe.folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_build(recipe.folder.parent / ".lock"):
        if recipe.executable.is_file():
            return
        for left_over in recipe.folder.parent.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        go = find_go(recipe.minimum_go)
        folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=recipe.folder.parent))
        try:
            for name, text in recipe.files:
                (folder / name).write_bytes(text)
            _build_in(folder, go, recipe)
            shutil.rmtree(recipe.folder, ignore_errors=True)
            folder.chmod(0o755)
            folder.replace(recipe.folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def build_environment() -> dict[str, str]:
    """Return the environment of the Go commands: the user's caches and proxy, but no flags that change the result."""
    # Without cgo the executable needs no C compiler to build and no particular libc to run.
    return {**os.environ, "GOFLAGS": "-mod=readonly", "GOWORK": "off", "CGO_ENABLED": "0"}


def _build_in(folder: Path, go: Path, recipe: Recipe) -> None:
    told = f"Building the Pulumi engine {recipe.version} with {go}: once, into {recipe.folder}"
    sys.stderr.write(f"{terminal(told)}\n")
    downloaded = _Counter()
    with Progress("Fetching Go modules") as progress:

        def fetching(line: str) -> None:
            if line.startswith("go: downloading "):
                progress.note(f"{downloaded.next()} fetched, {line.split()[2]}")

        packages = _lines_of([str(go), "list", "-deps", PACKAGE], folder, fetching)
    compiled = _Counter()
    with Progress("Compiling the engine") as progress:

        def compiling(line: str) -> None:
            if not line.startswith(("go: ", "#")):
                progress.note(f"{compiled.next()} of at most {len(packages)} packages, {line}")

        options = ["-v", "-trimpath", "-buildvcs=false", f"-ldflags={recipe.linker_flags}", "-o", "pulumi"]
        _lines_of([str(go), "build", *options, PACKAGE], folder, compiling)
    answer = subprocess.run([folder / "pulumi", "version"], capture_output=True, text=True, check=False)
    if answer.stdout.strip() != recipe.version:
        raise EngineError(f"What was built is not the engine {recipe.version}: {answer.stdout}{answer.stderr}", "HS602")


class _Counter:
    """Counts from one."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> int:
        self._count += 1
        return self._count


def _lines_of(command: list[str], folder: Path, on_message: Callable[[str], None]) -> list[str]:
    """Run a Go command; pass on its messages as they come, return the lines of its result."""
    messages: list[str] = []
    with tempfile.TemporaryFile("w+") as result:
        with subprocess.Popen(
            command,
            cwd=folder,
            env=build_environment(),
            stdin=subprocess.DEVNULL,
            stdout=result,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                for line in process.stderr or ():
                    messages = [*messages[-_LAST_LINES:], line.rstrip()]
                    on_message(line.strip())
            except BaseException:
                process.terminate()
                raise
        if process.returncode != 0:
            told = "\n".join(messages)
            raise EngineError(f"`{' '.join(command[:2])}` ended with exit code {process.returncode}:\n{told}", "HS602")
        result.seek(0)
        return result.read().splitlines()


@contextmanager
def _only_build(lock: Path) -> Iterator[None]:
    """Let one build at a time run; a second one waits, and then finds the first one's result."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("Waiting for another build of the engine to end...\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
