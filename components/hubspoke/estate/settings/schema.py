"""The JSON Schema of a stack file, for editors that complete and check YAML."""

import json
import sys
from pathlib import Path
from typing import Any

from hubspoke.estate.args import EstateArgs
from hubspoke_network.core import BASE

PROJECT = "hubspoke"
_OVER = "OverBase"
BASE_MEANS = (
    "A file beside the stack files, written as one, that several stacks share. What stands here is put over it: maps "
    "are merged, all else is replaced, null takes away."
)


def stack_schema(project: str = PROJECT) -> dict[str, Any]:
    """The schema of `Pulumi.<stack>.yaml`: the project's keys as `EstateArgs` has them, others untouched."""
    model = EstateArgs.model_json_schema(by_alias=True)
    definitions = {name: _tidy(part) for name, part in model.pop("$defs", {}).items()}
    definitions |= {f"{name}{_OVER}": _over_base(part) for name, part in definitions.items()}
    properties = {f"{project}:{name}": _tidy(part) for name, part in model["properties"].items()}
    properties[f"{project}:{BASE}"] = {"type": "string", "description": BASE_MEANS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Stack of {project}",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "if": {"required": [f"{project}:{BASE}"]},
                "then": {"properties": _over_base(properties)},
                "else": {
                    "properties": properties,
                    "required": [f"{project}:{name}" for name in model.get("required", [])],
                },
                "properties": dict.fromkeys(properties, True),
                # Other namespaces (azure-native:location) are not ours to check.
                "patternProperties": {f"^(?!{project}:)": {}},
                "additionalProperties": False,
            },
            "encryptionsalt": {"type": "string"},
            "encryptedkey": {"type": "string"},
            "secretsprovider": {"type": "string"},
            "environment": {},
        },
        "required": ["config"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _over_base(part: Any) -> Any:
    """`part` as it may be written over a base, which has what is required: with null for what is to be taken away."""
    if isinstance(part, list):
        return [_over_base(item) for item in part]
    if not isinstance(part, dict):
        return part
    found = {key: _over_base(value) for key, value in part.items() if not (key == "required" and "properties" in part)}
    if isinstance(found.get("additionalProperties"), dict):
        found["additionalProperties"] = {"anyOf": [found["additionalProperties"], {"type": "null"}]}
    if isinstance(found.get("$ref"), str):
        found["$ref"] += _OVER
    return found


def schema_text() -> str:
    """The schema file's text."""
    return json.dumps(stack_schema(), indent=2) + "\n"


def _tidy(part: Any) -> Any:
    """Without pydantic's titles, null defaults and null alternatives; secrets may be encrypted."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    part = {key: value for key, value in part.items() if not _is_noise(key, value)}
    choices = [choice for choice in part.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1 and "anyOf" in part:
        rest = {key: value for key, value in part.items() if key != "anyOf"}
        part = {**choices[0], **rest}
    if part.pop("writeOnly", False):
        secret = {"type": "object", "properties": {"secure": {"type": "string"}}, "required": ["secure"]}
        part = {"description": part.pop("description", ""), "oneOf": [part, secret]}
    return {key: _tidy(value) for key, value in part.items()}


def _is_noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
