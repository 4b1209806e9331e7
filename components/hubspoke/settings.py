"""The settings of a stack: what stands under the project's name in `stacks/Pulumi.<stack>.yaml`."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import yaml

from hubspoke.args import ArgsError
from hubspoke.estate_args import EstateArgs
from hubspoke_network.errors import Problem


def load_settings(project: str | None = None) -> EstateArgs:
    """The running stack's settings as an estate's arguments.

    Every key of the project's namespace is one of `EstateArgs`; an unknown one is a mistake. Pins are read from
    `addresses.<stack>.yaml` beside the stack files. Raises `ArgsError`, which Pulumi prints without a traceback.
    """
    stack = pulumi.get_stack()
    values = _stack_config(project or pulumi.get_project())
    return read_settings(
        values, f"Pulumi.{stack}.yaml", read_pins(stack_folder(Path.cwd()) / f"addresses.{stack}.yaml")
    )


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


def stack_folder(project: Path) -> Path:
    """The folder of the stack files: `stackConfigDir` of the Pulumi.yaml in `project`, else `project` itself."""
    file = project / "Pulumi.yaml"
    if not file.is_file():
        return project
    described = yaml.safe_load(file.read_text(encoding="utf-8"))
    folder = described.get("stackConfigDir") if isinstance(described, Mapping) else None
    return project / str(folder) if folder else project


def read_pins(file: Path) -> dict[str, str]:
    """The pins of a stack: paths of sizes and their prefixes; none where there is no file. Raises `ArgsError`."""
    if not file.is_file():
        return {}
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        told = str(error).replace("\n", " ")
        raise ArgsError([Problem("HS202", file.name, "", f"is not YAML: {told}", "write paths and prefixes")]) from None
    if not isinstance(found, Mapping) or not all(isinstance(value, str) for value in found.values()):
        problem = Problem(
            "HS202", file.name, "", "is not a map of paths to prefixes", "write one `path: prefix` a line"
        )
        raise ArgsError([problem])
    return {str(path): prefix for path, prefix in found.items()}


def pins_text(estate: EstateArgs) -> str:
    """The file of pins that keeps every prefix where it is now, those of networks that are gone included."""
    kept = (estate.addresses.pins or {}) if estate.addresses else {}
    pins = {**kept, **estate.placement.prefixes}
    head = "# Prefixes that were placed for good, by the path of the size. Take a line away to give its range back.\n"
    return head + "".join(f"{path}: {pins[path]}\n" for path in sorted(pins))
