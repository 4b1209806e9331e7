"""The stack files: what they say, what editors are told about them, and what is wrong with spoiled ones."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pulumi
import pytest
import yaml
from measuring import descriptions as d
from measuring.recording import deploy

from hubspoke import ArgsError, Estate, EstateArgs, load_settings, pins_text, read_pins, read_settings
from hubspoke.estate.settings.schema import schema_text, stack_schema
from hubspoke.estate.settings.stack_files import read_stack, stack_folder

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parents[2]
STACKS = REPOSITORY / "stacks"
STACK_FILES = sorted(STACKS.glob("Pulumi.*.yaml"))
each_stack = pytest.mark.parametrize("file", STACK_FILES, ids=[file.name for file in STACK_FILES])


def stack_file(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def config(settings: dict[str, Any]) -> dict[str, str]:
    """Configuration as Pulumi hands it to a program: objects as JSON, the rest as text."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in settings.items()}


def settings_of(file: Path) -> EstateArgs:
    values = {key.partition(":")[2]: v for key, v in stack_file(file)["config"].items() if key.startswith("hubspoke:")}
    return read_settings(values, file.name, read_pins(STACKS / file.name.replace("Pulumi.", "addresses.")))


@each_stack
def test_a_stack_of_ours_is_right(file: Path) -> None:
    assert settings_of(file).hubs


@each_stack
def test_a_stack_of_ours_has_no_subnet_with_implicit_outbound(file: Path) -> None:
    args = settings_of(file)
    for item in deploy(lambda: Estate("net", args)).of_type("Subnet"):
        assert item.inputs["defaultOutboundAccess"] is False


@each_stack
def test_a_stack_of_ours_is_what_editors_expect(file: Path) -> None:
    jsonschema.validate(stack_file(file), stack_schema())
    assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")


@each_stack
def test_pins_of_a_stack_of_ours_are_complete(file: Path) -> None:
    args = settings_of(file)
    assert args.placement.unpinned == ()
    pins = STACKS / file.name.replace("Pulumi.", "addresses.")
    assert (pins_text(args) == pins.read_text(encoding="utf-8")) if pins.exists() else not args.placement.prefixes


def test_the_schema_file_is_current() -> None:
    """`python -m hubspoke.estate.settings.schema stacks/schema.json` writes it."""
    assert (STACKS / "schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file["config"].update({"hubspoke:spoke": {}}),
        lambda file: file["config"]["hubspoke:hubs"]["weu"].update({"address_space": ["10.0.0.0/16"]}),
        lambda file: file["config"]["hubspoke:spokes"]["apps"]["subnets"]["web"].update({"security": "open"}),
        lambda file: file["config"].pop("hubspoke:hubs"),
        lambda file: file.update({"Config": {}}),
    ],
)
def test_the_schema_refuses_what_the_program_would_refuse(spoil: Any) -> None:
    file = stack_file(STACKS / "Pulumi.dev.yaml")
    spoil(file)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(file, stack_schema())


def test_a_secret_may_be_encrypted() -> None:
    file = stack_file(STACKS / "Pulumi.dev.yaml")
    file["config"]["hubspoke:circuits"]["amsterdam"]["privatePeering"]["sharedKey"] = {"secure": "v1:xyz"}
    jsonschema.validate(file, stack_schema())


def test_the_program_reads_its_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    file = STACKS / "Pulumi.prod.yaml"
    settings = config(stack_file(file)["config"])
    read: list[EstateArgs] = []
    deploy(lambda: read.append(load_settings()), config=settings, stack="prod")
    assert read == [settings_of(file)]


def test_five_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = stack_file(STACKS / "Pulumi.dev.yaml")["config"]
    hub, spokes = settings["hubspoke:hubs"]["weu"], settings["hubspoke:spokes"]
    hub["gatewaySubnet"] = "10.0.0.0/28"
    hub["expressRouteGateway"]["sku"] = "ErGw9AZ"
    spokes["apps"]["subnets"]["web"]["prefix"] = "10.1.0.7/24"
    spokes["data"]["colour"] = "blue"
    spokes["tools"]["addressSpace"] = ["10.1.8.0/21"]

    def program() -> None:
        with pytest.raises(pulumi.RunError) as error:
            load_settings()
        assert str(error.value) == (
            "5 problems in Pulumi.dev.yaml:\n"
            "  [HS120] hubs.weu.expressRouteGateway.sku: 'ErGw9AZ' is not a SKU of an ExpressRoute gateway; write one "
            "of Standard, HighPerformance, UltraPerformance, ErGw1AZ, ErGw2AZ, ErGw3AZ, ErGwScale\n"
            "  [HS116] hubs.weu.gatewaySubnet: '10.0.0.0/28' is too small for gateways, which need a /27; write "
            "10.0.0.0/27 or larger, free of other subnets\n"
            "  [HS110] spokes.apps.subnets.web.prefix: '10.1.0.7/24' has host bits set; write 10.1.0.0/24\n"
            "  [HS102] spokes.data.colour: 'blue' is not known here; remove it; known here are addressSpace, "
            "applicationSecurityGroups, dmz, dnsServers, egress, egressExceptions, formerly, hub, label, location, "
            "names, natGateways, objectGroups, pool, propagateGatewayRoutes, resourceGroup, subnets, subscription, "
            "tags, useHubGateway\n"
            "  [HS112] spokes.tools.addressSpace[0]: '10.1.8.0/21' overlaps spokes.edge.addressSpace[0] 10.1.8.0/22; "
            "write a range that nothing else has"
        )

    deploy(program, config=config(settings))


def test_an_unknown_key_of_the_stack_is_told() -> None:
    def program() -> None:
        with pytest.raises(ArgsError, match=r"HS102.* spoke: .*write spokes, or remove it"):
            load_settings()

    deploy(program, config=config({"hubspoke:hubs": d.estate()["hubs"], "hubspoke:spoke": {}, "other:key": "x"}))


def test_plain_text_takes_the_type_it_has() -> None:
    read: list[EstateArgs] = []
    settings = {"hubspoke:hubs": d.estate()["hubs"], "hubspoke:location": "westeurope", "hubspoke:protect": "true"}
    deploy(lambda: read.append(load_settings()), config=config(settings))
    assert (read[0].location, read[0].protect) == ("westeurope", True)


def test_a_setting_that_is_not_json_is_told() -> None:
    def program() -> None:
        with pytest.raises(ArgsError, match="HS201"):
            load_settings()

    deploy(program, config={"hubspoke:hubs": "{weu: 1"})


@pytest.mark.parametrize("text", ["- a\n", "a: {b: c}\n", "a: [\n"])
def test_a_file_of_pins_that_cannot_be_read_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "addresses.dev.yaml"
    file.write_text(text)
    with pytest.raises(ArgsError, match="HS202"):
        read_pins(file)


def test_where_the_stack_files_are(tmp_path: Path) -> None:
    assert stack_folder(tmp_path) == tmp_path
    (tmp_path / "Pulumi.yaml").write_text("name: x\n")
    assert stack_folder(tmp_path) == tmp_path
    (tmp_path / "Pulumi.yaml").write_text("name: x\nstackConfigDir: stacks\n")
    assert stack_folder(tmp_path) == tmp_path / "stacks"


def test_pins_survive_what_they_belonged_to() -> None:
    data = {
        "location": "w",
        "addresses": {"pools": {"p": ["10.0.0.0/16"]}, "allowUnpinned": True},
        "hubs": {"weu": {"addressSpace": ["/22"]}},
    }
    pins = {"spokes.gone.addressSpace[0]": "10.0.0.0/22"}
    args = read_settings(data, "x", pins)
    assert pins_text(args).splitlines()[1:] == [
        "hubs.weu.addressSpace[0]: 10.0.4.0/22",
        "spokes.gone.addressSpace[0]: 10.0.0.0/22",
    ]


BASE = """
config:
  hubspoke:location: westeurope
  hubspoke:protect: true
  hubspoke:tags: { owner: network, environment: none }
  hubspoke:circuits: { ams: { stage: ordered } }
  hubspoke:addresses: { pools: { dev: [10.0.0.0/16], prod: [10.1.0.0/16] } }
  hubspoke:hubs: { weu: { addressSpace: [/22], dnsServers: [10.9.0.4, 10.9.0.5] } }
"""
OWN: dict[str, Any] = {
    "hubspoke:base": "base.yaml",
    "hubspoke:naming": {"environment": "prod"},
    "hubspoke:tags": {"environment": "prod"},
    "hubspoke:circuits": {"ams": None},
    "hubspoke:addresses": {"allowUnpinned": True},
    "hubspoke:hubs": {"weu": {"dnsServers": ["10.9.0.6"]}},
}


def test_environments_share_a_base(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Maps are merged, all else is replaced, null takes away; the program and the command line read the same."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: hubspoke\nstackConfigDir: stacks\n")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "base.yaml").write_text(BASE)
    (tmp_path / "stacks" / "Pulumi.prod.yaml").write_text(yaml.safe_dump({"config": OWN}))
    expected = EstateArgs.of(
        {
            "location": "westeurope",
            "protect": True,
            "naming": {"environment": "prod"},
            "tags": {"owner": "network", "environment": "prod"},
            "circuits": {},
            "addresses": {"pools": {"dev": ["10.0.0.0/16"], "prod": ["10.1.0.0/16"]}, "allowUnpinned": True},
            "hubs": {"weu": {"addressSpace": ["/22"], "dnsServers": ["10.9.0.6"]}},
        }
    )
    read: list[EstateArgs] = []
    deploy(lambda: read.append(load_settings()), config=config(OWN), stack="prod")
    assert read == [expected]
    assert read_settings(read_stack(tmp_path, "prod"), "x") == expected
    assert expected.placed().hubs["weu"].address_space == ["10.1.0.0/22"]
    jsonschema.validate({"config": OWN}, stack_schema())


def test_a_base_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    def program() -> None:
        with pytest.raises(ArgsError, match=r"HS203\] base\.yaml: cannot be read: .*No such file"):
            load_settings()

    deploy(program, config=config(OWN))
