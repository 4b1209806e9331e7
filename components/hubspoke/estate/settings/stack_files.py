"""The files of a project's stacks: where they are, what each says, and the base that several of them share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from hubspoke.base import ArgsError
from hubspoke_network.core import BASE, Problem, over_base

HIDDEN = "[secret]"
"""What stands in the place of an encrypted value that is read without its key."""


def stack_folder(project: Path) -> Path:
    """The folder of the stack files: `stackConfigDir` of the Pulumi.yaml in `project`, else `project` itself."""
    folder = _described(project).get("stackConfigDir")
    return project / str(folder) if folder else project


def project_name(project: Path) -> str:
    """The name of the project in `project`. Raises `ArgsError` where there is none."""
    name = _described(project).get("name")
    if not isinstance(name, str):
        raise ArgsError([Problem("HS203", str(project / "Pulumi.yaml"), "", "names no project", "run in its folder")])
    return name


def stack_names(project: Path) -> list[str]:
    """The stacks of a project, by their files."""
    return sorted(path.name[len("Pulumi.") : -len(".yaml")] for path in stack_folder(project).glob("Pulumi.*.yaml"))


def read_stack(project: Path, stack: str) -> dict[str, Any]:
    """The settings in a stack's file, without the project's name before their keys, over those of its base.

    Encrypted values are not read. Raises `ArgsError`.
    """
    folder = stack_folder(project)
    return with_base(_own(folder / f"Pulumi.{stack}.yaml", project_name(project)), folder, project_name(project))


def with_base(values: dict[str, Any], folder: Path, project: str) -> dict[str, Any]:
    """`values` over those of the file that their `base` names: maps are merged, all else is replaced; null takes away.

    The base is written as a stack's file is. Raises `ArgsError` where it cannot be read.
    """
    name = values.get(BASE)
    if name is None:
        return values
    own = {key: value for key, value in values.items() if key != BASE}
    return over_base(_own(folder / str(name), project), own)


def _own(file: Path, project: str) -> dict[str, Any]:
    config = _read(file).get("config") or {}
    if not isinstance(config, Mapping):
        raise _unreadable(file, "has no map of settings under config")
    prefix = f"{project}:"
    return {key.removeprefix(prefix): _shown(value) for key, value in config.items() if str(key).startswith(prefix)}


def _shown(value: Any) -> Any:
    """`value` with a word in the place of what is encrypted."""
    if isinstance(value, Mapping):
        return HIDDEN if value.keys() == {"secure"} else {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list) else value


def _described(project: Path) -> Mapping[str, Any]:
    file = project / "Pulumi.yaml"
    return _read(file) if file.is_file() else {}


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise _unreadable(file, f"cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(found, Mapping):
        raise _unreadable(file, "is not a map")
    return found


def _unreadable(file: Path, message: str) -> ArgsError:
    return ArgsError([Problem("HS203", file.name, "", message, "write it as a stack file is written")])
