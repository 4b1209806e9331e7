"""Functions of the template language over texts, numbers and truth values, and comparisons.

Source: azure-docs template-functions-string, -numeric, -comparison.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from hubspoke_network.readers.templates.bounds import MAX_TEXT, check_size
from hubspoke_network.readers.templates.values import (
    Hole,
    Misuse,
    Partial,
    Value,
    alike,
    joined,
    label_of,
    parts_of,
    text_of,
)

LARGEST = 2**63
_PLACE = re.compile(r"{{|}}|{(\d{1,3})(?::([^{}]*))?}|[{}]")
_PADDED = re.compile(r"^(?:[Dd](\d{1,2})|(0{1,20}))$")


def need_text(value: Value) -> str:
    """The value, which must be a text. Raises `Misuse`."""
    if not isinstance(value, str):
        raise Misuse("something else stands where a text is taken")
    return value


def need_number(value: Value) -> int:
    """The value, which must be a whole number. Raises `Misuse`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misuse("something else stands where a whole number is taken")
    return value


def format_text(pattern: Value, *values: Value) -> Value:
    """`format('{0}-{1:D2}', ...)`; unknown values leave holes."""
    pieces: list[Value] = []
    text, at = need_text(pattern), 0
    for match in _PLACE.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        if match[1] is None:
            if len(match[0]) == 1:
                raise Misuse("a brace in the pattern is not closed")
            pieces.append(match[0][0])
        elif int(match[1]) >= len(values):
            raise Misuse(f"the pattern asks for a value {match[1]} that is not given")
        else:
            pieces.append(_formatted(values[int(match[1])], match[2] or ""))
    return joined([*pieces, text[at:]])


def _formatted(value: Value, how: str) -> Value:
    if value is None:
        return ""
    if not how:
        parts_of(value)
        return value
    padded = _PADDED.match(how)
    if padded is None or isinstance(value, Hole | Partial):
        raise Misuse(f"the number format {how!r} is not read")
    number = need_number(value)
    width = int(padded[1]) if padded[1] else len(padded[2])
    return f"{'-' if number < 0 else ''}{abs(number):0{width}d}"


def to_text(value: Value) -> Value:
    """`string(...)`: lists and objects as JSON without blanks."""
    if isinstance(value, list | Mapping):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return joined([value])


def to_number(value: Value) -> int:
    """`int(...)`."""
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,19}\s*", value):
        return int(value)
    return need_number(value)


def to_truth(value: Value) -> bool:
    """`bool(...)` of a truth value, a number or a text."""
    if isinstance(value, bool | int):
        return bool(value)
    told = {"true": True, "false": False, "1": True, "0": False}.get(need_text(value).strip().lower())
    if told is None:
        raise Misuse("a text stands there that is neither true nor false")
    return told


def replaced(text: Value, old: Value, new: Value) -> str:
    """`replace(...)`."""
    whole, part, other = need_text(text), need_text(old), need_text(new)
    if not part:
        raise Misuse("nothing is to be replaced")
    if len(whole) + whole.count(part) * len(other) > MAX_TEXT:
        raise Misuse("the text becomes too long")
    return whole.replace(part, other)


def pad_left(value: Value, width: Value, filler: Value = " ") -> str:
    """`padLeft(...)`."""
    text, wide = text_of(value), need_number(width)
    if wide > 16_384 or len(need_text(filler)) != 1:
        raise Misuse("it is padded wider than Azure takes, or by more than one character")
    return text.rjust(wide, str(filler))


def substring(text: Value, start: Value = 0, length: Value = None) -> str:
    """`substring(...)`; what lies outside of the text is a mistake."""
    whole, begin = need_text(text), need_number(start)
    size = len(whole) - begin if length is None else need_number(length)
    if begin < 0 or size < 0 or begin + size > len(whole):
        raise Misuse("the part lies outside of the text")
    return whole[begin : begin + size]


def split(text: Value, separators: Value) -> list[str]:
    """`split(text, separator or list of them)`."""
    marks = [need_text(mark) for mark in (separators if isinstance(separators, list) else [separators])]
    if not marks or not all(marks):
        raise Misuse("there is no separator")
    return re.split("|".join(re.escape(mark) for mark in marks), need_text(text))


def join(items: Value, separator: Value) -> Value:
    """`join(list, separator)`."""
    if not isinstance(items, list):
        raise Misuse("something else stands where a list is taken")
    pieces: list[Value] = []
    for item in items:
        pieces += [separator, item] if pieces else ["", item]
    return joined(pieces)


def from_json(text: Value) -> Value:
    """`json(...)`: the value that a text holds."""
    try:
        value = json.loads(need_text(text), parse_constant=_no_constant)
        check_size(value, "json()")
    except (ValueError, RecursionError) as error:
        raise Misuse("the text is no JSON") from error
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def from_base64(text: Value) -> str:
    """`base64ToString(...)`."""
    try:
        return base64.b64decode(need_text(text), validate=True).decode("utf-8")
    except ValueError as error:
        raise Misuse("the text is no base64") from error


def _folded(test: Callable[[str, str], Any]) -> Callable[[Value, Value], Any]:
    return lambda a, b: test(need_text(a).lower(), need_text(b).lower())


TEXT: Mapping[str, Callable[..., Value]] = {
    "base64": lambda text: base64.b64encode(need_text(text).encode("utf-8")).decode("ascii"),
    "base64tojson": lambda text: from_json(from_base64(text)),
    "base64tostring": from_base64,
    "bool": to_truth,
    "endswith": _folded(str.endswith),
    "indexof": _folded(str.find),
    "int": to_number,
    "json": from_json,
    "lastindexof": _folded(str.rfind),
    "padleft": pad_left,
    "replace": replaced,
    "split": split,
    "startswith": _folded(str.startswith),
    "string": to_text,
    "substring": substring,
    "tolower": lambda text: need_text(text).lower(),
    "toupper": lambda text: need_text(text).upper(),
    "trim": lambda text: need_text(text).strip(),
}
"""Functions whose arguments must be known altogether. Names in lower case; they raise `Misuse`."""

OPEN_TEXT: Mapping[str, Callable[..., Value]] = {"format": format_text, "join": join}
"""Functions that leave holes in a text where an argument has some."""


def _number(value: int) -> int:
    if not -LARGEST <= value < LARGEST:
        raise Misuse("the number is larger than Azure takes")
    return value


def divide(a: Value, b: Value) -> int:
    """`div(...)`: the whole part, towards zero."""
    x, y = need_number(a), need_number(b)
    if y == 0:
        raise Misuse("it divides by zero")
    return _number(abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1))


def remainder(a: Value, b: Value) -> int:
    """`mod(...)`: with the sign of the first number."""
    return need_number(a) - divide(a, b) * need_number(b)


def _numbers(values: tuple[Value, ...]) -> list[int]:
    given = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
    if not given:
        raise Misuse("there is no number")
    return [need_number(value) for value in given]


def equals(a: Value, b: Value) -> bool:
    """`equals(...)`. Texts that differ in case only, and a number beside its text, are left undecided."""
    if alike(a, b):
        return True
    if label_of(a).strip("'").lower() == label_of(b).strip("'").lower():
        raise Misuse("the two differ in case or kind only")
    return False


def _compared(test: Callable[[int], bool]) -> Callable[[Value, Value], bool]:
    """A comparison of two numbers or two texts; `test` takes what is below, equal to or above zero."""

    def compare(a: Value, b: Value) -> bool:
        if isinstance(a, str) and isinstance(b, str):
            if a.lower() != b.lower() and a.isalnum() and b.isalnum() and a.islower() and b.islower():
                return test((a > b) - (a < b))
            raise Misuse("how Azure orders these texts is not known")
        x, y = need_number(a), need_number(b)
        return test((x > y) - (x < y))

    return compare


NUMBERS: Mapping[str, Callable[..., Value]] = {
    "add": lambda a, b: _number(need_number(a) + need_number(b)),
    "div": divide,
    "equals": equals,
    "greater": _compared(lambda sign: sign > 0),
    "greaterorequals": _compared(lambda sign: sign >= 0),
    "less": _compared(lambda sign: sign < 0),
    "lessorequals": _compared(lambda sign: sign <= 0),
    "max": lambda *values: max(_numbers(values)),
    "min": lambda *values: min(_numbers(values)),
    "mod": remainder,
    "mul": lambda a, b: _number(need_number(a) * need_number(b)),
    "sub": lambda a, b: _number(need_number(a) - need_number(b)),
}
"""Functions whose arguments must be known altogether. Names in lower case; they raise `Misuse`."""
