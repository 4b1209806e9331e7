"""Functions of the template language over lists and objects, some of texts too.

Source: azure-docs template-functions-array, -object, and the parts of -string that lists share.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hubspoke_network.readers.templates.scalar_functions import need_number, need_text
from hubspoke_network.readers.templates.values import Hole, Misuse, Partial, Value, alike, first_hole, joined, label_of

LONGEST_RANGE = 10_000


def need_list(value: Value) -> list[Any]:
    """The value, which must be a list. Raises `Misuse`."""
    if not isinstance(value, list):
        raise Misuse("something else stands where a list is taken")
    return value


def need_object(value: Value) -> Mapping[str, Any]:
    """The value, which must be an object. Raises `Misuse`."""
    if not isinstance(value, Mapping):
        raise Misuse("something else stands where an object is taken")
    return value


def concat(*values: Value) -> Value:
    """`concat(...)` of lists, or of texts with holes where some are not known."""
    if values and all(isinstance(value, list) for value in values):
        return [item for value in values for item in value]
    return joined(values)


def length(value: Value) -> int:
    """`length(...)`."""
    if isinstance(value, str | list | Mapping):
        return len(value)
    raise Misuse("it has no length")


def first(value: Value) -> Value:
    """`first(...)`: null of an empty list, nothing of an empty text."""
    return need_text(value)[:1] if isinstance(value, str) else next(iter(need_list(value)), None)


def last(value: Value) -> Value:
    """`last(...)`."""
    return value[-1:] if isinstance(value, str) else next(reversed(need_list(value)), None)


def take(value: Value, count: Value) -> Value:
    """`take(...)`: as many as there are, none for a negative count."""
    return (value if isinstance(value, str) else need_list(value))[: max(need_number(count), 0)]


def skip(value: Value, count: Value) -> Value:
    """`skip(...)`."""
    return (value if isinstance(value, str) else need_list(value))[max(need_number(count), 0) :]


def contains(inside: Value, wanted: Value) -> bool:
    """`contains(...)`: a value of a list, a key of an object (in any case), a part of a text."""
    if isinstance(inside, Mapping):
        return need_text(wanted).lower() in {key.lower() for key in inside}
    if isinstance(inside, list):
        if any(alike(item, wanted) for item in inside):
            return True
        if label_of(wanted).lower() in {label_of(item).lower() for item in inside}:
            raise Misuse("an entry differs in case only")
        return False
    return str(need_number(wanted) if not isinstance(wanted, str) else wanted) in need_text(inside)


def empty(value: Value) -> bool:
    """`empty(...)`."""
    return value is None or length(value) == 0


def union(*values: Value) -> Value:
    """`union(...)` of lists without repeats, or of objects, of which later members win and objects are merged."""
    if all(isinstance(value, list) for value in values):
        if first_hole(list(values)) is not None:
            raise Misuse("an entry of its lists is not known")
        return list({label_of(item): item for value in values for item in value}.values())
    merged: dict[str, Any] = {}
    for value in values:
        merged = _merged(merged, need_object(value))
    return merged


def _merged(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    return {**a, **{key: _merged_member(a.get(key), item) for key, item in b.items()}}


def _merged_member(old: Value, new: Value) -> Value:
    if not isinstance(new, Mapping):
        return new
    if isinstance(old, Hole):
        return old  # whatever it holds stays beside the new members
    return _merged(old, new) if isinstance(old, Mapping) else new


def intersection(*values: Value) -> Value:
    """`intersection(...)` of lists, or of objects, which share a member if key and value agree."""
    if all(isinstance(value, list) for value in values):
        shared = set.intersection(*({label_of(item) for item in value} for value in values))
        return [item for item in union(values[0]) if label_of(item) in shared]
    objects = [need_object(value) for value in values]
    return {
        key: item
        for key, item in objects[0].items()
        if all(key in other and alike(other[key], item) for other in objects[1:])
    }


def create_object(*values: Value) -> dict[str, Any]:
    """`createObject(key, value, ...)`."""
    if len(values) % 2:
        raise Misuse("a key has no value")
    return {need_text(key): value for key, value in zip(values[::2], values[1::2], strict=True)}


def number_range(start: Value, count: Value) -> list[int]:
    """`range(start, count)`."""
    begin, size = need_number(start), need_number(count)
    if not 0 <= size <= LONGEST_RANGE:
        raise Misuse(f"a range has none to {LONGEST_RANGE:,} numbers")
    return list(range(begin, begin + size))


def items(value: Value) -> list[dict[str, Any]]:
    """`items(...)`: an object as a list of keys and values, ordered by key."""
    return [{"key": key, "value": item} for key, item in sorted(need_object(value).items(), key=lambda pair: pair[0])]


def flatten(value: Value) -> list[Any]:
    """`flatten(...)`: one level less."""
    found: list[Any] = []
    for item in need_list(value):
        if isinstance(item, Hole | Partial):
            raise Misuse("a list in it is not known")
        found.extend(need_list(item))
    return found


LISTS: Mapping[str, Callable[..., Value]] = {
    "contains": contains,
    "intersection": intersection,
}
"""Functions whose arguments must be known altogether. Names in lower case; they raise `Misuse`."""

OPEN_LISTS: Mapping[str, Callable[..., Value]] = {
    "array": lambda value: value if isinstance(value, list) else [value],
    "createarray": lambda *values: list(values),
    "createobject": create_object,
    "empty": empty,
    "first": first,
    "flatten": flatten,
    "items": items,
    "last": last,
    "length": length,
    "range": number_range,
    "skip": skip,
    "take": take,
    "union": union,
}
"""Functions whose arguments must be known at their top; entries of lists and members of objects may be holes."""
