"""The page that sets this library beside others names tests: they exist, and every complaint has one."""

import ast
import re

from tests.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "compared.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(heading: str) -> list[list[str]]:
    """Cells of the table below a heading, without its head."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]


def test_every_named_test_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 40
    missing = []
    for file, name in sorted(set(named)):
        path = ROOT / file
        found = ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else ()
        if not any(isinstance(node, ast.FunctionDef) and node.name == name for node in found):
            missing.append(f"{file}::{name}")
    assert missing == []


def test_every_complaint_and_defect_has_a_test() -> None:
    complaints, defects = rows("Twenty complaints"), rows("Defects in their code")
    assert [row[0] for row in complaints] == [str(number) for number in range(1, 21)]
    assert [row for row in [*complaints, *defects] if not NAMED.search(row[-1])] == []


def test_every_test_of_complaints_is_named() -> None:
    source = (ROOT / "tests" / "components" / "test_complaints.py").read_text(encoding="utf-8")
    made = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    named = {name for file, name in NAMED.findall(PAGE) if file.endswith("test_complaints.py")}
    assert {name for name in made if name.startswith("test_")} == named


def test_every_row_says_how_it_is_in_all_eleven() -> None:
    part = PAGE.partition("## What they make\n")[2].partition("\n## ")[0]
    table = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    features = [cells for cells in table if cells[0] and not cells[0].startswith("---") and len(cells) == 12]
    assert len(features) > 60
    values = {value for cells in features for value in cells[1:]}
    assert values == {"yes", "no", "partly", "elsewhere", "-"}
