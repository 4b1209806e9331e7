"""A hostile name goes through every command, format and error, and stays a name in all of them."""

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.cli.command_tree import Found, Ran, commands, run_command
from tests.cli.hostile_inputs import FOLDER, NAME, TABLE, TOKEN, Case, Scene

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[bytes]
COMMANDS = {found.name: found for found in commands()}
STYLE = re.compile(r"\x1b\[[0-9;]*m")
"""What rich writes for colours; nothing that moves, deletes or links."""


def runs() -> Iterator[Any]:
    """Every case in every format it is for, and once more as a terminal shows it."""
    for name, cases in TABLE.items():
        known = COMMANDS[name].formats if name in COMMANDS else ()
        for number, case in enumerate(cases):
            for form in case.formats or known or ("",):
                yield pytest.param(COMMANDS.get(name), case, form, id=f"{name}-{number}-{form or 'plain'}")
            yield pytest.param(COMMANDS.get(name), case, "terminal", id=f"{name}-{number}-terminal")


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    for variable in ("AZURE_OFFLINE_HOME", "AZURE_OFFLINE_FOLDER", "ARM_SUBSCRIPTION_ID", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    folder = tmp_path / FOLDER
    folder.mkdir()
    return Scene(folder)


def test_every_command_is_in_the_table() -> None:
    assert COMMANDS.keys() == TABLE.keys()
    assert [name for name, cases in TABLE.items() if not any(case.is_error for case in cases)] == []
    for name, found in COMMANDS.items():
        reached = {form for case in TABLE[name] for form in case.formats or found.formats}
        assert reached == set(found.formats), name


@pytest.mark.parametrize(("found", "case", "form"), list(runs()))
def test_it_stays_a_name(
    found: Found | None, case: Case, form: str, scene: Scene, capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found is not None
    words = [*found.words, *case.words(scene)]
    if form == "terminal":
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("FORCE_COLOR", "1")
    elif form:
        words += ["--format", form]
    ran = run_command(capsysbinary, words)
    assert ran.code == case.code, ran.err
    assert TOKEN in ran.out + ran.err or not case.shows
    assert "Traceback" not in ran.err
    plain(ran, styled=form == "terminal")
    if form in {"json", "sarif"} and ran.out:
        exact(ran.out, found, case)
    if form == "markdown" and ran.out and case.shows:
        literal(ran.out)


def plain(ran: Ran, *, styled: bool) -> None:
    """Nothing but visible characters and line ends; and no line that the name began."""
    for text in (ran.out, ran.err):
        for line in STYLE.sub("", text).split("\n") if styled else text.split("\n"):
            assert line.isprintable(), ascii(line)
            assert not re.match(r"\s*(hzqline|# head|::error)", line), ascii(line)
        assert "\u3164" not in text


def exact(out: str, found: Found, case: Case) -> None:
    """JSON whose texts hold the very name."""
    texts = list(_texts(json.loads(out)))
    assert any(NAME in text for text in texts) or not (case.shows and case.exact), found.name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value if isinstance(value, list) else ():
        yield from _texts(inner)
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key
        yield from _texts(inner)


def literal(out: str) -> None:
    """Markdown in which the name is text: no tag, link, picture or code of its making, and no cell more."""
    for token in _tokens(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(out)):
        assert token.content == "<br>" or token.type not in {
            "html_inline",
            "html_block",
            "image",
            "link_open",
            "em_open",
            "s_open",
        }, token
        assert token.type not in {"code_inline", "code_block", "fence"} or TOKEN not in token.content, token
    assert "<script" not in out
    rows = [re.sub(r"\\.", "", line).count("|") if line.startswith("|") else 0 for line in out.split("\n")]
    assert all(one == other for one, other in pairwise(rows) if one and other), rows
    assert not any("@" in line for line in out.split("\n"))


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])
