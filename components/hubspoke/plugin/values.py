"""From what the engine sent to what an Args class takes: plain values where they decide, outputs where they may be."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pydantic import BaseModel

from hubspoke._pulumi import by_urn
from hubspoke.base import HubRef, SchemaType, fields_of
from hubspoke.plugin.wire import Wire

KeyPath = tuple[str | int, ...]


@dataclass(slots=True)
class ReadArguments:
    """The input of one component, ready for its Args class, and what the class cannot tell."""

    fields: dict[str, Any] = field(default_factory=dict)
    secrets: set[KeyPath] = field(default_factory=set)
    """Where a secret stands that decides what is made, and would lose its secrecy."""
    hubs: dict[KeyPath, Wire] = field(default_factory=dict)
    """The id of the virtual network of each `HubRef`."""


def read_arguments(model: type[BaseModel], inputs: dict[str, Wire]) -> ReadArguments:
    """The inputs as arguments of `model`. Whatever does not fit is left as it is, for the class to refuse."""
    taken = ReadArguments()
    taken.fields = _object(model, inputs, (), taken)
    return taken


def secret_places(inputs: dict[str, Wire]) -> set[KeyPath]:
    """Where a secret stands, and everything above it: what must not be shown."""
    found: set[KeyPath] = set()
    for key, wire in inputs.items():
        found |= {place[:length] for place in _secrets(wire, (key,)) for length in range(1, len(place) + 1)}
    return found


def _secrets(wire: Wire, path: KeyPath) -> Iterator[KeyPath]:
    if wire.secret:
        yield path
    if isinstance(wire.value, dict):
        for key, item in wire.value.items():
            yield from _secrets(item, (*path, key))
    elif isinstance(wire.value, list):
        for index, item in enumerate(wire.value):
            yield from _secrets(item, (*path, index))


def _object(model: type[BaseModel], inputs: dict[str, Wire], path: KeyPath, taken: ReadArguments) -> dict[str, Any]:
    shapes = fields_of(model)
    return {
        key: _value(wire, shapes[key], (*path, key), taken) if key in shapes else wire.plain()
        for key, wire in inputs.items()
        # A field that is null is one that was left out.
        if wire.value is not None or wire.unknown
    }


def _value(wire: Wire, shape: SchemaType, path: KeyPath, taken: ReadArguments) -> Any:
    if shape.eventual:
        return _eventual(wire)
    if wire.unknown:
        return _unknown(wire, shape)
    if isinstance(wire.value, dict) and shape.kind == "object" and shape.model is not None:
        parts = {key: wire.below(item) for key, item in wire.value.items()}
        if issubclass(shape.model, HubRef) and "vnetId" in parts:
            taken.hubs[path] = parts["vnetId"]
        return _object(shape.model, parts, path, taken)
    if isinstance(wire.value, dict) and shape.kind == "map" and shape.item is not None:
        item = shape.item
        return {key: _value(wire.below(part), item, (*path, key), taken) for key, part in wire.value.items()}
    if isinstance(wire.value, list) and shape.kind == "array" and shape.item is not None:
        item = shape.item
        return [_value(wire.below(part), item, (*path, index), taken) for index, part in enumerate(wire.value)]
    if wire.secret:
        taken.secrets.add(path)
        return _output(wire)
    return wire.plain()


def _eventual(wire: Wire) -> Any:
    """A value that may be an output: one only where it has to be, so that what is known can be checked."""
    parts = list(wire.parts())
    if not any(part.unknown or part.secret or part.dependencies for part in parts):
        return wire.plain()
    whole = Wire(
        wire.value,
        any(part.unknown for part in parts),
        any(part.secret for part in parts),
        frozenset(urn for part in parts for urn in part.dependencies),
    )
    return _output(whole)


def _unknown(wire: Wire, shape: SchemaType) -> Any:
    """An object that is not known yet, as one with unknown fields; anything else decides, and is refused."""
    shapes = fields_of(shape.model) if shape.model is not None else {}
    if shapes and all(part.eventual for part in shapes.values()):
        return {key: _output(wire) for key in shapes}
    return _output(wire)


def _output(wire: Wire) -> "pulumi.Output[Any]":
    resources = {by_urn(urn) for urn in wire.dependencies}
    known = not wire.unknown
    return pulumi.Output(resources, _there(wire.plain() if known else None), _there(known), _there(wire.secret))


def _there(value: Any) -> "asyncio.Future[Any]":
    future = asyncio.get_running_loop().create_future()
    future.set_result(value)
    return future
