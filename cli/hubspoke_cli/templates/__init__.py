"""Folders that the engine runs, as they are written into other teams' repositories."""

from importlib.metadata import version
from pathlib import Path
from typing import Literal

_HERE = Path(__file__).parent
_VERSIONED = ("PulumiPolicy.yaml", "requirements.txt")

Template = Literal["policies", "plugin"]


def template_files(name: Template) -> dict[str, bytes]:
    """The files of a folder, by name: they ask for the version of `hubspoke` that writes them."""
    release = version("hubspoke")
    found = {}
    for path in sorted((_HERE / name).iterdir()):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found[path.name] = (text.replace("{version}", release) if path.name in _VERSIONED else text).encode()
    return found
