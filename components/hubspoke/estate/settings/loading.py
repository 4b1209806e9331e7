"""The settings of a stack: what stands under the project's name in `stacks/Pulumi.<stack>.yaml`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from hubspoke._pulumi import config_keys
from hubspoke.base import ArgsError, fields_of
from hubspoke.estate.args import EstateArgs
from hubspoke.estate.settings.pins import read_pins
from hubspoke.estate.settings.stack_files import stack_folder, with_base
from hubspoke_network.core import BASE, Problem


def load_settings(project: str | None = None) -> EstateArgs:
    """The running stack's settings as an estate's arguments.

    Every key of the project's namespace is one of `EstateArgs`, or `base`: a file beside the stack files that several
    stacks share, over which each writes what is its own. An unknown key is a mistake. Pins are read from
    `addresses.<stack>.yaml` beside the stack files. Raises `ArgsError`, which Pulumi prints without a traceback.
    """
    stack, folder = pulumi.get_stack(), stack_folder(Path.cwd())
    project = project or pulumi.get_project()
    values = with_base(_stack_config(project), folder, project)
    return read_settings(values, f"Pulumi.{stack}.yaml", read_pins(folder / f"addresses.{stack}.yaml"))


def read_settings(values: dict[str, Any], subject: str, pins: Mapping[str, str] | None = None) -> EstateArgs:
    """`values` as an estate's arguments: top-level keys without the project's name, values as YAML or JSON has them.

    `pins` come on top of those in `values`.
    """
    if pins:
        addresses = values.get("addresses") or {}
        if isinstance(addresses, Mapping):
            values = {**values, "addresses": {**addresses, "pins": {**(addresses.get("pins") or {}), **pins}}}
    try:
        return EstateArgs.of(values)
    except ArgsError as error:
        raise ArgsError(error.problems, subject) from None


def _stack_config(project: str) -> dict[str, Any]:
    config = pulumi.Config(project)
    return {key: _value(config.require(key), key) for key in config_keys(project, [BASE, *fields_of(EstateArgs)])}


def _value(text: str, key: str) -> Any:
    """A configuration value: Pulumi hands objects and lists over as JSON, and everything else as text."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = Problem("HS201", key, text[:60], f"is not JSON: {error}", "write the value as YAML in the stack file")
        raise ArgsError([problem], "the stack's configuration") from None
