"""The text of a template, as Azure allows it, turned into strict JSON: comments, and texts over several lines.

Source: azure-docs azure-resource-manager/templates/syntax, "Comments" and "Multi-line strings".
"""

import re

_PIECE = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*+(?:"|\Z))"""
    r"""|(?P<line>//[^\r\n]*)"""
    r"""|(?P<block>/\*.*?(?:\*/|\Z))""",
    re.DOTALL,
)
_CONTROLS = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_CONTROL = re.compile(r"[\n\r\t]")


def strict_json(text: str) -> str:
    r"""The same document as strict JSON: `//` and `/* */` comments left out, raw line breaks in texts written as `\n`.

    Lines stay where they are, so that a parser's complaint names the line the user sees. What is no template either is
    handed on as it is; whether it is JSON says the parser.
    """
    return _PIECE.sub(_piece, text)


def _piece(match: re.Match[str]) -> str:
    if match["string"] is not None:
        return _CONTROL.sub(lambda found: _CONTROLS[found[0]], match["string"])
    if match["block"] is not None:
        return " " + "\n" * match["block"].count("\n")
    return ""
