"""`pulumi-offline`: the real Pulumi command line against the offline Azure.

Any Pulumi command and option can be given. The engine runs with a private home, a file backend, a fixed passphrase and
our provider in the place of azure-native's, all kept in `.azure-offline/` beside the project's `Pulumi.yaml`. Project
and program are the ones that run against real Azure.

Stack files. The engine works on a copy, so the clone stays clean: `up`, `preview` and the other commands with a
`--config-file` option are given the copy, unless the option was written. `stack init`, `rm` and `rename` touch the copy
and the offline state only. `config set`, `rm`, `cp` and the like change the project's own file, as they would against
real Azure, but leave no salt in it; a `--secret` value goes to the copy alone, since the offline passphrase protects
nothing. `up --config key=value` holds for that run.

A stack that has no offline state yet is created by `up`, `preview`, `import`, `watch` and `config`, and selected where
none was. Without `--stack` and a selected stack, the only one of the project is taken.

Environment: AZURE_OFFLINE_FOLDER moves `.azure-offline`, AZURE_OFFLINE_HOME the offline Azure alone; HUBSPOKE_PULUMI
names the engine, HUBSPOKE_ENGINE=build passes over the one on PATH. AZURE_OFFLINE_DEBUG=1 keeps debug messages and the
engine's logs, as --debug does. ARM_SUBSCRIPTION_ID and ARM_TENANT_ID keep their values. What the offline Azure holds
and how it behaves is shown and changed by `azure-offline`.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

from azure_offline.commands.pulumi import config_commands, stacks
from azure_offline.commands.pulumi.arguments import (
    CREATES_STACK,
    SHADOWED,
    TAKES_CONFIG_FILE,
    Invocation,
    read_arguments,
)
from azure_offline.engine import ensure_engine
from azure_offline.engine.environment import install_plugins, pulumi_variables
from azure_offline.engine.logs import direct_logs
from azure_offline.home import DEBUG_VARIABLE, OfflineFolder, Project, find_project, offline_folder
from hubspoke_network.core import HubspokeError

FAILED = 255
"""Exit code of errors of our own, as the engine's for what was wrong with a command line."""

HELP = """\
pulumi-offline runs the Pulumi engine on this project against an offline Azure. All of Pulumi's commands and options
work; state, the copies of the stack files and the offline Azure are kept in .azure-offline/ beside Pulumi.yaml.
Environment: AZURE_OFFLINE_FOLDER, AZURE_OFFLINE_HOME, HUBSPOKE_PULUMI. See also: azure-offline --help.

"""


def run() -> NoReturn:
    """Become the engine with the command line of this process (console script)."""
    try:
        _run(sys.argv[1:])
    except HubspokeError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(arguments: list[str]) -> NoReturn:
    invocation = read_arguments(arguments)
    engine = ensure_engine()
    start = Path(invocation.cwd) if invocation.cwd else _working_folder()
    project = find_project(start.absolute()) if start.is_dir() else None
    folder = offline_folder(project)
    folder.create()
    install_plugins(folder, project)
    os.environ.update(pulumi_variables(folder))
    if invocation.wants_debug:
        os.environ[DEBUG_VARIABLE] = "1"
    direct_logs(folder, wanted=os.environ.get(DEBUG_VARIABLE) == "1")
    if invocation.wants_help or not invocation.command:
        if invocation.flags.isdisjoint({"--version"}):
            sys.stdout.write(HELP)
            sys.stdout.flush()
        _become(engine.path, arguments)
    if project is None:
        _become(engine.path, arguments)
    _run_in_project(engine.path, invocation, project, folder)


def _run_in_project(pulumi: Path, invocation: Invocation, project: Project, folder: OfflineFolder) -> NoReturn:
    if invocation.command in SHADOWED or _creates_by_select(invocation):
        sys.exit(stacks.run_in_shadow(pulumi, invocation, project, folder))
    if invocation.first in {"stack", "state"}:
        sys.exit(stacks.run_guarded(pulumi, invocation, project))
    if invocation.first not in TAKES_CONFIG_FILE:
        _become(pulumi, list(invocation.arguments))
    stack = stacks.choose_stack(invocation, project, folder)
    stacks.clear_stale_locks(project, folder, stack)
    if invocation.first in CREATES_STACK:
        stacks.ensure_stack(pulumi, project, folder, stack)
    if config_commands.changes_config(invocation):
        sys.exit(config_commands.change_config(pulumi, invocation, project, folder, stack))
    if invocation.first == "destroy" and "--remove" in invocation.flags:
        sys.exit(stacks.destroy_and_remove(pulumi, invocation, project, folder, stack))
    options = stacks.options_for(invocation, project, folder, stack)
    _become(pulumi, invocation.with_options(*options))


def _creates_by_select(invocation: Invocation) -> bool:
    return invocation.command == ("stack", "select") and bool(invocation.flags & {"--create", "-c"})


def _working_folder() -> Path:
    """Return the current folder as the engine sees it: by $PWD where that is right, so links are kept."""
    current = Path.cwd()
    written = os.environ.get("PWD", "")
    return Path(written) if written and Path(written).is_absolute() and _same_folder(written, current) else current


def _same_folder(left: str, right: Path) -> bool:
    try:
        return Path(left).samefile(right)
    except OSError:
        return False


def _become(pulumi: Path, arguments: list[str]) -> NoReturn:
    """Replace this process by the engine: signals, terminal and exit code are then the engine's own."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(pulumi, ["pulumi", *arguments])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    run()
