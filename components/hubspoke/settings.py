"""The settings of a stack: what stands under the project's name in `stacks/Pulumi.<stack>.yaml`."""

import json
from collections.abc import Iterable
from typing import Any

import pulumi

from hubspoke.args import ArgsError
from hubspoke.estate_args import EstateArgs
from hubspoke_network.errors import Problem


def load_settings(project: str | None = None) -> EstateArgs:
    """The running stack's settings as an estate's arguments.

    Every key of the project's namespace is one of `EstateArgs`; an unknown one is a mistake. Raises `ArgsError`, which
    Pulumi prints without a traceback.
    """
    return read_settings(_stack_config(project or pulumi.get_project()), f"Pulumi.{pulumi.get_stack()}.yaml")


def read_settings(values: dict[str, Any], subject: str) -> EstateArgs:
    """`values` as an estate's arguments: top-level keys without the project's name, values as YAML or JSON has them."""
    try:
        return EstateArgs.of(values)
    except ArgsError as error:
        raise ArgsError(error.problems, subject) from None


def _stack_config(project: str) -> dict[str, Any]:
    config = pulumi.Config(project)
    return {key: _value(config.require(key), key) for key in _keys(project)}


def _keys(project: str) -> Iterable[str]:
    """The keys that the stack file has for the project."""
    every: dict[str, Any] = {**pulumi.runtime.config.get_config_env(), **pulumi.runtime.config.CONFIG.get()}
    prefix = f"{project}:"
    return [key.removeprefix(prefix) for key in every if key.startswith(prefix)]


def _value(text: str, key: str) -> Any:
    """A configuration value: Pulumi hands objects and lists over as JSON, and everything else as text."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = Problem("HS201", key, text[:60], f"is not JSON: {error}", "write the value as YAML in the stack file")
        raise ArgsError([problem], "the stack's configuration") from None
