"""`docs/layout.md` names every folder there is and none that is not, and its picture can be drawn."""

import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs/layout.md").read_text(encoding="utf-8")
PACKAGES = (
    "network/hubspoke_network",
    "components/hubspoke",
    "policies/hubspoke_policies",
    "migration/hubspoke_migration",
    "offline/azure_offline",
    "cli/hubspoke_cli",
)
_SECTION = re.compile(r"^### `([^`]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|(.*)\|$", re.MULTILINE)
_NODE = re.compile(r"\b([a-z]+)(?=\[)")
_ARROW = re.compile(r"^(\w+)(?:\[[^]]*\])? (?:-->|-\.->) (\w+)(?:\[[^]]*\])?$")


def sections() -> dict[str, str]:
    return {match[1]: match[2] for match in _SECTION.finditer(PAGE)}


def folders_below(package: str) -> list[str]:
    """Every folder with a file in it, by its path inside of the package."""
    top = REPOSITORY / package
    files = (path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted({path.parent.relative_to(top).as_posix() for path in files if path.parent != top})


def test_every_package_has_a_section() -> None:
    assert tuple(sections()) == PACKAGES


def test_every_folder_is_named_and_no_other() -> None:
    named = {package: sorted(row[1] for row in _ROW.finditer(text)) for package, text in sections().items()}

    assert named == {package: folders_below(package) for package in PACKAGES}


def test_every_row_says_what_is_in_the_folder_and_what_it_may_import() -> None:
    rows = [row for text in sections().values() for row in _ROW.finditer(text)]

    assert [row[1] for row in rows if not row[2].strip() or not row[3].strip()] == []
    assert len(rows) == len({(row[1], row[2]) for row in rows})


def test_imports_named_in_a_row_are_folders_or_packages() -> None:
    wrong = []
    for package, text in sections().items():
        known = {*folders_below(package), *(name.rpartition("/")[2] for name in PACKAGES), "_pulumi.py"}
        for row in _ROW.finditer(text):
            wrong += [f"{package}/{row[1]}: {name}" for name in re.findall(r"`([^`]+)`", row[3]) if name not in known]

    assert wrong == []


def picture() -> list[str]:
    blocks = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 1
    return [line.strip() for line in blocks[0].splitlines() if line.strip()]


def faults(lines: Iterable[str]) -> list[str]:
    """What Mermaid would not draw as meant: unknown lines, blocks left open, arrows to nodes that have no text."""
    lines = list(lines)
    declared = {name for line in lines for name in _NODE.findall(re.sub(r'"[^"]*"', "", line))}
    found, depth = [], 0
    for line in lines[1:]:
        arrow = _ARROW.match(line)
        if line.startswith("subgraph "):
            depth += 1
        elif line == "end":
            depth -= 1
        elif arrow is None:
            found.append(line)
        else:
            found += [f"{name} has no text" for name in arrow.groups() if name not in declared]
        if depth < 0 or any(line.count(a) != line.count(b) for a, b in ("[]", "()")) or line.count('"') % 2:
            found.append(f"not balanced: {line}")
    return found + (["a block is open"] if depth else []) + ([] if lines[0].startswith("flowchart ") else ["no kind"])


def test_the_picture_can_be_drawn() -> None:
    assert faults(picture()) == []


def test_faults_of_a_picture_are_found() -> None:
    assert faults(["flowchart LR", 'a["x"] --> b["y"]', "b --> c"]) == ["c has no text"]
    assert faults(["flowchart LR", "subgraph s", 'a["x"] --> b["y"]']) == ["a block is open"]
    assert faults(["flowchart LR", 'a["x" --> b["y"]']) != []


def test_modules_in_the_picture_exist() -> None:
    named = re.findall(r"\b(?:hubspoke|azure_offline)\w*(?:\.\w+)+", " ".join(picture()))

    assert len(named) > 8
    assert [import_module(name).__name__ for name in named] == named
