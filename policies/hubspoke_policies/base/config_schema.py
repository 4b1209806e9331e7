"""The JSON schema of a rule's configuration, as Pulumi's policy configuration takes it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.base.settings import Exemption

UNDECIDED_SCHEMA = {
    "type": "string",
    "enum": ["advisory", "mandatory"],
    "description": "what an undecided finding does: it is told, or it is reported at the rule's own level",
}


def config_properties(rule: AnyRule) -> dict[str, dict[str, Any]]:
    """The rule's options, and what every rule has: `undecided` and `exemptions`. References are written out.

    Without defaults: the engine would send them as if a user had set them, over the pack's own settings file.
    """
    model: type[BaseModel] = rule.options
    written = _schema_of(model).get("properties", {})
    options = {name: {key: v for key, v in option.items() if key != "default"} for name, option in written.items()}
    return {
        **options,
        "undecided": UNDECIDED_SCHEMA,
        "exemptions": {
            "type": "array",
            "items": _schema_of(Exemption),
            "description": "resources that may break the rule until a day, each with reason and owner",
        },
    }


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return _written_out(model.model_json_schema(by_alias=True))


def _written_out(schema: Mapping[str, Any]) -> dict[str, Any]:
    definitions = schema.get("$defs", {})

    def walk(value: Any) -> Any:
        if isinstance(value, Mapping):
            reference = value.get("$ref")
            if isinstance(reference, str):
                return walk(
                    {**definitions[reference.rpartition("/")[2]], **{k: v for k, v in value.items() if k != "$ref"}}
                )
            return {
                key: walk(item) for key, item in value.items() if key not in {"$defs", "title"} or key == "properties"
            }
        return [walk(item) for item in value] if isinstance(value, list) else value

    walked: dict[str, Any] = walk(schema)
    return walked
