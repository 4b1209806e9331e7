"""`hubspoke migrate classic`, as a user runs it."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hubspoke_cli.verbs.migrate import app

SEED = Path(__file__).parents[1] / "network" / "migration" / "seed"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with the files of the field notes."""
    for name in ("netcfg.xml", "inventory.json"):
        shutil.copy(SEED / name, tmp_path / name)
    return tmp_path


def run(case: Path, *options: str, inventory: str | None = "inventory.json", out: str = "out") -> tuple[int, str, str]:
    """Exit code, stdout and stderr, with the folder's path taken out."""
    given = ["--inventory", str(case / inventory)] if inventory else []
    done = CliRunner().invoke(app, ["classic", str(case / "netcfg.xml"), *given, "--out", str(case / out), *options])
    return done.exit_code, done.stdout.replace(str(case), "."), done.stderr.replace(str(case), ".")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_seed_is_planned_and_a_rerun_changes_nothing(case: Path) -> None:
    code, report, progress = run(case)
    assert code == 0
    assert progress == (
        "reading ./netcfg.xml\nreading ./inventory.json\nplanning 4 networks\n19 files written, 0 unchanged, in ./out\n"
    )
    written = files(case / "out")
    assert report.encode() == written["report.txt"]
    names = ("batch", "intranet", "portal", "shop")
    roles = [f"{name}-roles" for name in names]
    assert sorted(written) == sorted(
        [
            "Pulumi.prod.yaml",
            "report.txt",
            "runbook.md",
            *(f"gateway-profiles/{name}.json" for name in (*names, *roles)),
            *(f"holding/{name}.xml" for name in roles),
            *(f"imports/{name}.json" for name in names),
        ]
    )
    code, _, progress = run(case)
    assert (code, progress.splitlines()[-1]) == (0, "0 files written, 19 unchanged, in ./out")
    assert files(case / "out") == written


def test_nothing_is_overwritten_unasked(case: Path) -> None:
    run(case)
    (case / "out" / "runbook.md").write_text("ticked")
    (case / "out" / "imports" / "shop.json").unlink()
    code, report, progress = run(case)
    assert (code, report) == (1, "")
    assert progress.splitlines()[3:] == [
        "error: these files exist and would change; nothing was written:",
        "  ./out/runbook.md",
        "give --force or another --out",
    ]
    assert not (case / "out" / "imports" / "shop.json").exists()
    code, _, progress = run(case, "--force")
    assert (code, progress.splitlines()[-1]) == (0, "2 files written, 17 unchanged, in ./out")
    assert (case / "out" / "runbook.md").read_text().startswith("# Runbook")


def test_files_of_an_earlier_plan_are_named(case: Path) -> None:
    run(case)
    (case / "out" / "imports" / "gone.json").write_text("{}")
    assert (
        run(case)[2].splitlines()[3] == "note: ./out/imports/gone.json is of an earlier plan; this one does not have it"
    )


@pytest.mark.parametrize("what", ["folder", "link"])
def test_what_is_no_file_stays(case: Path, what: str) -> None:
    (case / "out").mkdir()
    if what == "folder":
        (case / "out" / "runbook.md").mkdir()
    else:
        (case / "elsewhere").write_text("mine")
        (case / "out" / "runbook.md").symlink_to(case / "elsewhere")
    assert run(case)[0] == 1
    assert run(case, "--force")[0] == (1 if what == "folder" else 0)
    if what == "link":
        assert (case / "elsewhere").read_text() == "mine"


def test_without_inventory_it_says_what_it_cannot_know(case: Path) -> None:
    code, report, _ = run(case, inventory=None)
    assert code == 4
    assert "- Nothing known of what runs in the network: virtualNetworks/shop is not in the inventory;" in report


def test_networks_that_stay_are_told_by_the_exit_code(case: Path) -> None:
    text = (case / "netcfg.xml").read_text()
    (case / "netcfg.xml").write_text(text.replace("10.2.0.0/16", "10.1.0.0/16").replace("10.2.", "10.1."))
    code, report, _ = run(case)
    assert code == 3
    assert "shop stays" in report or "portal stays" in report


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("netcfg.xml", "<a/>", "error: ./netcfg.xml:1:1: the root element is a, not NetworkConfiguration"),
        ("netcfg.xml", "", "error: ./netcfg.xml is empty; export the file again"),
        ("inventory.json", "{", "error: ./inventory.json:1:2: not JSON: Expecting property name"),
        ("inventory.json", '{"x": 1}', "error: 1 problem in ./inventory.json:"),
        ("inventory.csv", "kind,name\n=1,=2\n", "error: 3 problems in ./inventory.csv:"),
    ],
)
def test_files_that_cannot_be_read(case: Path, name: str, text: str, error: str) -> None:
    (case / name).write_text(text)
    code, report, progress = run(case, inventory=name if name.startswith("inventory") else "inventory.json")
    assert (code, report) == (1, "")
    assert error in progress
    assert not (case / "out").exists()


def test_missing_files_and_folders(case: Path) -> None:
    (case / "netcfg.xml").rename(case / "other.xml")
    assert run(case)[::2] == (
        1,
        "reading ./netcfg.xml\nerror: ./netcfg.xml cannot be read: No such file or directory\n",
    )
    (case / "other.xml").rename(case / "netcfg.xml")
    (case / "file").write_text("x")
    assert "error: ./file" in run(case, out="file/out")[2]
