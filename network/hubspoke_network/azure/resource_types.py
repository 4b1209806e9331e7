"""The Azure resource types this project knows: Pulumi tokens, ARM types, api-versions, paths and names.

The table is data (`data/resource_types.json`), generated from the azure-native SDK whose version it records; it is read
when first asked. Nothing here imports the SDK.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hubspoke_network.azure.service_data import DATA
from hubspoke_network.azure.type_names import RESOURCE_GROUP
from hubspoke_network.core import HubspokeError, Unknown

ENVELOPE = frozenset(
    {
        "id",
        "name",
        "type",
        "etag",
        "location",
        "tags",
        "zones",
        "sku",
        "identity",
        "kind",
        "managedBy",
        "extendedLocation",
        "systemData",
        "plan",
    }
)
"""Members that stand beside `properties` in an ARM document, unless a type says otherwise."""

SCOPE_PARAMETERS = frozenset({"scope", "resourceUri"})
"""Path parameters that are whole ids: of what a lock or a diagnostic setting is attached to."""
_PARAMETER = re.compile(r"{(\w+)}")
_VERSIONED = re.compile(r"^(azure-native:\w+)/v\w+(:\w+)$")
_ESCAPES = str.maketrans({"/": "%2F", "?": "%3F", "#": "%23", "%": "%25"})


class PathError(HubspokeError, KeyError):
    """A value that the id of a resource is made of is missing or is no text."""

    def __init__(self, token: str, parameter: str, value: object) -> None:
        self.parameter = parameter
        self.value = value
        super().__init__(token, parameter, value)

    def __str__(self) -> str:
        token, parameter, value = self.args
        if value is None:
            return f"{token}: {parameter} is missing, and the resource id is made of it"
        return f"{token}: expected string value for path parameter '{parameter}', got {type(value).__name__}"


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One type. `path_properties` are the inputs its id is made of, in order; the last is its own name.

    `envelope` are the properties that stand beside `properties` in its ARM document. `maintained` are properties that
    are children of their own, which azure-native keeps on an update that does not give them. `replaces` are the body
    properties whose change replaces the resource in azure-native (its path always does). `query` are inputs that are
    sent in the query string only.
    """

    token: str
    arm: str
    api_version: str
    path: str
    name_property: str
    path_properties: tuple[str, ...]
    envelope: frozenset[str]
    maintained: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    query: tuple[str, ...] = ()

    @property
    def parent(self) -> str | None:
        """ARM type of the resource it lies in, None for what lies in a resource group or in a scope."""
        above, _, _ = self.arm.rpartition("/")
        return above if "/" in above else None

    @property
    def module(self) -> str:
        """`network` of `azure-native:network:Subnet`."""
        return self.token.split(":")[1]

    @property
    def title(self) -> str:
        """`Subnet` of `azure-native:network:Subnet`."""
        return self.token.split(":")[2]


def type_by_token(token: str) -> ResourceType | None:
    """The type of a Pulumi token; `azure-native:network/v20240501:Subnet` is the same as without the version."""
    types = _types()
    found = types.get(token)
    if found is None:
        match = _VERSIONED.match(token)
        found = types.get(match[1] + match[2]) if match else None
    return found


def type_by_arm(arm_type: str) -> ResourceType | None:
    """The type of an ARM type name, in any case."""
    return _by_arm().get(arm_type.lower())


def all_types() -> tuple[ResourceType, ...]:
    """Every declared type, in the order of the table."""
    return tuple(_types().values())


def sdk_version() -> str:
    """Version of the azure-native SDK the table was generated from."""
    return str(table()["sdk"])


def resource_id(rt: ResourceType, inputs: Mapping[str, Any], subscription: str | Unknown) -> str | Unknown:
    """The ARM id of a resource with these inputs; Unknown where a part of it is. Raises PathError."""
    values: dict[str, str] = {}
    for parameter in ("subscriptionId", *rt.path_properties):
        value = subscription if parameter == "subscriptionId" else inputs.get(parameter)
        if isinstance(value, Unknown):
            if parameter == "subscriptionId" and "{subscriptionId}" not in rt.path:
                continue
            return value
        if not isinstance(value, str):
            raise PathError(rt.token, parameter, value)
        values[parameter] = value.strip("/") if parameter in SCOPE_PARAMETERS else value.translate(_ESCAPES)
    return _PARAMETER.sub(lambda match: values[match[1]], rt.path)


@cache
def table() -> dict[str, Any]:
    """The generated table: `resources` by token and nested `shapes` by name.

    A resource has `in` and `out` (specs by property), `required`, and where they apply `maintained`, `replaces`,
    `query`, `defaults` (what the SDK sends unasked), `limits`, `inside` and `wire`; a shape has `props` for `in` or
    `out`. A spec is `s`, `i`, `n`, `b`, `a` (string, integer, number, boolean, anything), `@Shape`, `@One|@Other`; `[`
    before it makes an array, `{` a map; `=s` is a list of strings that ARM wants as the keys of an object.
    """
    text = (DATA / "resource_types.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _types() -> dict[str, ResourceType]:
    return {token: _read(token, entry) for token, entry in table()["resources"].items()}


@cache
def _by_arm() -> dict[str, ResourceType]:
    return {rt.arm.lower(): rt for rt in _types().values()}


def _read(token: str, entry: Mapping[str, Any]) -> ResourceType:
    path = str(entry["path"])
    parameters = tuple(p for p in _PARAMETER.findall(path) if p != "subscriptionId")
    declared = entry["in"].keys() | entry["out"].keys()
    envelope = (declared & ENVELOPE) - set(entry.get("inside", ())) if entry.get("wrapped") else declared
    return ResourceType(
        token=token,
        arm=arm_type_of(path),
        api_version=str(entry["api"]),
        path=path,
        name_property=parameters[-1],
        path_properties=parameters,
        envelope=frozenset(envelope),
        maintained=tuple(entry.get("maintained", ())),
        replaces=tuple(entry.get("replaces", ())),
        query=tuple(entry.get("query", ())),
    )


def arm_type_of(path: str) -> str:
    """The ARM type that a path template names: its namespace and every second segment after it."""
    _, found, tail = path.rpartition("/providers/")
    if not found:
        return RESOURCE_GROUP
    namespace, *segments = tail.split("/")
    return "/".join([namespace, *segments[::2]])
