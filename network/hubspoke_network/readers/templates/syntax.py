"""The grammar of template expressions: `[concat(parameters('prefix'), '-hub')]` as a tree.

Source: azure-docs azure-resource-manager/templates/template-expressions. A text is an expression if it begins with `[`
and ends with `]`; one that begins with `[[` is itself, without the first bracket.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.readers.templates.values import Misuse

LONGEST = 24_576
"""Characters Azure takes in one expression (azure-docs, template limits)."""
MAX_DEPTH = 50

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d{1,30})|(?P<name>[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*(?=\s*\())?)"
    r"|(?P<sign>\.\?|\[\?|[()\[\].,]))"
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number."""

    value: str | int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments. `name` is in lower case, `written` as it stands there."""

    name: str
    written: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object or an entry of a list; `safe` gives null where there is none."""

    base: "Node"
    key: "Node"
    safe: bool


Node = Literal | Call | Member


def is_expression(text: str) -> bool:
    """Whether Azure evaluates this text."""
    return text.startswith("[") and text.endswith("]") and not text.startswith("[[")


def literal(text: str) -> str:
    """The text that a text which is no expression stands for."""
    return text[1:] if text.startswith("[[") and text.endswith("]") else text


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of an expression, brackets included. Raises `Misuse` where it does not follow the grammar."""
    if len(text) > LONGEST:
        raise Misuse(f"an expression is longer than the {LONGEST:,} characters that Azure takes")
    parser = _Parser(text[1:-1])
    node = parser.expression(0)
    parser.end()
    return node


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._kind = ""
        self._token = ""
        self._next()

    def expression(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Misuse(f"an expression is nested deeper than {MAX_DEPTH} levels")
        node = self._primary(depth)
        while self._token in {".", ".?", "[", "[?"}:
            depth += 1
            if depth > MAX_DEPTH:
                raise Misuse(f"an expression is nested deeper than {MAX_DEPTH} levels")
            safe, index = self._token.endswith("?"), self._token.startswith("[")
            self._next()
            if index:
                key = self.expression(depth)
                self._take("]")
            else:
                key = Literal(self._name())
            node = Member(node, key, safe)
        return node

    def end(self) -> None:
        if self._kind != "end":
            raise Misuse(f"{self._token!r} is not expected there")

    def _primary(self, depth: int) -> Node:
        kind, token = self._kind, self._token
        if kind == "text":
            self._next()
            return Literal(token[1:-1].replace("''", "'"))
        if kind == "number":
            self._next()
            return Literal(int(token))
        written = self._name()
        self._take("(")
        arguments: list[Node] = []
        while self._token != ")":  # noqa: S105 (a sign of the grammar)
            if arguments:
                self._take(",")
            arguments.append(self.expression(depth + 1))
        self._take(")")
        return Call(written.lower(), written, tuple(arguments))

    def _name(self) -> str:
        if self._kind != "name":
            raise Misuse(f"{self._token!r} is not expected there" if self._token else "it ends too early")
        name = self._token
        self._next()
        return name

    def _take(self, sign: str) -> None:
        if self._kind != "sign" or self._token != sign:
            raise Misuse(f"{sign!r} is missing")
        self._next()

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            rest = self._text[self._at :].strip()
            if rest:
                raise Misuse(f"{rest[:20]!r} is not expected there")
            self._kind, self._token = "end", ""
            return
        self._at = match.end()
        self._kind = match.lastgroup or ""
        self._token = match[self._kind]
