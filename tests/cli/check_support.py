"""Inputs for `hubspoke check`, and a way to run it in this process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hubspoke_cli.main import run

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network"
NSG = f"{GROUP}/networkSecurityGroups"
SCHEMA = json.loads((Path(__file__).parent / "sarif_schema.json").read_text(encoding="utf-8"))
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@dataclass(frozen=True)
class Ran:
    """How a run ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def hubspoke(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ran:
    """Run the command in this process."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        run([str(argument) for argument in arguments])
    written = capsys.readouterr()
    code = ended.value.code
    return Ran(0 if code is None else int(code), written.out, written.err)


def rule(prefix: str, *, access: str = "Allow", priority: int = 100, name: str = "web") -> dict[str, Any]:
    """An outbound security rule to `prefix`, port 443."""
    properties = {
        "direction": "Outbound",
        "access": access,
        "priority": priority,
        "protocol": "Tcp",
        "sourceAddressPrefix": "10.1.0.0/24",
        "sourcePortRange": "*",
        "destinationAddressPrefix": prefix,
        "destinationPortRange": "443",
    }
    return {"name": name, "properties": properties}


def any_to_any(**changes: Any) -> dict[str, Any]:
    """An inbound security rule that lets everything in."""
    properties = {
        "direction": "Inbound",
        "access": "Allow",
        "priority": 100,
        "protocol": "*",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "*",
        **changes,
    }
    return {"name": "everything", "properties": properties}


def group(name: str, *rules: Mapping[str, Any], **tags: str) -> dict[str, Any]:
    """A security group as Azure exports it."""
    return {
        "id": f"{NSG}/{name}",
        "name": name,
        "type": "Microsoft.Network/networkSecurityGroups",
        "location": "westeurope",
        "tags": tags,
        "properties": {"securityRules": list(rules)},
    }


def subnet(name: str, **properties: Any) -> dict[str, Any]:
    """A subnet without security group, as Azure exports it."""
    identity = f"{GROUP}/virtualNetworks/hub/subnets/{name}"
    return {"id": identity, "name": name, "properties": {"addressPrefix": "10.0.1.0/24", **properties}}


def preview(*states: Mapping[str, Any]) -> dict[str, Any]:
    """What `pulumi preview --json` prints for new resources; each has type, name, inputs and what else is given."""
    steps = []
    for state in states:
        urn = f"urn:pulumi:dev::test::azure-native:{state['type']}::{state['name']}"
        rest = {key: value for key, value in state.items() if key not in {"type", "name"}}
        new = {"urn": urn, "type": f"azure-native:{state['type']}", "custom": True, **rest}
        steps.append({"op": "create", "urn": urn, "newState": new})
    return {"steps": steps, "changeSummary": {"create": len(steps)}}


def write(path: Path, document: Any) -> Path:
    """Write a document as JSON."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def sarif_is_valid(log: Any) -> None:
    """Hold a log against what SARIF 2.1.0 asks; raises where it does not keep to it."""
    jsonschema.Draft7Validator(SCHEMA).validate(log)
