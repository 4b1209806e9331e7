"""From bytes to JSON values: compressed, in any Unicode encoding, a warning before it, several values in a row."""

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hubspoke_network.core import ReadError
from hubspoke_network.readers.templates.text import strict_json

MAX_BYTES = 256 * 2**20
"""Largest input that is read, unpacked: some fifty times the state of 400 spokes."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_START = re.compile(r"^[ \t]*[\[{]", re.MULTILINE)
_WARNING = re.compile(r"^\s*(WARNING|warning|Warning|WARN)\b")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The values of one input in their order, and the keys that an object has twice (the last one counts)."""

    values: tuple[Any, ...]
    repeated: tuple[str, ...] = ()


def parse(raw: bytes, where: str) -> Parsed:
    """The JSON in `raw`: one value, or one a line. Raises `ReadError`, which says where the text is no JSON."""
    text = _decoded(_unpacked(raw, where), where)
    if not text.strip():
        raise ReadError(f"{where}: no JSON: the file is empty; give what an export wrote")
    repeated: dict[str, None] = {}

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.update(dict.fromkeys(key for key in found if keys.count(key) > 1))
        return found

    decoder = json.JSONDecoder(object_pairs_hook=members)
    try:
        return Parsed(tuple(_values(text, decoder, where)), tuple(repeated))
    except RecursionError:
        raise ReadError(f"{where}: nested too deep for a state, a preview or Azure documents") from None


def _unpacked(raw: bytes, where: str) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
            found = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise ReadError(f"{where}: is compressed by gzip and damaged; write the file again") from None
    if len(found) > MAX_BYTES:
        raise ReadError(f"{where}: larger than {MAX_BYTES // 2**20} MiB unpacked; export fewer resources at a time")
    return found


def _decoded(raw: bytes, where: str) -> str:
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "")
    if not encoding:
        # JSON begins with an ASCII character, so that a zero beside it tells UTF-16 without a mark.
        encoding = {b"\0": "utf-16-be"}.get(raw[:1], "utf-16-le" if raw[1:2] == b"\0" else "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{where}: no JSON: byte {error.start} is no text in {encoding.upper()}; write the file as UTF-8"
        ) from None


def _values(text: str, decoder: json.JSONDecoder, where: str) -> Iterator[Any]:
    begin = _begin(text)
    try:
        value, end = decoder.raw_decode(text, begin)
    except json.JSONDecodeError as error:
        yield _with_comments(text, decoder, where, error)
        return
    yield value
    position = _next(text, end)
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise ReadError(_no_json(where, error)) from None
        yield value
        position = _next(text, end)


def _with_comments(text: str, decoder: json.JSONDecoder, where: str, error: json.JSONDecodeError) -> Any:
    """Templates may have comments and texts over several lines; nothing else may."""
    plain = strict_json(text)
    if plain == text:
        raise ReadError(_no_json(where, error)) from None
    try:
        return decoder.decode(plain)
    except json.JSONDecodeError as second:
        raise ReadError(_no_json(where, second)) from None


def _begin(text: str) -> int:
    """Where the JSON begins: after warnings that a program wrote before it."""
    first = len(text) - len(text.lstrip())
    if not _WARNING.match(text):
        return first
    found = _START.search(text)
    return found.start() if found else first


def _next(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _no_json(where: str, error: json.JSONDecodeError) -> str:
    return f"{where}: no JSON: line {error.lineno}, column {error.colno}: {error.msg}"
