"""Quicker ways to what Pulumi's SDK does for every value that a program sends or reads, and for every resource.

Loaded by path under the Python of the program, as `run_child.py` is, so that it uses nothing of this package. Each
takes the place of a function of the SDK and gives what that gives; whatever is not plain (secrets, assets, references
to resources, types with names of their own) is still left to the SDK's function. An SDK that has not got these
functions with the same parameters, or answers a sample in another way, keeps its own.
"""

import functools
import inspect
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from itertools import islice
from typing import Any

_SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that marks an object as something special: a secret, an asset, a reference."""

_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The text that stands for a value that is not known yet."""

_PLAIN_TYPES = frozenset({str, bool, int, float, type(None)})


def shorten(pulumi: Any) -> None:
    """Put the quicker ways into an imported SDK. One that differs is left alone, function by function."""
    types, rpc = pulumi._types, pulumi.runtime.rpc
    for install in (
        _shorten_types,
        _shorten_unknowns,
        _shorten_reading,
        _shorten_translation,
        _shorten_set,
        _shorten_traces,
    ):
        with suppress(AttributeError):  # of what is needed, something is not there
            install(pulumi, types, rpc)


def _shorten_types(_pulumi: Any, types: Any, _rpc: Any) -> None:
    # The SDK takes types apart anew for every value it reads or sends: a twentieth of a program's time.
    types.unwrap_type = _remembered(types.unwrap_type)
    types.unwrap_optional_type = _remembered(types.unwrap_optional_type)


def _shorten_unknowns(_pulumi: Any, _types: Any, rpc: Any) -> None:
    if _takes(rpc.contains_unknowns, "val"):
        rpc.contains_unknowns = _contains_unknowns(rpc.contains_unknowns, rpc)


def _shorten_reading(_pulumi: Any, _types: Any, rpc: Any) -> None:
    original = rpc.deserialize_properties
    if rpc.UNKNOWN == _UNKNOWN and _takes(original, "props_struct", "keep_unknowns", "keep_internal"):
        quicker = _deserialize_properties(original, rpc)
        if _same_sample(original, quicker):
            rpc.deserialize_properties = quicker


def _shorten_translation(_pulumi: Any, types: Any, rpc: Any) -> None:
    original = rpc.translate_output_properties
    if _takes(original, "output", "output_transformer", "typ", ...):
        rpc.translate_output_properties = _translate_output_properties(original, types)


def _shorten_set(pulumi: Any, types: Any, _rpc: Any) -> None:
    if pulumi.set is types.set and _takes(types.set, "self", "name", "value"):
        types.set = pulumi.set = _set(types.set, types)


def _shorten_traces(pulumi: Any, _types: Any, _rpc: Any) -> None:
    resource = pulumi.runtime.resource
    original = resource._get_stack_trace
    quicker = _get_stack_trace(original, resource)
    if _takes(original) and _same_trace(original, quicker):
        resource._get_stack_trace = quicker


def _takes(function: Callable[..., Any], *parameters: object) -> bool:
    """Whether a function has these parameters; `...` at the end for any after them."""
    names: list[object] = list(inspect.signature(function).parameters)
    return names[: len(parameters) - 1] == list(parameters[:-1]) if ... in parameters else names == list(parameters)


def _remembered(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of one type that remembers its answers."""
    known = functools.cache(function)

    @functools.wraps(function)
    def answer(kind: Any) -> Any:
        try:
            return known(kind)
        except TypeError:  # not hashable, as one with a list among its annotations; or the function's own
            return function(kind)

    return answer


def _contains_unknowns(original: Callable[[Any], bool], rpc: Any) -> Callable[[Any], bool]:
    is_unknown = rpc.known_types.is_unknown

    def inside(value: Any, seen: set[int]) -> bool:
        """Whether there is an unknown in what is neither plain nor unknown itself. Values may hold themselves."""
        if not isinstance(value, dict | list) or id(value) in seen:
            return False
        seen.add(id(value))
        for member in value.values() if isinstance(value, dict) else value:
            if type(member) not in _PLAIN_TYPES and (is_unknown(member) or inside(member, seen)):
                return True
        return False

    @functools.wraps(original)
    def contains_unknowns(val: Any) -> bool:
        if type(val) in _PLAIN_TYPES:
            return False
        return bool(is_unknown(val)) or inside(val, set())

    return contains_unknowns


class _Special(Exception):
    """There is something that the SDK's own function has to read."""


def _read_object(struct: Any, unknown: Callable[[], Any]) -> dict[str, Any]:
    """The plain value of a Struct, without members that are None. Raises `_Special`."""
    fields = struct.fields
    if _SIGNATURE in fields:
        raise _Special
    found = {}
    for key in fields:
        item = _read(fields[key], unknown)
        if item is not None:
            found[key] = item
    return found


def _read(value: Any, unknown: Callable[[], Any]) -> Any:
    text = value.string_value
    if text:  # most values are texts; of others this is empty
        return unknown() if text == _UNKNOWN else text
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _read_object(value.struct_value, unknown)
    if kind == "list_value":
        return [_read(item, unknown) for item in value.list_value.values]
    if kind is None:
        raise _Special
    return None if kind == "null_value" else getattr(value, kind)


def _deserialize_properties(original: Callable[..., Any], rpc: Any) -> Callable[..., Any]:
    read = rpc.deserialize_property

    @functools.wraps(original)
    def deserialize_properties(props_struct: Any, keep_unknowns: Any = None, keep_internal: Any = True) -> Any:
        if keep_internal is not False:
            with suppress(_Special):
                # What an unknown becomes depends on the run; the SDK is asked.
                return _read_object(props_struct, lambda: read(_UNKNOWN, keep_unknowns))
        return original(props_struct, keep_unknowns, keep_internal)

    return deserialize_properties


def _same_sample(original: Callable[..., Any], quicker: Callable[..., Any]) -> bool:
    """Whether both read the same, in a case where SDKs might differ: of nulls, empty values and internal keys."""
    from google.protobuf import struct_pb2

    inner: dict[str, Any] = {
        "text": "t",
        "empty": "",
        "null": None,
        "number": 1.0,
        "flag": False,
        "__internal": "i",
        "none": {},
    }
    sample = struct_pb2.Struct()
    sample.update({**inner, "__internal": "i", "object": inner, "list": [None, "", 2, inner, [inner], []]})
    return bool(original(sample) == quicker(sample))


def _translate_output_properties(original: Callable[..., Any], types: Any) -> Callable[..., Any]:
    """What makes of each value read one of the type that its property has; a text stays one unless that is an enum."""
    unwrap = types.unwrap_optional_type

    def is_enum(typ: Any) -> bool:
        inner = unwrap(typ) if typ else typ
        return inspect.isclass(inner) and issubclass(inner, Enum)

    known = _remembered(is_enum)

    @functools.wraps(original)
    def translate_output_properties(
        output: Any, output_transformer: Callable[[str], str], typ: Any = None, *more: Any, **named: Any
    ) -> Any:
        if type(output) is str and not known(typ):
            return output
        return original(output, output_transformer, typ, *more, **named)

    return translate_output_properties


def _set(original: Callable[[Any, str, Any], None], types: Any) -> Callable[[Any, str, Any], None]:
    """What generated classes put each of their values with. It asks the same of a class for every value."""
    given, answered, translation = types._PULUMI_INPUT_TYPE, types._PULUMI_OUTPUT_TYPE, types._TRANSLATE_PROPERTY

    def way(cls: Any) -> Callable[[Any, str, Any], None] | None:
        """How a class takes a value under its own name; None for one that the SDK has to look at."""
        if hasattr(cls, answered):
            plain = issubclass(cls, dict) and cls.__setitem__ is dict.__setitem__
            return dict.__setitem__ if plain and not callable(getattr(cls, translation, None)) else None
        return _set_attribute if hasattr(cls, given) and not issubclass(cls, dict) else None

    known = _remembered(way)

    @functools.wraps(original)
    def set(self: Any, name: str, value: Any) -> None:  # noqa: A001  (the SDK's name)
        put = known(type(self))
        if put is not None and type(name) is str and name:
            put(self, name, value)
        else:
            original(self, name, value)

    return set


def _set_attribute(target: Any, name: str, value: Any) -> None:
    target.__dict__[name] = value


def _get_stack_trace(original: Callable[[], Any], resource: Any) -> Callable[[], Any]:
    """Where a resource was made: the frames above the third `__init__`, as the SDK tells them for each resource.

    The SDK has Python read the lines of all frames, and so asks the system about every file: up to a tenth of a
    program's time, though file and number are all that it sends.
    """
    messages = resource.source_pb2

    @functools.cache
    def told(filename: str, line: int | None) -> Any:
        frame = traceback.FrameSummary(filename, line, "", lookup_line=False)
        return messages.StackFrame(pc=resource._get_source_position_for_frame(frame))

    @functools.wraps(original)
    def get_stack_trace() -> Any:
        stack = traceback.walk_stack(inspect.currentframe())
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None:
            stack = islice(stack, max(limit, 0))
        constructors, frames = 0, []
        for frame, line in stack:
            if constructors == 3:
                frames.append(told(frame.f_code.co_filename, line))
            else:
                constructors += frame.f_code.co_name == "__init__"
        return messages.StackTrace(frames=frames)

    return get_stack_trace


def _same_trace(original: Callable[[], Any], quicker: Callable[[], Any]) -> bool:
    """Whether both tell the same of a resource made here."""

    class Resource:
        def __init__(self) -> None:
            self.told = [tell() for tell in (original, quicker)]

    class CustomResource(Resource):
        def __init__(self) -> None:
            super().__init__()

    class Made(CustomResource):
        def __init__(self) -> None:
            super().__init__()

    first, second = Made().told
    return bool(first == second and len(first.frames) > 0)
