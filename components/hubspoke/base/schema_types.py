"""What the annotation of an argument or an output means to the schema, and to values that come over the wire."""

from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pulumi
from pydantic import BaseModel

Scalar = Literal["string", "integer", "number", "boolean"]

_SCALARS: dict[Any, Scalar] = {str: "string", int: "integer", float: "number", bool: "boolean"}


class UnsupportedAnnotation(TypeError):
    """An annotation that no other language could write down; the text says which are possible."""


@dataclass(frozen=True, slots=True)
class SchemaType:
    """A type that every Pulumi language has.

    `kind` is a scalar, `array` or `map` (with `item`), `object` (with `model`) or `enum` (with `choices`). `eventual`
    says that the value may be an output of a resource; `optional` that it may be left out.
    """

    kind: Scalar | Literal["array", "map", "object", "enum"]
    eventual: bool = False
    optional: bool = False
    item: "SchemaType | None" = None
    model: type[BaseModel] | None = None
    choices: type[Enum] | None = None


def schema_type_of(annotation: Any, where: str = "") -> SchemaType:
    """The shape of an annotation. Raises `UnsupportedAnnotation`, naming `where`, for what has no counterpart."""
    members = _members(annotation)
    optional = NoneType in members
    eventual = any(_is_output(member) for member in members)
    plain = [member for member in members if member is not NoneType and not _is_eventual(member)]
    if not plain and eventual:
        return _of_output(members, where)
    if len(plain) != 1:
        raise UnsupportedAnnotation(f"{where}: {annotation} is a choice between types; write one type, or Optional")
    return _of_plain(plain[0], where, eventual=eventual, optional=optional)


def _of_output(members: list[Any], where: str) -> SchemaType:
    (output,) = [member for member in members if _is_output(member)]
    inner = schema_type_of(get_args(output)[0], where)
    return SchemaType(inner.kind, True, inner.optional or NoneType in members, inner.item, inner.model, inner.choices)


def _of_plain(annotation: Any, where: str, *, eventual: bool, optional: bool) -> SchemaType:
    if annotation in _SCALARS:
        return SchemaType(_SCALARS[annotation], eventual, optional)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return SchemaType("enum", eventual, optional, choices=annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return SchemaType("object", eventual, optional, model=annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list:
        return SchemaType("array", eventual, optional, schema_type_of(arguments[0], f"{where}[]"))
    if origin is dict and arguments[0] is str:
        return SchemaType("map", eventual, optional, schema_type_of(arguments[1], f"{where}.*"))
    raise UnsupportedAnnotation(
        f"{where}: {annotation} has no counterpart in other languages; write str, int, float, bool, an Enum of text,"
        " an Args class, list[...] or dict[str, ...]"
    )


def _members(annotation: Any) -> list[Any]:
    if get_origin(annotation) in {Union, UnionType}:
        return [member for argument in get_args(annotation) for member in _members(argument)]
    return [annotation]


def _is_output(annotation: Any) -> bool:
    return get_origin(annotation) is pulumi.Output


def _is_eventual(annotation: Any) -> bool:
    """Whether this is a member of `pulumi.Input[...]` beside the plain type."""
    return _is_output(annotation) or getattr(get_origin(annotation), "__name__", "") == "Awaitable"


def fields_of(model: type[BaseModel]) -> dict[str, SchemaType]:
    """The shapes of a class's fields, by the names that other languages use. A default makes a field optional."""
    model.model_rebuild()
    found = {}
    for name, info in model.model_fields.items():
        shape = schema_type_of(info.annotation, f"{model.__name__}.{name}")
        optional = not info.is_required()
        key = info.alias or name
        found[key] = SchemaType(shape.kind, shape.eventual, optional, shape.item, shape.model, shape.choices)
    return found
