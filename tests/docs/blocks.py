"""Fenced code blocks of the documentation, with what to do with each.

A block may have a note in an HTML comment on the line above it:

- `<!-- not run: reason -->` leaves it out; the reason is required and must say something;
- `<!-- program -->` on a python block previews it as a Pulumi program against an offline Azure;
- `<!-- stack -->` on a yaml block reads it as a stack's settings.

Without a note a python block runs as a script, yaml and json must parse, and console blocks run command by command.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(
    r"^(?:<!-- *(?P<note>[^\n]*?) *-->\n\n?)?```(?P<language>[a-z]*)[^\n]*\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_OTHER_COMMENT = ("end", "generated")


@dataclass(frozen=True)
class Block:
    """One fenced block: where it stands, its language, its note and its text."""

    file: str
    line: int
    language: str
    note: str
    body: str

    @property
    def id(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def reason(self) -> str | None:
        """Why the block is not run; None where it is."""
        kind, _, reason = self.note.partition(":")
        return reason.strip() if kind.strip() == "not run" else None


def pages() -> Iterator[Path]:
    """Every page whose code is run."""
    yield ROOT / "README.md"
    yield ROOT / "CONTRIBUTING.md"
    yield from sorted((ROOT / "docs").rglob("*.md"))
    yield from sorted((ROOT / "examples").glob("*/README.md"))


def blocks_of(text: str, file: str) -> list[Block]:
    """The fenced blocks of one page."""
    found = []
    for match in _BLOCK.finditer(text):
        note = match["note"] or ""
        if note.startswith(_OTHER_COMMENT):
            note = ""
        line = text.count("\n", 0, match.start("body"))
        found.append(Block(file, line, match["language"], note, match["body"]))
    return found


def all_blocks() -> list[Block]:
    """Every block of every page."""
    return [b for page in pages() for b in blocks_of(page.read_text(encoding="utf-8"), str(page.relative_to(ROOT)))]
