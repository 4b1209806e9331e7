"""`config set`, `rm`, `cp` and the like: which file they change.

Plain values go to the project's own file, as against real Azure, which is left without a salt. Secrets go to the copy
alone: encrypted with the offline passphrase they would protect nothing, and nobody else could read them.
"""

import json
import os
from pathlib import Path

from azure_offline.commands.pulumi.arguments import Invocation
from azure_offline.commands.pulumi.stack_copies import drop_offline_secret, refresh_copy, remove_new_salts, salted
from azure_offline.commands.pulumi.stacks import StackError, copy_of, locked, run_child
from azure_offline.home import OfflineFolder, Project

_CHANGES = frozenset({"set", "set-all", "remove", "remove-all", "copy", "refresh", "env"})


def changes_config(invocation: Invocation) -> bool:
    """Tell whether a command changes the stack's file."""
    return invocation.first == "config" and len(invocation.command) > 1 and invocation.command[1] in _CHANGES


def change_config(pulumi: Path, invocation: Invocation, project: Project, folder: OfflineFolder, stack: str) -> int:
    """Run a command that changes configuration; return its exit code."""
    if invocation.config_file is not None:
        return run_child([pulumi, *invocation.arguments], dict(os.environ))
    copy = copy_of(project, folder, stack)
    options = [] if invocation.stack or "PULUMI_STACK" in os.environ else ["--stack", stack]
    if sets_secret(invocation):
        with locked(folder):
            refresh_copy(project.stack_file(stack), copy)
        options += ["--config-file", str(copy)]
        return run_child([pulumi, *invocation.with_options(*options)], dict(os.environ))
    configuration = project.stack_file(stack).parent
    configuration.mkdir(exist_ok=True)
    before = salted(configuration)
    code = run_child([pulumi, *invocation.with_options(*options)], dict(os.environ))
    remove_new_salts(configuration, before)
    if code == 0 and invocation.command[1] == "remove" and invocation.positionals:
        key = invocation.positionals[0]
        drop_offline_secret(copy, key if ":" in key else f"{project.name}:{key}")
    return code


def sets_secret(invocation: Invocation) -> bool:
    """Tell whether a command encrypts something. Raises StackError where it sets plain values as well."""
    secret = _json_secrets(invocation.values.get("--json", ""))
    if "--secret" in invocation.flags:
        return True
    if "--secret" not in invocation.values and not any(secret):
        return False
    if "--plaintext" in invocation.values or not all(secret):
        raise StackError(
            "[HS605] config set-all: secrets are kept offline, plain values in the project's file;"
            " set them with two commands"
        )
    return True


def _json_secrets(text: str) -> list[bool]:
    """Return for each entry of a `--json` argument whether it is secret; nothing for what the engine will refuse."""
    try:
        entries = json.loads(text or "{}")
    except ValueError:
        return []
    if not isinstance(entries, dict):
        return []
    return [isinstance(entry, dict) and bool(entry.get("secret")) for entry in entries.values()]
