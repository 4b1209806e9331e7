"""The pins of a stack: which prefix each size was given for good, kept in addresses.<stack>.yaml."""

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from hubspoke.base import ArgsError
from hubspoke.estate.addresses import current_pins, renamed_pins
from hubspoke.estate.args import EstateArgs
from hubspoke_network.core import Problem

HEAD = "# Prefixes that were placed for good, by the path of the size. Take a line away to give its range back.\n"
_LINE = re.compile(r"""(?P<quote>['"]?)(?P<path>[^'"#\s].*?)(?P=quote)\s*:\s+\S.*""")
_HEAD = re.compile(r"(?:[ \t]*#.*\n)*(?:[ \t]*\n)?")


def read_pins(file: Path) -> dict[str, str]:
    """The pins of a stack: paths of sizes and their prefixes; none where there is no file. Raises `ArgsError`."""
    return parse_pins(file.read_text(encoding="utf-8"), file.name) if file.is_file() else {}


def parse_pins(text: str, name: str) -> dict[str, str]:
    """The pins in the text of the file called `name`. Raises `ArgsError`."""
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        told = str(error).replace("\n", " ")
        raise ArgsError([Problem("HS202", name, "", f"is not YAML: {told}", "write paths and prefixes")]) from None
    if not isinstance(found, Mapping) or not all(isinstance(value, str) for value in found.values()):
        raise _not_lines(name)
    return {str(path): prefix for path, prefix in found.items()}


def pins_text(estate: EstateArgs, old: str = "", name: str = "addresses.yaml") -> str:
    """The file of pins that keeps every prefix where it is now, those of networks that are gone included.

    `old` is its text so far: its lines and comments stay, a comment before the line it stands above. Lines are in the
    order of their paths; those of a network that was renamed get its new key. Raises `ArgsError` where `old` is not
    one `path: prefix` a line.
    """
    kept = current_pins(estate.vnets(), estate.addresses)
    head, entries = _parsed(old, name)
    for before, now in renamed_pins(estate.vnets(), parse_pins(old, name)).items():
        above, _, line = entries.pop(before).rstrip("\n").rpartition("\n")
        entries[now] = f"{above}\n{line.replace(before, now, 1)}\n" if above else f"{line.replace(before, now, 1)}\n"
    for path, prefix in {**kept, **estate.placement.prefixes}.items():
        entries.setdefault(path, f"{path}: {prefix}\n")
    tail = entries.pop("", "")
    return (head if old else HEAD) + "".join(entries[path] for path in sorted(entries)) + tail


def _parsed(text: str, name: str) -> tuple[str, dict[str, str]]:
    """What is about the file, and each entry by its path with the comment above it; under "" what stands at the end."""
    pins = parse_pins(text, name)
    head = _head(text)
    above = ""
    entries: dict[str, str] = {}
    for line in text[len(head) :].splitlines():
        above += f"{line}\n"
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None or found["path"] not in pins or found["path"] in entries:
            raise _not_lines(name)
        entries[found["path"]] = above
        above = ""
    if entries.keys() != pins.keys():
        raise _not_lines(name)
    return head, entries | ({"": above} if above else {})


def _head(text: str) -> str:
    """The comment about the file: our own line, else what stands at the top, up to the first entry or blank line."""
    if text.startswith(HEAD):
        return HEAD
    found = _HEAD.match(text)
    return found[0] if found else ""


def _not_lines(name: str) -> ArgsError:
    message = "is not a map of paths to prefixes"
    return ArgsError([Problem("HS202", name, "", message, "write one `path: prefix` a line")])
