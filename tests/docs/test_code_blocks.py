"""The code of the documentation runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.docs.blocks import ROOT, Block, all_blocks, blocks_of

from azure_offline.testing.project import OfflineProject
from hubspoke.estate.settings.loading import read_settings

BLOCKS = all_blocks()
RUN = [block for block in BLOCKS if block.reason is None]
TEXT = {"", "text"}


def chosen(*languages: str, note: str = "") -> list[object]:
    """Blocks to run in one of the languages with that note."""
    return [pytest.param(b, id=b.id) for b in RUN if b.language in languages and b.note.partition(":")[0] == note]


def test_every_block_says_what_becomes_of_it() -> None:
    known = {
        ("python", ""),
        ("python", "program"),
        ("yaml", ""),
        ("yaml", "stack"),
        ("json", ""),
        ("console", "commands"),
    }
    strange = [b.id for b in RUN if b.language not in TEXT and (b.language, b.note.partition(":")[0]) not in known]
    assert strange == []


def test_what_is_not_run_says_why() -> None:
    assert [b.id for b in BLOCKS if b.reason is not None and len(b.reason) < 15] == []


@pytest.mark.slow
@pytest.mark.parametrize("block", chosen("python"))
def test_scripts(block: Block, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", block.body], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.engine
@pytest.mark.parametrize("block", chosen("python", note="program"))
def test_programs(block: Block, program_project: OfflineProject) -> None:
    (program_project.directory / "__main__.py").write_text(block.body)
    program_project.up()
    again = program_project.steps()
    assert again == {}


@pytest.mark.parametrize("block", chosen("yaml", "json"))
def test_documents_parse(block: Block) -> None:
    parsed = json.loads(block.body) if block.language == "json" else yaml.safe_load(block.body)
    assert parsed is not None


@pytest.mark.parametrize("block", chosen("yaml", note="stack"))
def test_stack_files_are_settings(block: Block) -> None:
    config = yaml.safe_load(block.body)["config"]
    values = {key.partition(":")[2]: value for key, value in config.items() if key.startswith("hubspoke:")}
    settings = read_settings(values, block.id)
    assert set(settings.model_dump(exclude_unset=True, by_alias=True)) == set(values)


def test_blocks_are_found_with_their_notes() -> None:
    page = "a\n\n<!-- not run: it costs money -->\n\n```console\n$ x\n```\n\n```python\nprint()\n```\n"
    assert blocks_of(page, "p.md") == [
        Block("p.md", 5, "console", "not run: it costs money", "$ x\n"),
        Block("p.md", 9, "python", "", "print()\n"),
    ]
    assert ROOT.joinpath("pyproject.toml").is_file()
