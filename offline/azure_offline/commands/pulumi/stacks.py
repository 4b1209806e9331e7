"""The stacks of a project offline: which one is meant, making it, and the commands that change its file.

Commands that write, rename or remove a stack's file without asking for its name run on a shadow of the project: a bare
project file of the same name beside the copies of the stack files. State and stack names are the same there.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from azure_offline.commands.pulumi.arguments import CREATES_STACK, Invocation, read_arguments
from azure_offline.commands.pulumi.stack_copies import refresh_copy, remove_new_salts, salted
from azure_offline.home import OfflineFolder, Project, write_if_changed
from azure_offline.processes.parent_death import end_with_parent
from hubspoke_network.core import HubspokeError, terminal


class StackError(HubspokeError):
    """It is not clear which stack is meant, or it cannot be made."""


def choose_stack(invocation: Invocation, project: Project, folder: OfflineFolder) -> str:
    """Return the stack that a command line means: the named one, the selected one, or the only one there is."""
    named = invocation.stack_name or os.environ.get("PULUMI_STACK") or folder.selected_stack(project)
    if named:
        return named
    known = set(folder.existing_stacks(project))
    if invocation.first in CREATES_STACK:
        known |= set(project.stacks())
    if len(known) == 1:
        return known.pop()
    choice = f"one of {', '.join(sorted(known))}" if known else "its name"
    raise StackError(
        f"[HS603] --stack: no stack of project {project.name} is selected; write --stack with {choice},"
        " or `pulumi-offline stack select`"
    )


def ensure_stack(pulumi: Path, project: Project, folder: OfflineFolder, stack: str) -> None:
    """Make the stack where the offline state has none of this name. Several runs may do so at once."""
    if folder.stack_exists(project, stack):
        return
    with locked(folder):
        if folder.stack_exists(project, stack):
            return
        shadow = _shadow(project, folder)
        refresh_copy(project.stack_file(stack), copy_of(project, folder, stack))
        command = [
            str(pulumi),
            "-C",
            str(shadow),
            "stack",
            "init",
            stack,
            "--no-select",
            "--non-interactive",
            "--color=never",
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            raise StackError(*f"[HS604] stack: {stack!r} cannot be created; {answer.stderr.strip()}".split("\n"))
    if folder.selected_stack(project) is None:
        select = [str(pulumi), "-C", str(project.directory), "stack", "select", stack, "--non-interactive"]
        subprocess.run(select, capture_output=True, check=False)


def options_for(invocation: Invocation, project: Project, folder: OfflineFolder, stack: str) -> list[str]:
    """Return what is added to a command line so that it works on this stack and on the copy of its file."""
    options = [] if invocation.stack or "PULUMI_STACK" in os.environ else ["--stack", stack]
    if invocation.config_file is None:
        copy = copy_of(project, folder, stack)
        with locked(folder):
            refresh_copy(project.stack_file(stack), copy)
        options += ["--config-file", str(copy)]
    return options


def run_in_shadow(pulumi: Path, invocation: Invocation, project: Project, folder: OfflineFolder) -> int:
    """Run a command that writes, renames or removes a stack's file on the shadow project; return its exit code."""
    shadow = _shadow(project, folder)
    selected = folder.selected_stack(project)
    environment = dict(os.environ)
    if selected and invocation.command != ("stack", "new"):
        environment.setdefault("PULUMI_STACK", selected)
    for stack in {*project.stacks(), *folder.existing_stacks(project)}:
        refresh_copy(project.stack_file(stack), copy_of(project, folder, stack))
    arguments = _without_cwd(invocation.arguments)
    code = run_child([pulumi, "-C", shadow, *arguments], environment)
    if code == 0:
        _follow_selection(pulumi, invocation, project, folder, selected)
    return code


def run_guarded(pulumi: Path, invocation: Invocation, project: Project) -> int:
    """Run a `stack` or `state` command; some of them leave a salt in the project's stack file, which is taken out."""
    configuration = project.directory / project.stack_config_dir
    before = salted(configuration)
    code = run_child([pulumi, *invocation.arguments], dict(os.environ))
    remove_new_salts(configuration, before)
    return code


def clear_stale_locks(project: Project, folder: OfflineFolder, stack: str) -> None:
    """Remove the locks of engines that were killed, so that the next run need not be preceded by `pulumi cancel`."""
    for file in (folder.state / ".pulumi" / "locks" / "organization" / project.name / stack).glob("*.json"):
        # Another run may remove its lock, or still be writing it, while it is looked at.
        with suppress(OSError, ValueError):
            lock = json.loads(file.read_text(encoding="utf-8"))
            if lock.get("hostname") == socket.gethostname() and not _is_running(lock.get("pid")):
                file.unlink()
                sys.stderr.write(f"The last run on {terminal(stack)} was killed: its lock is removed.\n")


def _is_running(process: object) -> bool:
    if not isinstance(process, int):
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def destroy_and_remove(
    pulumi: Path, invocation: Invocation, project: Project, folder: OfflineFolder, stack: str
) -> int:
    """Run `destroy --remove`: the engine alone would delete the project's stack file as well."""
    words = invocation.with_options(*options_for(invocation, project, folder, stack))
    code = run_child([pulumi, *(word for word in words if word != "--remove")], dict(os.environ))
    if code != 0 or "--preview-only" in invocation.flags:
        return code
    return run_in_shadow(pulumi, read_arguments(["stack", "rm", "--yes", stack]), project, folder)


def _follow_selection(
    pulumi: Path, invocation: Invocation, project: Project, folder: OfflineFolder, selected: str | None
) -> None:
    """Select in the project what a successful command would have selected there."""
    creates = invocation.command == ("stack", "new") and "--no-select" not in invocation.flags
    if invocation.command == ("stack", "remove"):
        if selected is not None and not folder.stack_exists(project, selected):
            unselect = [str(pulumi), "-C", str(project.directory), "stack", "unselect"]
            subprocess.run(unselect, capture_output=True, check=False)
        return
    if not creates and invocation.command not in {("stack", "select"), ("stack", "rename")}:
        return
    name = (invocation.stack_name if creates else None) or next(iter(invocation.positionals), invocation.stack_name)
    if name and folder.stack_exists(project, name.rsplit("/", 1)[-1]):
        select = [str(pulumi), "-C", str(project.directory), "stack", "select", name, "--non-interactive"]
        subprocess.run(select, capture_output=True, check=False)


def _shadow(project: Project, folder: OfflineFolder) -> Path:
    document = {"name": project.name, "runtime": "python", "description": "stand-in: keeps copies of stack files"}
    write_if_changed(folder.stacks / f"Pulumi{project.file.suffix}", json.dumps(document) + "\n")
    return folder.stacks


def copy_of(project: Project, folder: OfflineFolder, stack: str) -> Path:
    """Return the path of the copy of a stack's file."""
    return folder.stacks / f"Pulumi.{stack}{project.file.suffix}"


def _without_cwd(arguments: Sequence[str]) -> list[str]:
    """Return a command line without its own `-C`/`--cwd`."""
    result: list[str] = []
    skip = False
    for word in arguments:
        if skip or word.startswith(("--cwd=", "-C=")):
            skip = False
        elif word in {"-C", "--cwd"}:
            skip = True
        else:
            result.append(word)
    return result


def run_child(command: Sequence[str | Path], environment: dict[str, str]) -> int:
    """Run the engine as a child that ends with this process; return its exit code as a shell would."""
    process: subprocess.Popen[bytes] | None = None

    def forward(number: int, _: object) -> None:
        # A terminal interrupts the whole foreground group: the engine has had its interrupt, and two mean "at once".
        if process is not None and not (number == signal.SIGINT and _is_foreground()):
            process.send_signal(number)

    previous = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        process = subprocess.Popen(command, env=environment, preexec_fn=end_with_parent(os.getpid()))  # noqa: PLW1509
        code = process.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _is_foreground() -> bool:
    try:
        with Path("/dev/tty").open("rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


@contextmanager
def locked(folder: OfflineFolder) -> Iterator[None]:
    """Let one run at a time write the copies of the stack files."""
    with (folder.root / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
