"""Generated pages are current, whole, and lead where they say."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from measuring.argument_changes import SILENT
from tests.docs.blocks import ROOT, blocks_of

from hubspoke.plugin.served import COMPONENTS
from hubspoke_network.core.codes import PROBLEM_CODES
from hubspoke_policies.sets.registry import RULES
from hubspoke_policies.sets.settings_file import parse_pack_settings

pytestmark = pytest.mark.slow

DOCS = ROOT / "docs"


def generated() -> list[Path]:
    return [page for page in DOCS.rglob("*.md") if page.read_text(encoding="utf-8").startswith("<!-- generated")]


@pytest.mark.parametrize("how", [["--quick"], pytest.param([], marks=pytest.mark.prove)], ids=["quick", "measured"])
def test_pages_are_current(how: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check", *how], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_generator_imports_no_tests() -> None:
    imported = {
        (file.relative_to(ROOT).as_posix(), name)
        for file in DOCS.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }
    assert ("docs/generate.py", "pages.components") in imported
    assert [found for found in sorted(imported) if found[1].partition(".")[0] == "tests"] == []


def test_every_rule_has_a_page_and_a_line_in_the_index() -> None:
    index = (DOCS / "policies" / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"^\| \[([a-z0-9-]+)\]\(\1\.md\)", index, re.MULTILINE)
    assert linked == [rule.id for rule in RULES]
    assert {page.stem for page in (DOCS / "policies").glob("*.md")} == {"README", *linked}


def test_every_component_has_a_page_and_a_line_in_the_index() -> None:
    index = (DOCS / "components" / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"^\| \[(\w+)\]\(([a-z0-9-]+)\.md\)", index, re.MULTILINE)
    assert [name for name, _ in linked] == sorted(kind.__name__ for kind in COMPONENTS)
    assert {page.stem for page in (DOCS / "components").glob("*.md")} == {"README", *(file for _, file in linked)}


def test_every_argument_is_shown_to_change_the_plan() -> None:
    """What cannot be guessed is told in `CHANGES` of `docs/measuring/argument_changes.py`."""
    found = [
        f"{page.stem}: {line.split('|')[1].strip()}"
        for page in (DOCS / "components").glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.endswith("| not shown by the example |")
    ]
    assert found == []


def test_only_what_is_compared_changes_no_plan() -> None:
    """The region of a hub that is made elsewhere is checked against what its own stack says, and used for nothing."""
    assert sorted(SILENT) == ["EstateOtherHubArgs.location", "HubRef.location"]


def test_every_code_has_an_anchor() -> None:
    anchors = re.findall(r'<a id="([a-z0-9]+)"></a>', (DOCS / "errors.md").read_text(encoding="utf-8"))
    assert sorted(anchors) == sorted(code.lower() for code in PROBLEM_CODES)


def test_the_settings_shown_are_taken() -> None:
    index = (DOCS / "policies" / "README.md").read_text(encoding="utf-8")
    (shown,) = [block for block in blocks_of(index, "README.md") if block.language == "yaml"]
    settings = parse_pack_settings(yaml.safe_load(shown.body))
    assert settings["no-any-to-any"].level == "advisory"
    assert [e.owner for e in settings["internal-only-is-rfc1918"].exemptions] == ["network@example.com"]


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in generated()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_tables_have_as_many_cells_in_every_row() -> None:
    for page in generated():
        for table in re.findall(r"(?:^\|.*\n)+", page.read_text(encoding="utf-8"), re.MULTILINE):
            rows = [len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()]
            assert len(set(rows)) == 1, f"{page}: {table.splitlines()[rows.index(max(rows))]}"
