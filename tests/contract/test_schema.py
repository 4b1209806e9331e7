"""The recorded schema is the promise to programs in other languages: it changes on purpose, or not at all."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubspoke.plugin.compatibility import changes, structure_digest
from hubspoke.plugin.schema import package_schema, schema_text

REPOSITORY = Path(__file__).parents[2]
RECORDED = REPOSITORY / "components" / "schema.json"
Schema = dict[str, Any]


@pytest.fixture(scope="module")
def recorded() -> Schema:
    schema: Schema = json.loads(RECORDED.read_text())
    return schema


def test_the_schema_is_the_recorded_one(recorded: Schema) -> None:
    if schema_text() != RECORDED.read_text():
        found = "\n".join(f"  {change}" for change in changes(recorded, package_schema()))
        pytest.fail(
            "The components' schema differs from components/schema.json.\n"
            f"{found or '  only documentation, order or the version differ: compatible'}\n"
            "Take back what breaks users, or keep it for a new major version (before 1.0, a new minor one).\n"
            "Record the rest with: .venv/bin/hubspoke schema package > components/schema.json\n"
            f"and tell it in CHANGELOG.md, in a line that names schema {structure_digest(package_schema())}."
        )


def test_the_changelog_tells_the_newest_change_of_the_schema(recorded: Schema) -> None:
    parts = (REPOSITORY / "CHANGELOG.md").read_text().split("\n## ")[1:]
    newest = next((part for part in parts if "schema `" in part), "")

    told = f"schema `{structure_digest(recorded)}`" in newest

    assert told, f"CHANGELOG.md must tell what changed, in a line with: schema `{structure_digest(recorded)}`"


HUB = "hubspoke:index:Hub"
REF = "hubspoke:index:HubRef"
STAGE = "hubspoke:index:Stage"


def _new_input(schema: Schema) -> None:
    schema["resources"][HUB]["inputProperties"]["description"] = {"type": "string"}


def _new_required_input(schema: Schema) -> None:
    _new_input(schema)
    schema["resources"][HUB]["requiredInputs"].append("description")


def _input_gone(schema: Schema) -> None:
    del schema["resources"][HUB]["inputProperties"]["tags"]


def _input_required(schema: Schema) -> None:
    schema["types"][REF]["required"].append("subscription")


def _input_eventual(schema: Schema) -> None:
    del schema["types"][REF]["properties"]["location"]["plain"]


def _input_plain(schema: Schema) -> None:
    schema["types"][REF]["properties"]["vnetId"]["plain"] = True


def _output_optional(schema: Schema) -> None:
    schema["resources"][HUB]["required"].remove("vnetId")


def _choice_gone(schema: Schema) -> None:
    schema["types"][STAGE]["enum"].pop()


def _component_gone(schema: Schema) -> None:
    del schema["resources"][HUB]


def _documentation(schema: Schema) -> None:
    schema["resources"][HUB]["description"] = "Another text."
    schema["resources"][HUB]["properties"]["vnetId"]["description"] = "Another text."


@pytest.mark.parametrize(
    ("alter", "breaking", "told"),
    [
        (_documentation, False, []),
        (_new_input, False, [f"resources.{HUB}.description is new"]),
        (_new_required_input, True, [f"resources.{HUB}.description is new, and required"]),
        (_input_gone, True, [f"resources.{HUB}.tags is gone"]),
        (_input_required, True, [f"types.{REF}.subscription has become required"]),
        (_input_eventual, False, [f"types.{REF}.location may now be an output"]),
        (_input_plain, True, [f'types.{REF}.vnetId was {{"type": "string"}}, is {{"type": "string", "plain": true}}']),
        (_output_optional, True, [f"resources.{HUB}.outputs.vnetId may now be missing"]),
        (_choice_gone, True, [f"types.{STAGE}.provisioned is gone"]),
        (_component_gone, True, [f"resources.{HUB} is gone"]),
    ],
)
def test_what_a_change_means_to_users(
    recorded: Schema, alter: Callable[[Schema], None], breaking: bool, told: list[str]
) -> None:
    altered = copy.deepcopy(recorded)
    alter(altered)

    found = changes(recorded, altered)

    assert [f"{change.path} {change.text}" for change in found] == told
    assert any(change.breaking for change in found) is breaking
    assert (structure_digest(altered) != structure_digest(recorded)) is bool(told)


def test_the_schema_says_everything_about_everything(recorded: Schema) -> None:
    """Docs on every component, property, type and choice; no type and resource of one name; tokens of one form."""
    undocumented = [token for token, item in recorded["resources"].items() if not item["description"]]
    for token, item in [*recorded["resources"].items(), *recorded["types"].items()]:
        for kind in ("inputProperties", "properties"):
            undocumented += [f"{token}.{name}" for name, part in item.get(kind, {}).items() if not part["description"]]
    undocumented += [token for token, item in recorded["types"].items() if not item["description"]]

    assert undocumented == []
    assert not recorded["resources"].keys() & recorded["types"].keys()
    assert all(token.startswith("hubspoke:index:") for token in [*recorded["resources"], *recorded["types"]])


def test_secrets_are_marked(recorded: Schema) -> None:
    found = {
        f"{token.rpartition(':')[2]}.{name}"
        for token, item in [*recorded["resources"].items(), *recorded["types"].items()]
        for kind in ("inputProperties", "properties")
        for name, part in item.get(kind, {}).items()
        if part.get("secret")
    }

    keys = {
        "EstateMicrosoftPeering.sharedKey",
        "ExistingCircuit.authorizationKey",
        "MicrosoftPeering.sharedKey",
        "PrivatePeering.sharedKey",
        "VpnSite.sharedKey",
    }
    assert found == keys | {"ExpressRouteCircuit.authorizationKeys"}
