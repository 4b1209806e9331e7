"""Names made safe: what each place shows of what steers, hides or marks up, and what a parser gives back."""

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubspoke_network.core.safe_text import csv_cell, html, json_text, markdown, terminal, xml

HARMLESS = [
    "hub-weu",
    "spokes.web.subnets[0].prefix",
    "R&D",
    "Zürich",
    "東京",
    "tcp 10.0.0.0/8 -> Internet:443",
    "1,024",
]
ANY_TEXT = st.text(st.characters(exclude_categories=()))
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_name_stays_as_it_is(name: str) -> None:
    assert terminal(name) == markdown(name) == csv_cell(name) == name
    assert json.dumps(name, ensure_ascii=False) == json_text(name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b2J\x7f", "\\x9b2J\\x7f"),
        ("a\r\nb\tc\x0b\x85\u2028", "a\\r\\nb\\tc\\x0b\\x85\\u2028"),
        ("\u202egnp.exe\u2066\u200f\u061c", "\\u202egnp.exe\\u2066\\u200f\\u061c"),
        ("a\u200bb\u2060\ufeff\u00ad\u3164\ufe0f", "a\\u200bb\\u2060\\ufeff\\xad\\u3164\\ufe0f"),
        ("\U000e0041\U000e0100", "\\U000e0041\\U000e0100"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_what_steers_or_hides_is_shown(text: str, shown: str) -> None:
    assert terminal(text) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>alert(1)</script>", "&#60;script>alert(1)&#60;/script>"),
        ("a|b `c` **d** _e_ ~f~ #1 @g", "a\\|b \\`c\\` \\*\\*d\\*\\* \\_e\\_ \\~f\\~ \\#1 &#64;g"),
        ("[x](http://y) ![z](y) [1](y) [0]", "\\[x](http://y) !\\[z](y) \\[1](y) [0]"),
        ("&lt;b&gt; &#60; R&D", "&#38;lt;b&#38;gt; &#38;\\#60; R&D"),
        ("> quote", "&#62; quote"),
        ("- item", "\\- item"),
        ("12. item", "&#49;2. item"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("a\nb\\", "a\\\\nb\\\\"),
    ],
)
def test_markdown_shows_markup_literally(text: str, written: str) -> None:
    assert markdown(text) == written


def test_nothing_is_cut() -> None:
    name = "n" * 300
    assert terminal(name) == markdown(name) == html(name) == xml(name) == csv_cell(name) == name


@given(ANY_TEXT)
def test_no_text_brings_more_than_visible_characters(text: str) -> None:
    for shown in (terminal(text), markdown(text), html(text), csv_cell(text)):
        assert shown.isprintable()
        assert not any(unicodedata.bidirectional(character) in DIRECTIONS for character in shown)
    assert terminal(terminal(text)) == terminal(text)


@given(ANY_TEXT)
def test_json_is_exact_and_safe(text: str) -> None:
    written = json_text({text: [text]})
    # Two halves of a character that stand side by side are one, to whoever reads JSON.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written) == {whole: [whole]}
    assert written.replace("\n", "").isprintable()


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_xml_is_exact_where_xml_can_hold_the_text(text: str) -> None:
    written = f"<a b=\"{xml(text)}\" c='{xml(text)}'>{xml(text)}</a>"
    parsed = ElementTree.fromstring(written)
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", lambda match: terminal(match[0]), text)
    assert (parsed.get("b"), parsed.get("c"), parsed.text or "") == (expected, expected, expected)
    assert written.isprintable()


@given(ANY_TEXT)
def test_html_holds_no_tag_and_no_reference_of_the_text(text: str) -> None:
    class Parser(HTMLParser):
        data = ""

        def handle_data(self, data: str) -> None:
            self.data += data

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            raise AssertionError(tag)

    parser = Parser()
    parser.feed(html(text))
    parser.close()
    assert parser.data == terminal(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text_in_csv(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow([csv_cell(text)])
    (row,) = csv.reader(io.StringIO(file.getvalue()))
    assert row == ["'" + terminal(text)]
