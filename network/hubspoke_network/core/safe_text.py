r"""Makes a stranger's text safe to show: names, paths and messages that may hold anything at all.

One function for each place where text ends up. None of them drops or shortens anything: what cannot be shown as it is
stands there as an escape (`\x1b`, `\u202e`), and a name of 300 characters is shown whole. An escape cannot be told
from a name that really holds a backslash and those letters; JSON is exact, and is what programs should read.

What cannot be shown is what `repr` escapes (control characters of C0 and C1, line ends, marks of direction, joiners and
other invisible characters, unusual spaces, halves of characters), and the few invisible ones that `repr` lets through.
"""

import json
import re
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of CSV begins with where a spreadsheet runs it as a formula. Source: OWASP, CSV injection."""

_UNUSUAL = re.compile(r"[^ -~]")
# Unicode's Default_Ignorable_Code_Point that count as printable: fillers, joiners and variation selectors.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_MARKDOWN = re.compile(
    r"[\\`*_#~|]"  # emphasis, code, headings, references to issues, cells
    r"|[<@]|&(?=#?\w+;)|^[>+=-]"  # tags, mentions, entities; what begins a quotation, a list or a heading
    r"|\[(?!\d+\](?![(\[:]))|^\d+(?=[.)](?: |$))"  # links, but not an index such as subnets[0]; a numbered list
)
_SYNTAX = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_TAGS = re.compile("[&<>\"']")
_NOT_PLAIN_XML = re.compile(r"[^ -~]|[&<>\"']")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def terminal(text: str) -> str:
    """`text` as one line for a terminal, a log or a mail: nothing in it steers, hides, turns round or breaks a line."""
    if text.isascii() and text.isprintable():
        return text
    return _UNUSUAL.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    return character if _is_visible(character) else ascii(character)[1:-1]


def _is_visible(character: str) -> bool:
    return character.isprintable() and _INVISIBLE.match(character) is None


def markdown(text: str) -> str:
    """`text` as Markdown that shows it literally, in prose, a heading or a cell of a table."""
    return _MARKDOWN.sub(_literal, terminal(text))


def _literal(match: re.Match[str]) -> str:
    mark = match[0]
    if mark.isdigit():
        return f"&#{ord(mark[0])};{mark[1:]}"
    return f"&#{ord(mark)};" if mark in "<>&@" else f"\\{mark}"


def html(text: str) -> str:
    """`text` as HTML that shows it literally, as content or as the value of an attribute in either quotes."""
    return _TAGS.sub(lambda match: _SYNTAX[match[0]], terminal(text))


def xml(text: str) -> str:
    """`text` for XML, as content or as the value of an attribute in either quotes; a parser gives it back exactly.

    What is no visible character is written as a reference. What XML 1.0 cannot hold at all is shown as by `terminal`.
    """
    return _NOT_PLAIN_XML.sub(_xml_reference, text)


def _xml_reference(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SYNTAX or _is_visible(character):
        return _SYNTAX.get(character, character)
    return terminal(character) if _NOT_XML.match(character) else f"&#{ord(character)};"


def csv_cell(text: str) -> str:
    """`text` as the content of a CSV cell (the writer adds quotes): no spreadsheet runs it as a formula."""
    return terminal(f"'{text}" if text.startswith(FORMULA) else text)


def json_text(value: Any) -> str:
    """`value` as JSON for people and programs: exact, readable, and safe in a terminal.

    What `terminal` would show as an escape is one of JSON's own here; letters of any script stay as they are.
    """
    return _UNUSUAL.sub(_json_escape, json.dumps(value, indent=2, ensure_ascii=False))


def _json_escape(match: re.Match[str]) -> str:
    # Outside of strings JSON has nothing unusual but the line ends of its layout.
    character = match[0]
    return character if character == "\n" or _is_visible(character) else json.dumps(character)[1:-1]
