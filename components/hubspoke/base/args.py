"""The base of every component's arguments: one class that checks, parses YAML and yields both schemas.

A field is plain where it decides which resources exist, or an address; it is a `pulumi.Input` where its value may come
from another resource: ids, names, tags, keys. Python writes snake_case, YAML and other languages write camelCase.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from enum import Enum
from typing import Any, Self, get_args

import pulumi
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

from hubspoke._pulumi import MODEL_NAMES
from hubspoke.base.shape_problems import second_pass
from hubspoke_network.core import Problem, SpecError

_INSIDE: ContextVar[bool] = ContextVar("hubspoke_args_inside", default=False)

SECRET: JsonDict = {"writeOnly": True}
"""Marks a field that holds a secret: `Field(default=None, repr=False, json_schema_extra=SECRET)`."""


class ArgsError(SpecError, pulumi.RunError):
    """Arguments that cannot be carried out. Pulumi prints a `RunError` without a traceback."""


class Args(BaseModel):
    """Arguments of a component. Whatever is wrong with them is told in one `ArgsError`."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
        # A program uses a few of the classes: each is built when it is first used, not when it is imported.
        defer_build=True,
    )

    @classmethod
    def model_rebuild(cls, **kwargs: Any) -> bool | None:
        """Build the class and those its fields are of: what is secret must be known once it is used.

        `pulumi.Input` is resolvable, whatever the class's module imports.
        """
        built = super().model_rebuild(**{**MODEL_NAMES, **kwargs})
        if built:
            for info in cls.model_fields.values():
                for nested in _classes(info.annotation):
                    nested.model_rebuild()
        return built

    @model_validator(mode="wrap")
    @classmethod
    def _everything_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if _INSIDE.get():
            return handler(data)
        token = _INSIDE.set(True)
        try:
            try:
                parsed: Self | None = handler(data)
                problems: list[Problem] = []
                survivor = parsed
            except ValidationError as error:
                parsed = None
                problems, survivor = second_pass(cls, data, error)
        finally:
            _INSIDE.reset(token)
        if survivor is not None:
            told = [problem.path for problem in problems]
            problems += [p for p in survivor.problems() if not any(_below(p.path, path) for path in told)]
        if problems or parsed is None:
            raise ArgsError(problems, cls.__name__)
        return parsed

    @classmethod
    def of(cls, value: "Self | Mapping[str, Any]") -> Self:
        """`value` as arguments: itself, or parsed from a mapping with names in snake_case or camelCase."""
        return cls.model_validate(value)

    def problems(self, path: str = "") -> Iterator[Problem]:
        """What is wrong below this object, though every field has its type."""
        for problem in self.own_problems():
            yield moved(problem, path)
        for name, info in type(self).model_fields.items():
            yield from _nested(getattr(self, name), _join(path, info.alias or name))

    def own_problems(self) -> Iterator[Problem]:
        """What is wrong between this object's fields; paths are relative to it, in camelCase."""
        return iter(())


def _classes(annotation: Any) -> Iterator[type[Args]]:
    """Classes of arguments within an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Args):
        yield annotation
    for inner in get_args(annotation):
        yield from _classes(inner)


def _below(path: str, upper: str) -> bool:
    return path == upper or path.startswith((f"{upper}.", f"{upper}["))


def _nested(value: Any, path: str) -> Iterator[Problem]:
    if isinstance(value, Args):
        yield from value.problems(path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _nested(item, _join(path, str(key)))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nested(item, f"{path}[{index}]")


def moved(problem: Problem, path: str) -> Problem:
    """`problem` as seen from further up: its path behind `path`."""
    if not path:
        return problem
    return Problem(problem.code, _join(path, problem.path), problem.value, problem.message, problem.instead)


def _join(path: str, rest: str) -> str:
    if not path or not rest:
        return path or rest
    return f"{path}{rest}" if rest.startswith("[") else f"{path}.{rest}"


def known(value: Any) -> bool:
    """Whether an input's value is there already, rather than promised by an Output or an awaitable."""
    return not isinstance(value, pulumi.Output) and not asyncio.iscoroutine(value) and not asyncio.isfuture(value)


def words(choices: type[Enum]) -> str:
    """The values of an enum, for a message."""
    return ", ".join(str(choice.value) for choice in choices)


def secret_field(description: str) -> Any:
    """An optional field that holds a secret: kept out of `repr`, messages and schemas' examples."""
    return Field(default=None, repr=False, json_schema_extra=SECRET, description=description)
