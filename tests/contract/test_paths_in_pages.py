"""Paths in the documentation lead somewhere: those in backticks, and the targets of links.

Decisions tell what was, so the paths in their text may be gone; their links may not.
"""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
TOPS = {path.name for path in REPOSITORY.iterdir() if path.is_dir() and not path.name.startswith(".")}
PACKAGES = {path.parent.name: path.parent for top in TOPS for path in REPOSITORY.glob(f"{top}/*/__init__.py")}
_FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


def paths_in(text: str) -> list[str]:
    """What looks like a path: it starts with a folder or package of this repository, and is no stack's name."""
    found = []
    for word in re.findall(r"`([\w.*<>/-]+)(?:::\w+)?`", _FENCED.sub("", text)):
        first, _, rest = word.partition("/")
        is_stack = rest.count("/") == 0 and "." not in rest and rest != "" and first not in PACKAGES
        if "/" in word and first in TOPS | PACKAGES.keys() and not is_stack:
            found.append(word)
    return found


def leads_somewhere(path: str) -> bool:
    """Whether it exists; `<name>` and `*` stand for anything."""
    first, _, rest = path.partition("/")
    folder = REPOSITORY / first if first in TOPS and (REPOSITORY / first).is_dir() else PACKAGES[first]
    return not rest or next(folder.glob(re.sub(r"<\w+>", "*", rest)), None) is not None


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name != "decisions"], ids=name)
def test_paths_exist(page: Path) -> None:
    assert [path for path in paths_in(page.read_text(encoding="utf-8")) if not leads_somewhere(path)] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", _FENCED.sub("", page.read_text(encoding="utf-8")))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in local if not (page.parent / link).exists()] == []


def test_paths_are_found_and_looked_up() -> None:
    text = "`network/hub` `tests/docs/` `hubspoke_network/core/ids.py` `stacks/Pulumi.<stack>.yaml`"
    paths = paths_in(text + " `tests/a/b.py::test_c`\n```text\n`docs/x.md`\n```\n")

    assert paths == ["tests/docs/", "hubspoke_network/core/ids.py", "stacks/Pulumi.<stack>.yaml", "tests/a/b.py"]
    assert [leads_somewhere(path) for path in paths] == [True, True, True, False]


def test_there_are_paths_to_look_at() -> None:
    assert sum(len(paths_in(page.read_text(encoding="utf-8"))) for page in PAGES) > 50
