"""`hubspoke plan`: what a stack's addresses come to, and the file that keeps them where they are."""

import json
import stat
from pathlib import Path

import pytest
import yaml
from tests.cli.check_support import Ran, hubspoke

Capsys = pytest.CaptureFixture[str]

STACK = """
config:
  hubspoke:location: westeurope
  hubspoke:naming: { environment: dev }
  hubspoke:addresses:
    pools: { westeurope: [10.0.0.0/20], northeurope: [10.64.0.0/20] }
    reserved: [10.0.4.0/22]
  hubspoke:onPremises: { campus: [192.168.0.0/16] }
  hubspoke:hubs:
    weu: { addressSpace: [/22], gatewaySubnet: /27 }
  hubspoke:spokes:
    apps:
      addressSpace: [/23]
      subnets: { web: { prefix: /25 } }
    north: { addressSpace: [/22], location: northeurope }
    old: { addressSpace: [10.0.14.0/23] }
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: hubspoke\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text(STACK)
    return tmp_path


def plan(capsys: Capsys, project: Path, *arguments: str) -> Ran:
    return hubspoke(capsys, "plan", "--cwd", project, *arguments)


def pins(project: Path) -> Path:
    return project / "stacks" / "addresses.dev.yaml"


def change(project: Path, old: str, new: str) -> None:
    file = project / "stacks" / "Pulumi.dev.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_plan_as_text(project: Path, capsys: Capsys) -> None:
    ran = plan(capsys, project, "--size", "/24")
    assert ran.code == 3
    assert ran.out == (
        "pools\n"
        "  pool         prefixes      addresses  taken  free   largest free block\n"
        "  westeurope   10.0.0.0/20   4,096      3,072  1,024  10.0.10.0/23\n"
        "  northeurope  10.64.0.0/20  4,096      1,024  3,072  10.64.8.0/21\n"
        "what fits next\n"
        "  pool         size  how many  the next one\n"
        "  westeurope   /22   0         nothing\n"
        "  westeurope   /23   2         10.0.10.0/23\n"
        "  westeurope   /24   4         10.0.10.0/24\n"
        "  northeurope  /22   3         10.64.4.0/22\n"
        "  northeurope  /24   12        10.64.4.0/24\n"
        "networks\n"
        "  path                          asked for     prefix        kept by\n"
        "  hubs.weu.addressSpace[0]      /22           10.0.0.0/22   nothing yet\n"
        "  spokes.apps.addressSpace[0]   /23           10.0.8.0/23   nothing yet\n"
        "  spokes.north.addressSpace[0]  /22           10.64.0.0/22  nothing yet\n"
        "  spokes.old.addressSpace[0]    10.0.14.0/23  10.0.14.0/23  written\n"
        "subnets\n"
        "  path                            asked for  prefix       kept by\n"
        "  hubs.weu.gatewaySubnet          /27        10.0.0.0/27  nothing yet\n"
        "  spokes.apps.subnets.web.prefix  /25        10.0.8.0/25  nothing yet\n"
        "taken by others\n"
        "  path                  prefix          why\n"
        "  addresses.reserved    10.0.4.0/22     reserved\n"
        "  onPremises.campus[0]  192.168.0.0/16  not a virtual network's\n"
    )
    assert not pins(project).exists()


def test_pins_are_written_once_and_keep_everything(project: Path, capsys: Capsys) -> None:
    assert plan(capsys, project, "--pin").code == 0
    text = pins(project).read_text()
    assert text == (
        "# Prefixes that were placed for good, by the path of the size. Take a line away to give its range back.\n"
        "hubs.weu.addressSpace[0]: 10.0.0.0/22\n"
        "hubs.weu.gatewaySubnet: 10.0.0.0/27\n"
        "spokes.apps.addressSpace[0]: 10.0.8.0/23\n"
        "spokes.apps.subnets.web.prefix: 10.0.8.0/25\n"
        "spokes.north.addressSpace[0]: 10.64.0.0/22\n"
    )
    stamp = pins(project).stat().st_mtime_ns
    again = plan(capsys, project, "--pin")
    assert (again.code, again.err, pins(project).stat().st_mtime_ns) == (0, "", stamp)
    assert "subnets\n" not in again.out
    assert [path.name for path in pins(project).parent.iterdir() if path.name.startswith(".")] == []


def test_what_somebody_wrote_into_the_file_stays(project: Path, capsys: Capsys) -> None:
    mine = (
        "# Ours; ask the network team.\n\n"
        "# promised to the auditors\nspokes.apps.addressSpace[0]: 10.0.10.0/23  # until 2028\n"
        "'spokes.gone.addressSpace[0]': 10.0.12.0/23\n"
        "# the end\n"
    )
    pins(project).write_text(mine)
    ran = plan(capsys, project, "--pin")
    assert ran.err == "addresses.dev.yaml: 4 more pinned\n"
    assert pins(project).read_text() == (
        "# Ours; ask the network team.\n\n"
        "hubs.weu.addressSpace[0]: 10.0.0.0/22\n"
        "hubs.weu.gatewaySubnet: 10.0.0.0/27\n"
        "# promised to the auditors\nspokes.apps.addressSpace[0]: 10.0.10.0/23  # until 2028\n"
        "spokes.apps.subnets.web.prefix: 10.0.10.0/25\n"
        "'spokes.gone.addressSpace[0]': 10.0.12.0/23\n"
        "spokes.north.addressSpace[0]: 10.64.0.0/22\n"
        "# the end\n"
    )
    assert "spokes.gone.addressSpace[0]  10.0.12.0/23    a pin of what is not there any more\n" in ran.out


def test_a_spoke_more_is_placed_beside_the_others(project: Path, capsys: Capsys) -> None:
    plan(capsys, project, "--pin")
    before = yaml.safe_load(pins(project).read_text())
    change(project, "    apps:\n", "    aaa: { addressSpace: [/24] }\n    apps:\n")
    ran = plan(capsys, project, "--format", "json")
    assert (ran.code, ran.json["unpinned"]) == (3, ["spokes.aaa.addressSpace[0]"])
    plan(capsys, project, "--pin")
    assert yaml.safe_load(pins(project).read_text()) == before | {"spokes.aaa.addressSpace[0]": "10.0.10.0/24"}


def test_a_renamed_spoke_takes_its_pins_along(project: Path, capsys: Capsys) -> None:
    pins(project).write_text("# spokes.apps is dear to us\nspokes.apps.addressSpace[0]: 10.0.10.0/23  # apps\n")
    plan(capsys, project, "--pin")
    before = pins(project).read_text()
    change(project, "    apps:\n", "    shop:\n      formerly: apps\n      label: apps\n")
    found = plan(capsys, project, "--format", "json").json
    assert (found["unpinned"], found["held"]) == ([], {})
    assert [item["prefix"] for item in found["networks"] if "shop" in item["path"]] == ["10.0.10.0/23"]
    assert plan(capsys, project, "--pin").code == 0
    lines = before.splitlines()
    renamed = [line.replace("spokes.apps.", "spokes.shop.") for line in lines]
    assert sorted(pins(project).read_text().splitlines()) == sorted(renamed)
    change(project, "      formerly: apps\n", "")
    assert plan(capsys, project).code == 0


def test_a_refusal_shows_the_arithmetic_and_writes_nothing(project: Path, capsys: Capsys) -> None:
    change(project, "apps:\n      addressSpace: [/23]", "apps:\n      addressSpace: [/21]")
    ran = plan(capsys, project, "--pin")
    assert ran.code == 1
    assert (
        "[HS183] spokes.apps.addressSpace[0]: '/21' does not fit: it needs 2,048 addresses in one block; the pool "
        "10.0.0.0/20 has 4,096, 2,560 are taken, 1,536 are free, and the largest free block is 10.0.8.0/22 (1,024); "
        "ask for less, widen the pool, or give something back"
    ) in ran.err
    assert not pins(project).exists()


def test_a_plan_as_json_and_as_markdown(project: Path, capsys: Capsys) -> None:
    plan(capsys, project, "--pin")
    found = plan(capsys, project, "--format", "json").json
    assert (found["stack"], found["unpinned"], found["held"]) == ("dev", [], {})
    assert found["pools"][0] == {
        "pool": "westeurope",
        "prefixes": ["10.0.0.0/20"],
        "size": 4096,
        "taken": 3072,
        "free": 1024,
        "freePrefixes": ["10.0.10.0/23", "10.0.12.0/23"],
        "largestFree": "10.0.10.0/23",
        "fits": [{"size": "/22", "count": 0, "next": None}, {"size": "/23", "count": 2, "next": "10.0.10.0/23"}],
    }
    assert found["subnets"][1] == {
        "path": "spokes.apps.subnets.web.prefix",
        "asked": "/25",
        "prefix": "10.0.8.0/25",
        "keptBy": "pin",
    }
    shown = plan(capsys, project, "--format", "markdown").out
    assert "| hubs.weu.addressSpace[0] | /22 | 10.0.0.0/22 | pin |" in shown


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "stacks" / "Pulumi.prod.yaml").write_text(STACK), "HS204"),
        (lambda folder: (folder / "stacks" / "Pulumi.dev.yaml").write_text("config: [\n"), "HS203"),
        (lambda folder: (folder / "stacks" / "Pulumi.dev.yaml").write_text("config: [1]\n"), "HS203"),
        (lambda folder: (folder / "Pulumi.yaml").write_text("runtime: python\nstackConfigDir: stacks\n"), "HS203"),
        (lambda folder: pins(folder).write_text("{a: 10.0.0.0/22, b: 10.0.8.0/22}\n"), "HS202"),
        (lambda folder: pins(folder).write_text("a: 10.0.0.0/22\na: 10.0.0.0/22\n"), "HS202"),
    ],
)
def test_mistakes_are_told_without_a_traceback(project: Path, capsys: Capsys, spoil: object, code: str) -> None:
    spoil(project)  # type: ignore[operator]
    before = pins(project).read_text() if pins(project).exists() else ""
    ran = plan(capsys, project, "--pin")
    assert (ran.code, ran.out) == (1, "")
    assert f"[{code}]" in ran.err
    assert (pins(project).read_text() if pins(project).exists() else "") == before


def test_a_size_that_is_none(project: Path, capsys: Capsys) -> None:
    assert plan(capsys, project, "--size", "large").code == 2


def test_a_folder_that_cannot_be_written(project: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refused)
    ran = plan(capsys, project, "--pin")
    assert ran.code == 1
    assert "addresses.dev.yaml cannot be written: No space left on device" in ran.err
    assert [path.name for path in pins(project).parent.iterdir()] == ["Pulumi.dev.yaml"]


def test_encrypted_values_are_not_needed(project: Path, capsys: Capsys) -> None:
    circuit = (
        "  hubspoke:circuits:\n    ams:\n      serviceProvider: { name: Equinix, peeringLocation: Amsterdam, "
        "bandwidthMbps: 200 }\n      privatePeering: { peerAsn: 65010, primaryPrefix: 10.200.0.0/30, secondaryPrefix: "
        "10.200.0.4/30, vlanId: 100, sharedKey: { secure: v1:AAA } }\n"
    )
    change(project, "  hubspoke:hubs:\n", f"{circuit}  hubspoke:hubs:\n")
    ran = plan(capsys, project, "--format", "json")
    assert "circuits.ams.privatePeering.primaryPrefix" in json.loads(ran.out)["others"]
    assert "v1:AAA" not in ran.out
    assert stat.S_ISREG((project / "stacks" / "Pulumi.dev.yaml").stat().st_mode)
