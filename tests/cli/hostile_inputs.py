"""Hostile names, and for every command of `hubspoke` and `azure-offline` what it is given to make it print them.

A command without an entry here fails `test_hostile_names.py`. An entry has at least one case that ends in an error.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azure_offline.arm import open_arm
from azure_offline.classic.cmdlets import run_cmdlet
from azure_offline.faults.planned import Fault, Faults
from hubspoke_network.core.safe_text import xml

TOKEN = "hzq"
"""Stands in every hostile name, and in nothing else: where it is printed, the name was."""

STEERING = "\x1b[2J\x1b]0;hzq\x07\x1b]8;;hzq\x1b\\\x9b2J\x7f\x08"
DIRECTIONS = "\u202ehzq\u2066\u200f\u061c\u200b\ufeff\u3164"
MARKUP = (
    "<script>alert(1)<img src=x onerror=y> `hzq` | b || ![x](y) [l](http:hzq) **b** ~~s~~ @team #1 &lt;b&gt; [bold]"
)
BREAKS = "\nhzqline\r\n| a | b |\n# head\n::error::hzq\t\u2028"
BARE = f"=hzq+1{MARKUP}:smile:"
"""What can stand where control characters are refused."""

NAME = f"=hzq+1{STEERING}{DIRECTIONS}{MARKUP}{BREAKS}".ljust(300, "n")
"""A name of 300 characters without the slash that would part an id."""

TEXT = f"{NAME}</script>"
SOURCE = NAME.replace("#", "")
"""For a program's file, behind whose name a hash sign and the line stand."""

FOLDER = f"hzq{STEERING}\u202e\u200b<script>`|[x](y)\nhzqline\n::error::"
"""The same for the name of a folder, which has at most 255 bytes."""

ONE = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{ONE}/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
NSG = f"{NETWORK}/networkSecurityGroups/{NAME}"
THING = f"{GROUP}/providers/Microsoft.Hzq/things/{NAME}"
SEED = Path(__file__).parents[1] / "network" / "migration" / "seed"


@dataclass(frozen=True)
class Scene:
    """A folder with a hostile name."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "azure"

    def file(self, name: str, content: Any) -> str:
        """Write a file: text as it is, everything else as JSON. Gives its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)


Words = Callable[[Scene], Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A command line (behind the command's words), how it ends, and whether a hostile name is among what it prints.

    `exact`: its JSON holds `NAME` as it is. `formats`: those it is for; all where it is empty.
    """

    words: Words
    code: int = 0
    shows: bool = True
    exact: bool = True
    formats: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.code in (1, 2) or (self.code == 3 and not self.exact)


def rule(**changes: Any) -> dict[str, Any]:
    """A security rule of a hostile name that lets everything in."""
    every = {f"{end}{what}": "*" for end in ("source", "destination") for what in ("AddressPrefix", "PortRange")}
    properties = {"priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "*", **every, **changes}
    return {"name": NAME, "properties": properties}


def estate() -> list[dict[str, Any]]:
    """ARM documents of a network, its subnets and their security group, all of hostile names."""
    subnets = [
        {"name": NAME, "properties": {"addressPrefix": "10.1.0.0/24", "networkSecurityGroup": {"id": NSG}}},
        {"name": f"{NAME}2", "properties": {"addressPrefix": "10.1.1.0/24"}},
    ]
    space = {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}, "subnets": subnets}
    rules = [rule(), {**rule(priority=200, sourceAddressPrefix="Storage"), "name": f"{NAME}2"}]
    return [
        {"id": f"{NETWORK}/virtualNetworks/{NAME}", "name": NAME, "tags": {NAME: TEXT}, "properties": space},
        {"id": NSG, "name": NAME, "tags": {NAME: TEXT}, "properties": {"securityRules": rules}},
    ]


def documents(scene: Scene) -> str:
    return scene.file("azure.json", estate())


REACH = ("--from", f"{NAME}/{NAME}", "--to", f"{NAME}/{NAME}2")


def preview(scene: Scene) -> str:
    """A preview that leaves something out, and whose resource says where in the program it stands."""
    urn = f"urn:pulumi:dev::test::azure-native:network:NetworkSecurityGroup::{TEXT}"
    inputs = {"resourceGroupName": "rg", "networkSecurityGroupName": "nsg", "tags": {NAME: TEXT}}
    flat = {**rule()["properties"], "name": NAME}
    state = {"urn": urn, "type": "azure-native:network:NetworkSecurityGroup", "custom": True}
    state |= {"inputs": {**inputs, "securityRules": [flat]}, "sourcePosition": f"project:///{SOURCE}.py#1"}
    step = {"op": "create", "urn": urn, "newState": state}
    return scene.file("preview.json", {"steps": [step], "changeSummary": {"create": 1, "same": 2}})


def settings(scene: Scene) -> str:
    """Settings of the pack with an exemption in hostile words."""
    exemption = {"resource": "*", "reason": TEXT, "owner": NAME, "expires": "2099-01-01"}
    return scene.file("settings.json", {"rules": {"no-any-to-any": {"exemptions": [exemption]}}})


def project(scene: Scene, **config: Any) -> str:
    """A project with a stack; its pins hold one of a hostile path."""
    scene.file("Pulumi.yaml", "name: hubspoke\nruntime: python\nstackConfigDir: stacks\n")
    naming = {"hubspoke:location": "westeurope", "hubspoke:naming": {"environment": "dev"}}
    pools = {"hubspoke:addresses": {"pools": {"westeurope": ["10.0.0.0/20"]}}}
    hubs = {"hubspoke:hubs": {"weu": {"addressSpace": ["/22"], "gatewaySubnet": "/27"}}}
    scene.file("stacks/Pulumi.dev.yaml", {"config": naming | pools | hubs | config})
    scene.file("stacks/addresses.dev.yaml", f"{json.dumps(NAME)}: 10.0.4.0/24\n")
    return str(scene.folder)


PULUMI = """#!{python}
import json, pathlib, sys
words = sys.argv[1:]
here = pathlib.Path(__file__).parent
files = {{"stack": "state.json", "preview": "preview.json"}}
if words[0] in files:
    print((here / files[words[0]]).read_text())
if "--import-file" in words:
    pathlib.Path(words[words.index("--import-file") + 1]).write_text((here / "imports.json").read_text())
if (here / "broken").exists():
    sys.exit((here / "broken").read_text())
"""


def pulumi(scene: Scene, *, broken: str = "") -> Sequence[str]:
    """A command line of Pulumi that plans resources of hostile names; `broken`: its last words, when it fails."""
    program = Path(scene.file("pulumi", PULUMI.format(python=sys.executable)))
    os.chmod(program, 0o755)  # noqa: PTH101 (kept beside the file's making)
    steps, entries = [], []
    for kind in ("network:RouteTable", "network:Hzq"):
        urn = f"urn:pulumi:dev::p::azure-native:{kind}::{NAME}"
        inputs = {"resourceGroupName": "rg", "routeTableName": NAME}
        steps.append({"op": "create", "urn": urn, "newState": {"inputs": inputs, "provider": ""}})
        entries.append({"type": f"azure-native:{kind}", "name": f"{NAME}{kind}", "logicalName": NAME})
    scene.file("state.json", {"deployment": {}})
    scene.file("preview.json", {"steps": steps})
    scene.file("imports.json", {"resources": entries})
    if broken:
        scene.file("broken", broken)
    return ["--pulumi", str(program), "--subscription", ONE, "--yes", "--cwd", str(scene.folder)]


def netcfg(scene: Scene) -> str:
    """The field notes' networks, one of them renamed."""
    shutil.copy(SEED / "inventory.json", scene.folder)
    return scene.file("netcfg.xml", (SEED / "netcfg.xml").read_text().replace('"batch"', f'"{xml(BARE)}"'))


def azure(scene: Scene) -> str:
    """An offline Azure with a resource of a hostile name, and a log that holds a refusal. Gives its home."""
    arm = open_arm(scene.home)
    for target, body in ((GROUP, {}), (THING, {"tags": {NAME: TEXT}}), (f"{NETWORK}/routeTables/{NAME}", {})):
        arm.request("PUT", target, {"location": "westeurope", **body}, api_version="2024-05-01")
    arm.store.close()
    return str(scene.home)


def named_world(scene: Scene) -> str:
    """An offline Azure whose subscription has a hostile name."""
    scene.file("azure/world.yaml", {"subscriptions": [{"id": ONE, "name": NAME, "office365": True}]})
    return str(scene.home)


def broken_world(scene: Scene) -> str:
    """An offline Azure whose world says something that cannot be."""
    scene.file("azure/world.yaml", {"subscriptions": [{"id": ONE, NAME: TEXT}]})
    return str(scene.home)


def offline(*words: str, home: Callable[[Scene], str] = azure, **ends: Any) -> Case:
    """A command line of `azure-offline`."""
    return Case(lambda scene: [*words, "--home", home(scene)], **ends)


BROKEN = offline(home=broken_world, code=3, exact=False)


def classic(scene: Scene) -> str:
    """An offline Azure that holds classic networks, one of them with markup in its name."""
    home = azure(scene)
    arm = open_arm(scene.home)
    code, lines = run_cmdlet(arm, ["load", "-NetworkConfiguration", netcfg(scene)])
    arm.store.close()
    assert code == 0, lines
    return home


def azure_with_fault(scene: Scene) -> str:
    """An offline Azure with a fault that is asked for of a hostile name."""
    home = azure(scene)
    arm = open_arm(Path(home))
    Faults(arm.store).add(Fault(kind="throttle", type=TEXT, name=NAME))
    arm.store.close()
    return home


def drift_put(scene: Scene) -> list[str]:
    return [f"{THING}2", scene.file("thing.json", {"tags": {NAME: NAME}}), "--home", azure(scene)]


def changed_schema(scene: Scene) -> list[str]:
    old = {"resources": {TEXT: {"inputProperties": {NAME: {"type": "string"}}}}, "types": {}}
    return ["package", "--against", scene.file("old.json", old)]


def in_the_way(name: str) -> Words:
    return lambda scene: [str(Path(scene.file(f"{name}/__main__.py", "mine")).parent)]


TABLE: Mapping[str, Sequence[Case]] = {
    "hubspoke reach": (
        Case(lambda scene: [documents(scene), *REACH]),
        Case(lambda scene: [documents(scene), "--from", f"{NAME}/{NAME}2", "--to", "internet"]),
        Case(lambda scene: [documents(scene), preview(scene), *REACH]),
        Case(lambda scene: [documents(scene), "--from", TEXT, "--to", NAME], code=1),
        Case(lambda scene: [documents(scene), *REACH, "--facts", scene.file("f.json", {NAME: TEXT})], code=1),
        Case(lambda scene: [documents(scene), *REACH, "--facts", scene.file("f.yaml", f"{NAME}: [")], code=1),
        Case(lambda scene: [scene.file("no.json", "{"), *REACH], code=1),
        Case(lambda scene: [documents(scene), *REACH, "--port", TEXT], code=1),
        Case(lambda scene: [documents(scene), *REACH, "--protocol", TEXT], code=1),
        Case(lambda scene: [documents(scene), f"--{TOKEN}{STEERING}"], code=2),
    ),
    "hubspoke explain": (
        Case(lambda scene: [documents(scene), "--group", NAME]),
        Case(lambda scene: [documents(scene), *REACH]),
        Case(lambda scene: [documents(scene), "--group", NAME, "--at", TEXT], code=1),
        Case(lambda scene: [documents(scene), "--group", TEXT], code=1),
    ),
    "hubspoke check": (
        Case(lambda scene: [documents(scene)], code=3),
        Case(lambda scene: [preview(scene)], code=3),
        Case(lambda scene: [preview(scene), "--rules", "no-any-to-any", "--config", settings(scene)]),
        Case(lambda scene: [documents(scene), "--rules", TEXT], code=1),
        Case(lambda scene: [documents(scene), "--config", scene.file("s.json", {"rules": {NAME: TEXT}})], code=1),
        Case(lambda scene: [documents(scene), "--config", scene.file("s.yaml", f"{TOKEN}: '{MARKUP}")], code=1),
        Case(lambda scene: [scene.file("no.json", [{"id": TEXT}])], code=1),
        Case(lambda scene: ["--explain", TEXT], code=1, formats=("text", "json", "markdown")),
        Case(lambda scene: ["--explain", "no-any-to-any"], shows=False, formats=("text", "json", "markdown")),
    ),
    "hubspoke plan": (
        Case(lambda scene: ["--cwd", project(scene)], code=3),
        Case(lambda scene: ["--cwd", project(scene), "--subnets"], code=3),
        Case(lambda scene: ["--cwd", project(scene), "--stack", "prod", "--pin"], code=1, shows=False),
        Case(lambda scene: ["--cwd", project(scene, **{"hubspoke:spokes": {NAME: {NAME: TEXT}}})], code=1),
        Case(lambda scene: ["--cwd", project(scene), "--stack", TEXT], code=1),
        Case(lambda scene: ["--cwd", project(scene), "--size", TEXT], code=2),
    ),
    "hubspoke recover": (
        Case(pulumi, code=3),
        Case(lambda scene: pulumi(scene, broken=f"{STEERING}{DIRECTIONS}{MARKUP}"), code=1),
        Case(lambda scene: ["--cwd", str(scene.folder), "--pulumi", TEXT], code=1),
    ),
    "hubspoke migrate classic": (
        Case(lambda scene: [netcfg(scene), "--out", str(scene.folder / "out")], code=4),
        Case(lambda scene: [scene.file("net.xml", f"<{TOKEN}/>"), "--out", str(scene.folder)], code=1),
        Case(
            lambda scene: [netcfg(scene), "--inventory", scene.file("i.json", {NAME: 1}), "--out", str(scene.folder)],
            code=1,
        ),
        Case(
            lambda scene: [
                *(netcfg(scene), "--out", str(scene.folder)),
                *("--inventory", scene.file("i.csv", f'kind,name\n{TOKEN},"=1{BARE}"\n')),
            ],
            code=1,
        ),
    ),
    "hubspoke migrate arm": (
        Case(lambda scene: [documents(scene), "--out", str(scene.folder / "out")], code=3),
        Case(lambda scene: [documents(scene), "--out", str(scene.folder), "--stack", TEXT], code=1),
        Case(lambda scene: [scene.file("no.json", [{"name": TEXT}]), "--out", str(scene.folder)], code=1),
    ),
    "hubspoke policies write": (
        Case(lambda scene: [str(scene.folder / "pack")]),
        Case(in_the_way("pack"), code=1),
        Case(lambda scene: [str(scene.folder / "pack"), TEXT], code=2),
    ),
    "hubspoke plugin write": (
        Case(lambda scene: [str(scene.folder / "plugin")]),
        Case(in_the_way("plugin"), code=1),
    ),
    "hubspoke schema": (
        Case(lambda scene: ["stack"], shows=False),
        Case(lambda scene: ["package"], shows=False),
        Case(changed_schema, code=3),
        Case(lambda scene: ["package", "--against", scene.file("old.json", "{")], code=1),
        Case(lambda scene: [TEXT], code=2),
    ),
    "azure-offline list": (offline(), offline(TEXT, shows=False), BROKEN),
    "azure-offline show": (
        offline(NAME),
        offline(THING),
        offline(TEXT, code=1),
        offline(TEXT, home=broken_world, code=3, exact=False),
    ),
    "azure-offline log": (offline("--bodies"), offline("--refused"), BROKEN),
    "azure-offline reset": (offline(shows=False), offline("--file"), BROKEN),
    "azure-offline export": (
        offline(),
        Case(lambda scene: ["--home", azure(scene), "--out", str(scene.folder / "out.json")]),
        BROKEN,
    ),
    "azure-offline conflicts": (offline(shows=False), offline(TEXT, code=2), BROKEN),
    "azure-offline world": (offline(home=named_world), BROKEN),
    "azure-offline rules": (
        Case(lambda scene: ["subnets"], shows=False),
        Case(lambda scene: [TEXT], shows=False),
        Case(lambda scene: ["a", TEXT], code=2),
    ),
    "azure-offline classic": (
        Case(
            lambda scene: ["--home", azure(scene), "load", "-NetworkConfiguration", netcfg(scene)],
            shows=False,
        ),
        Case(lambda scene: ["--home", azure(scene), TEXT], code=2),
        Case(lambda scene: ["--home", azure(scene), "New-AzureVNetGateway", TEXT, NAME], code=2),
        Case(lambda scene: ["--home", classic(scene), "Get-AzureVNetSite"]),
        Case(lambda scene: ["--home", classic(scene), "Get-AzureVNetGateway", "-VNetName", TEXT], code=1),
        Case(
            lambda scene: [
                *("--home", azure(scene), "load", "-NetworkConfiguration"),
                scene.file("net.xml", (SEED / "netcfg.xml").read_text().replace('"batch"', f'"{xml(NAME)}"')),
            ],
            code=1,
        ),
    ),
    "azure-offline doctor": (offline(home=azure_with_fault), BROKEN),
    "azure-offline fault add": (
        offline("throttle", "--name", NAME, "--type", TEXT),
        offline("throttle", "--verb", TEXT, code=3, exact=False, shows=False),
        offline(TEXT, code=2),
    ),
    "azure-offline fault list": (
        offline(home=azure_with_fault),
        BROKEN,
    ),
    "azure-offline fault clear": (offline(shows=False), offline(TEXT, code=2, shows=False), BROKEN),
    "azure-offline drift set": (
        offline(NAME, f"tags.{TOKEN}={TEXT}"),
        offline(TEXT, "a=b", code=1),
        offline(NAME, TEXT.replace("=", ""), code=3, exact=False),
        offline(NAME, f"location.{TEXT.replace('=', '')}.a=1", code=3, exact=False),
    ),
    "azure-offline drift unset": (
        offline(NAME, "tags"),
        offline(NAME, f"tags.{TEXT}", code=3, exact=False),
    ),
    "azure-offline drift delete": (offline(NAME), offline(TEXT, code=1)),
    "azure-offline drift put": (
        Case(drift_put),
        Case(lambda scene: [TEXT, scene.file("thing.json", {NAME: 1}), "--home", azure(scene)], code=1),
        Case(lambda scene: [THING, scene.file("no.json", "{"), "--home", azure(scene)], code=1),
        Case(lambda scene: [THING, TEXT, "--home", azure(scene)], code=2),
    ),
    "azure-offline office365 authorise": (
        offline(NAME, home=named_world, shows=False),
        offline(TEXT, home=named_world, code=1),
    ),
    "azure-offline office365 revoke": (
        offline(NAME, home=named_world, shows=False),
        offline(TEXT, home=named_world, code=1),
    ),
    "azure-offline circuit provision": (offline(TEXT, code=1),),
    "azure-offline circuit deprovision": (offline(TEXT, code=1),),
}
"""Every command, with at least one case that makes it print a hostile name or fail over one."""
