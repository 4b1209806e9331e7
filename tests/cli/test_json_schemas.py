"""Every JSON that a command prints is described, field by field, in docs/schemas."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.cli.check_support import SCHEMA as SARIF
from tests.cli.check_support import UNKNOWN, any_to_any, preview
from tests.cli.command_tree import Found, commands, run_command
from tests.cli.hostile_inputs import TABLE, Case, Scene

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"
SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
ALWAYS = {"hubspoke schema", "azure-offline export"}
"""Commands that print JSON whatever the format."""


def undecided(scene: Scene) -> list[str]:
    """What a check cannot decide."""
    flat = {**any_to_any()["properties"], "name": "any", "access": UNKNOWN}
    inputs = {"resourceGroupName": "rg", "networkSecurityGroupName": "nsg", "securityRules": [flat]}
    state = {"type": "network:NetworkSecurityGroup", "name": "g", "inputs": inputs}
    return [scene.file("undecided.json", preview(state)), "--rules", "no-any-to-any"]


MORE: Mapping[str, tuple[Case, ...]] = {"hubspoke check": (Case(undecided, code=4),)}
"""Cases that print what no hostile name does."""

COMMANDS = [found for found in commands() if found.name in ALWAYS or {"json", "sarif"} & set(found.formats)]


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    for variable in ("AZURE_OFFLINE_HOME", "AZURE_OFFLINE_FOLDER", "ARM_SUBSCRIPTION_ID"):
        monkeypatch.delenv(variable, raising=False)
    return Scene(tmp_path)


def schema_name(found: Found) -> str:
    return "-".join(found.words)


def test_every_command_with_json_has_a_schema() -> None:
    assert {schema_name(found) for found in COMMANDS} == SCHEMAS.keys()


@pytest.mark.parametrize("found", COMMANDS, ids=lambda found: found.name)
def test_what_it_prints_is_what_its_schema_says(
    found: Found, tmp_path: Path, scene: Scene, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    schema = SCHEMAS[schema_name(found)]
    validator = jsonschema.Draft202012Validator(closed(schema))
    seen: set[str] = set()
    for number, case in enumerate((*TABLE[found.name], *MORE.get(found.name, ()))):
        folder = tmp_path / str(number)
        folder.mkdir()
        json_options = ["--format", "json"] if "json" in found.formats else []
        ran = run_command(capsysbinary, [*found.words, *case.words(Scene(folder)), *json_options])
        assert ran.code == case.code, ran.err
        if ran.out[:1] in {"{", "["}:
            document = json.loads(ran.out)
            validator.validate(document)
            seen |= set(_keys(document))
    # A field that nothing prints is checked by nothing.
    assert set(_documented(schema)) - seen == set()


def test_sarif_is_sarif(scene: Scene, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = next(found for found in COMMANDS if "sarif" in found.formats)
    for case in TABLE[found.name]:
        if case.code in (0, 3, 4) and not case.formats:
            ran = run_command(capsysbinary, [*found.words, *case.words(scene), "--format", "sarif"])
            jsonschema.Draft7Validator(SARIF).validate(json.loads(ran.out))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_says_its_version(name: str) -> None:
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    _, _, version = schema["$id"].rpartition(":")
    assert schema["$id"] == f"urn:hubspoke:schema:{name}:{version}"
    assert schema["title"].endswith(f", version {version}")
    assert f"[{name}.json]({name}.json)" in (FOLDER / "README.md").read_text(encoding="utf-8")
    for part in _objects(schema):
        assert "properties" in part or "additionalProperties" in part, part


def test_a_field_that_no_schema_names_is_found() -> None:
    """The check itself: one field more, at the top or deep inside, does not pass."""
    document = {"verdict": "allowed", "paths": [["It gets there."]]}
    validator = jsonschema.Draft202012Validator(closed(SCHEMAS["hubspoke-explain"]))
    assert validator.is_valid(document)
    assert not validator.is_valid({**document, "more": 1})
    assert jsonschema.Draft202012Validator(SCHEMAS["hubspoke-explain"]).is_valid({**document, "more": 1})


def closed(schema: Any) -> Any:
    """A schema that takes no field it does not name: programs take more fields, this test does not."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    return {"additionalProperties": False, **parts} if schema.get("type") == "object" else parts


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    for part in schema if isinstance(schema, list) else schema.values() if isinstance(schema, dict) else ():
        yield from _objects(part)
    if isinstance(schema, dict) and schema.get("type") == "object":
        yield schema


def _documented(schema: Any) -> Iterator[str]:
    for part in _objects(schema):
        yield from part.get("properties", ())


def _keys(value: Any) -> Iterator[str]:
    for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from _keys(inner)
    if isinstance(value, dict):
        yield from value
