"""Values as the engine sends them: known or not, secret or not, and from which resources.

The SDK's own readers either wrap a value with everything below it into one `Output`, which can be looked into only
after construction has begun, or know no unknown values. Whether arguments are right must be known before that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import struct_pb2

from hubspoke_network.core import OUTPUT, RESOURCE, SECRET, SIGNATURE, is_unknown

Value = None | bool | float | str | list["Wire"] | dict[str, "Wire"]


@dataclass(frozen=True, slots=True)
class Wire:
    """One value: what is known of it, and what is true of it and everything below."""

    value: Value
    unknown: bool = False
    secret: bool = False
    dependencies: frozenset[str] = frozenset()
    """URNs of the resources it came from."""

    def below(self, item: "Wire") -> "Wire":
        """`item`, a part of this value, with what is true of the whole."""
        if not self.secret and not self.dependencies:
            return item
        secret, dependencies = self.secret or item.secret, self.dependencies | item.dependencies
        return Wire(item.value, item.unknown, secret, dependencies)

    def parts(self) -> "Iterable[Wire]":
        """This value and everything in it, each with what is true of the whole."""
        yield self
        inside = self.value.values() if isinstance(self.value, dict) else self.value
        if isinstance(inside, str) or not isinstance(inside, Iterable):
            return
        for item in inside:
            yield from self.below(item).parts()

    def plain(self) -> Any:
        """The value for Python, whatever is true of it; None in place of what is unknown."""
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return self.value


def read_inputs(inputs: struct_pb2.Struct, dependencies: Mapping[str, Iterable[str]]) -> dict[str, Wire]:
    """A component's inputs. `dependencies` are URNs by input, for engines and SDKs that send no outputs as such."""
    found = {}
    for key, value in inputs.fields.items():
        wire = _read(value)
        urns = frozenset(dependencies.get(key, ()))
        if urns and not any(part.dependencies for part in wire.parts()):
            wire = Wire(wire.value, wire.unknown, wire.secret, urns)
        found[key] = wire
    return found


def _read(value: struct_pb2.Value) -> Wire:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _read_struct(value.struct_value.fields)
    if kind == "list_value":
        return Wire([_read(item) for item in value.list_value.values])
    if kind == "string_value":
        unknown = is_unknown(value.string_value)
        return Wire(None if unknown else value.string_value, unknown)
    if kind == "bool_value":
        return Wire(value.bool_value)
    return Wire(value.number_value if kind == "number_value" else None)


def _read_struct(fields: Mapping[str, struct_pb2.Value]) -> Wire:
    signature = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
    if signature == SECRET:
        inner = _read(fields["value"])
        return Wire(inner.value, inner.unknown, True, inner.dependencies)
    if signature == OUTPUT:
        # An output without a value is one that is not known yet.
        inner = _read(fields["value"]) if "value" in fields else Wire(None, unknown=True)
        urns = frozenset(item.string_value for item in fields["dependencies"].list_value.values)
        secret = inner.secret or ("secret" in fields and fields["secret"].bool_value)
        return Wire(inner.value, inner.unknown, secret, inner.dependencies | urns)
    if signature == RESOURCE:
        # Where an id is wanted, a resource stands for its own.
        inner = _read(fields["id"]) if "id" in fields else Wire(None)
        empty = inner.value == ""
        return Wire(None if empty else inner.value, inner.unknown or empty, inner.secret, inner.dependencies)
    return Wire({key: _read(item) for key, item in fields.items()})
