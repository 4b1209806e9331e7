"""Documents of Terraform in the forms that HashiCorp publishes (internals/json-format, read November 2026)."""

from collections.abc import Mapping
from typing import Any

from hubspoke_network.readers.templates.result import Declared
from hubspoke_network.readers.terraform.read import read_terraform

NET = "Microsoft.Network"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-net"
BASE = f"{GROUP}/providers/{NET}"
IN_GROUP = {"resource_group_name": "rg-net"}


def resource(address: str, values: Mapping[str, Any], mode: str = "managed", **others: Any) -> dict[str, Any]:
    """One resource of a state or of planned values; its type is told by its address."""
    bare = address.rpartition("module.")[2].split(".", 1)[1] if address.startswith("module.") else address
    kind = bare.removeprefix("data.").split(".")[0]
    return {"address": address, "mode": mode, "type": kind, "name": "x", "values": dict(values), **others}


def tree(*resources: Mapping[str, Any], modules: tuple[Any, ...] = ()) -> dict[str, Any]:
    root: dict[str, Any] = {"resources": list(resources)}
    return {"root_module": {**root, "child_modules": list(modules)} if modules else root}


def state(*resources: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    return {"format_version": "1.0", "terraform_version": "1.9.8", "values": tree(*resources), **others}


def change(address: str, unknown: Any, actions: tuple[str, ...] = ("create",), **others: Any) -> dict[str, Any]:
    return {"address": address, "change": {"actions": list(actions), "after_unknown": unknown, **others}}


def plan(
    resources: list[Any], changes: list[Any], configuration: Mapping[str, Any] | None = None, **others: Any
) -> dict[str, Any]:
    root = {"root_module": configuration} if configuration else {}
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": tree(*resources),
        "resource_changes": changes,
        "configuration": root,
        **others,
    }


def configured(address: str, **references: Any) -> dict[str, Any]:
    """A resource of the configuration: the references of each attribute, or the expressions of a list of blocks."""
    made = {
        key: value if isinstance(value, list) and value and isinstance(value[0], dict) else _told(value)
        for key, value in references.items()
    }
    return {"address": address, "expressions": made}


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"references": list(value)}
    return {"constant_value": value}


def read(document: object, **others: Any) -> Declared:
    return read_terraform(document, **{"where": "t.json", "subscription": SUBSCRIPTION, **others})


def by_id(declared: Declared) -> dict[str, Mapping[str, Any]]:
    assert len({document["id"].lower() for document in declared.documents}) == len(declared.documents)
    return {document["id"]: document for document in declared.documents}
