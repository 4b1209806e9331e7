"""What pydantic found wrong with the shape of arguments, in the words of this project; and the pass after it.

Pydantic tells one wrong `pulumi.Input` leaf three times (plain type, awaitable, Output), and looks at
nothing across fields once one of them failed. Here the three become one, and what did parse is parsed again without
the rest, so that it can be looked at too.
"""

import difflib
from collections.abc import Mapping, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin

import pulumi
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hubspoke_network.core import Problem
from hubspoke_network.core.secret_names import is_secret_name

M = TypeVar("M", bound=BaseModel)

_WANTED = {
    "string": ("is not text", "write text"),
    "int": ("is not a whole number", "write a whole number"),
    "float": ("is not a number", "write a number"),
    "bool": ("is neither true nor false", "write true or false"),
    "list": ("is not a list", "write a list"),
    "dict": ("is not a map", "write names with their values below"),
    "model": ("is not a map", "write names with their values below"),
}


class _Located(NamedTuple):
    """Where an error stands: keys as they are in the data, and the value there."""

    keys: tuple[str | int, ...]
    value: Any


def second_pass(cls: type[M], data: Any, error: ValidationError) -> tuple[list[Problem], M | None]:
    """Every problem of shape, and `cls` from what is left without them (None where nothing useful is left)."""
    problems = _problems(cls, data, error)
    rest = data
    for _ in range(64):
        pruned = _pruned(cls, rest, error)
        if pruned is None:
            return problems, None
        rest = pruned
        try:
            return problems, cls.model_validate(rest)
        except ValidationError as again:
            error = again
    return problems, None


def _problems(cls: type[BaseModel], data: Any, error: ValidationError) -> list[Problem]:
    by_place: dict[tuple[str | int, ...], list[tuple[ErrorDetails, Any]]] = {}
    for details in error.errors(include_url=False):
        place = _place(data, details)
        by_place.setdefault(place.keys, []).append((details, place.value))
    return [_problem(cls, keys, *_telling(found)) for keys, found in by_place.items()]


def _telling(found: list[tuple[ErrorDetails, Any]]) -> tuple[ErrorDetails, Any]:
    """Of the errors at one place, the one about the plain type."""
    return next((item for item in found if not item[0]["type"].startswith("is_instance")), found[0])


def _place(data: Any, details: ErrorDetails) -> _Located:
    """The error's location without the tags that pydantic puts in for the members of a union."""
    keys: list[str | int] = []
    current = data
    for position, part in enumerate(details["loc"]):
        held, current = _step(current, part)
        if held or (details["type"] == "missing" and position == len(details["loc"]) - 1):
            keys.append(part)
    return _Located(tuple(keys), None if details["type"] == "missing" else current)


def _step(current: Any, part: str | int) -> tuple[bool, Any]:
    if isinstance(current, Mapping) and part in current:
        return True, current[part]
    if isinstance(current, BaseModel) and isinstance(part, str):
        for name, info in type(current).model_fields.items():
            if part in {name, info.alias}:
                return True, getattr(current, name)
    if isinstance(part, int) and isinstance(current, Sequence) and not isinstance(current, str):
        return (True, current[part]) if part < len(current) else (False, current)
    return False, current


def _problem(cls: type[BaseModel], keys: tuple[str | int, ...], details: ErrorDetails, value: Any) -> Problem:
    kind = details["type"]
    owner = _owner(cls, keys)
    keys = _aliased(cls, keys)
    path = path_text(keys)
    name = str(keys[-1]) if keys else ""
    if kind == "missing":
        return Problem("HS101", path, "", "is missing", f"write {name}{_purpose(owner, name)}")
    if kind == "extra_forbidden":
        return Problem("HS102", path, shown(value, name), "is not known here", _did_you_mean(owner, name))
    if isinstance(value, pulumi.Output):
        message = "is known only after deployment, but decides what is made"
        return Problem("HS105", path, "an Output", message, "write a plain value")
    if kind == "enum":
        expected = str(details.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        return Problem("HS104", path, shown(value, name), "is not one of the choices", f"write one of {expected}")
    message, instead = _WANTED.get(kind.partition("_")[0], (details["msg"].lower(), "write another value"))
    return Problem("HS103", path, shown(value, name), message, instead)


def shown(value: Any, name: str = "") -> str:
    """`value` for a message: short, and never a secret."""
    if is_secret_name(name):
        return "[secret]"
    text = str(value) if isinstance(value, str | int | float | bool) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."


def path_text(keys: Sequence[str | int]) -> str:
    """Keys as a path: `spokes.web.addressSpace[0]`."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


def _annotation(cls: type[BaseModel], keys: tuple[str | int, ...]) -> Any:
    """The annotation of the value at `keys`, without `Optional` or `Input` around it; None where there is no such."""
    current: Any = cls
    for key in keys:
        if _is_model(current):
            info = next((i for n, i in current.model_fields.items() if key in {n, i.alias}), None)
            current = info.annotation if info else None
        else:
            current = (get_args(current) or (None,))[-1]
        current = _bare(current)
    return current


def _aliased(cls: type[BaseModel], keys: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """`keys` with fields in YAML's spelling, whichever they were written in."""
    found: list[str | int] = []
    for index, key in enumerate(keys):
        owner = _owner(cls, keys[: index + 1])
        info = owner.model_fields.get(str(key)) if owner is not None else None
        found.append(info.alias if info is not None and info.alias else key)
    return tuple(found)


def _owner(cls: type[BaseModel], keys: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The class that the last key is a field of."""
    owner = _annotation(cls, keys[:-1])
    return owner if _is_model(owner) else None


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _bare(annotation: Any) -> Any:
    """The annotation without `Optional` or `Input` around it."""
    if get_origin(annotation) in {Union, UnionType}:
        return next((_bare(argument) for argument in get_args(annotation) if argument is not NoneType), None)
    return annotation


def _purpose(owner: type[BaseModel] | None, name: str) -> str:
    if owner is None:
        return ""
    for field, info in owner.model_fields.items():
        if name in {field, info.alias} and info.description:
            return ": " + info.description.partition("\n")[0].rstrip(".")
    return ""


def _did_you_mean(owner: type[BaseModel] | None, name: str) -> str:
    if owner is None:
        return "remove it"
    names = [info.alias or field for field, info in owner.model_fields.items()]
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"write {close[0]}, or remove it"
    return f"remove it; known here are {', '.join(sorted(names))}"


def _pruned(cls: type[BaseModel], data: Any, error: ValidationError) -> Any:
    """`data` without what the error is about; None where that leaves nothing.

    A required value is not taken away but stood in for, so that what surrounds it can still be looked at; problems with
    the stand-in are not told.
    """
    change: dict[tuple[str | int, ...], Any] = {}
    for details in error.errors(include_url=False):
        keys = _place(data, details).keys
        if not keys:
            return None
        if details["type"] == "missing" or isinstance(keys[-1], int) or _required(cls, keys):
            stand_in = _stand_in(_annotation(cls, keys))
            if stand_in is not _REMOVED:
                change[keys] = stand_in
                continue
            keys = keys[:-1] if details["type"] == "missing" else keys
            if not keys:
                return None
        change[keys] = _REMOVED
    return _changed(data, change, ())


def _required(cls: type[BaseModel], keys: tuple[str | int, ...]) -> bool:
    owner = _owner(cls, keys)
    if owner is None:
        return False
    return any(info.is_required() for name, info in owner.model_fields.items() if keys[-1] in {name, info.alias})


_REMOVED = object()


def _stand_in(annotation: Any) -> Any:
    plain = get_origin(annotation) or annotation
    if plain in {str, list, dict, int, float, bool}:
        return plain()
    if isinstance(plain, type) and issubclass(plain, Enum):
        return next(iter(plain))
    return _REMOVED


def _changed(data: Any, change: dict[tuple[str | int, ...], Any], here: tuple[str | int, ...]) -> Any:
    if not any(keys[: len(here)] == here for keys in change):
        return data
    if isinstance(data, BaseModel):
        fields = type(data).model_fields
        data = {(i.alias or n): getattr(data, n) for n, i in fields.items() if n in data.model_fields_set}
    if isinstance(data, Mapping):
        added = {keys[-1] for keys in change if keys[:-1] == here} - data.keys()
        items = [*data.items(), *((key, None) for key in added)]
        return {key: value for key, item in items if (value := _item(item, change, (*here, key))) is not _REMOVED}
    if isinstance(data, Sequence) and not isinstance(data, str):
        changed = [_item(item, change, (*here, index)) for index, item in enumerate(data)]
        return [item for item in changed if item is not _REMOVED]
    return data


def _item(item: Any, change: dict[tuple[str | int, ...], Any], here: tuple[str | int, ...]) -> Any:
    return change[here] if here in change else _changed(item, change, here)
