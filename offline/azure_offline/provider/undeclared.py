"""Types of the SDK that the table does not have: enough to store them, and no more.

Their sources (if the SDK is installed) tell inputs, outputs and api-version. They do not tell the path, so it is made
up from the token and the inputs that are names: `compute:VirtualMachine` becomes `Microsoft.Compute/virtualMachines`.
Ids of such types may differ from Azure's in the type's words, nested objects are not checked and not unwrapped, and
where a type has several parents their order may be another.
"""

import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from azure_offline.provider.metadata import (
    ANYTHING,
    Property,
    ResourceSource,
    SdkModule,
    Spec,
    TypeInfo,
    autoname_of,
    read_spec,
)
from hubspoke_network.azure import ENVELOPE, ResourceType, arm_type_of, plain_layout

_TOKEN = re.compile(r"^azure-native:([A-Za-z0-9]+)(?:/v\w+)?:([A-Za-z0-9]+)$")
_NAMESPACES = {
    "apimanagement": "ApiManagement",
    "containerinstance": "ContainerInstance",
    "containerregistry": "ContainerRegistry",
    "containerservice": "ContainerService",
    "dbformysql": "DBforMySQL",
    "dbforpostgresql": "DBforPostgreSQL",
    "dns": "Network",
    "documentdb": "DocumentDB",
    "keyvault": "KeyVault",
    "managedidentity": "ManagedIdentity",
    "monitor": "Insights",
    "operationalinsights": "OperationalInsights",
    "privatedns": "Network",
    "recoveryservices": "RecoveryServices",
    "servicebus": "ServiceBus",
}


def undeclared_type(token: str, root: Path | None) -> TypeInfo | None:
    """What can be known of a type from the SDK's sources under `root`; None where the SDK has no such type."""
    match = _TOKEN.match(token)
    if match is None:
        return None
    return _bare_type(match[1], match[2]) if root is None else _from_source(match[1], match[2], root)


def sdk_root() -> Path | None:
    """The folder of the installed SDK, found without importing it; None where it is not installed."""
    spec = importlib.util.find_spec("pulumi_azure_native")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


@cache
def _from_source(module_name: str, title: str, root: Path) -> TypeInfo | None:
    try:
        source = SdkModule(root, module_name).resource(title)
        return _info(module_name, title, source)
    except (KeyError, OSError, SyntaxError):
        return None


def _info(module_name: str, title: str, source: ResourceSource) -> TypeInfo:
    arguments = source.arguments.properties
    outputs = {name: p for name, p in source.outputs.items() if name != "azureApiVersion"}
    names = [n for n, p in arguments.items() if n.endswith("Name") and p.spec == "s" and n not in outputs]
    own = _own_name(title, [n for n in names if not arguments[n].required])
    parents = [n for n in names if arguments[n].required and n != "resourceGroupName"]
    path = _path(module_name, title, own or "name", parents, arguments)
    used = [p for p in re.findall(r"{(\w+)}", path) if p != "subscriptionId"]
    body = {n: _spec(p) for n, p in arguments.items() if n not in used or (n == "name" and own is None)}
    return TypeInfo(
        rt=_resource_type(module_name, title, source.api_version, path, used, frozenset(body) & ENVELOPE),
        given=body,
        answered={"id": read_spec("s"), **{n: _spec(p) for n, p in outputs.items()}},
        required=frozenset(n for n, p in arguments.items() if p.required),
        layout=plain_layout({*body, *outputs, "id"}, wrapped="properties" not in outputs),
        autoname=autoname_of(path),
        defaults=source.arguments.defaults,
        declared=False,
        autoname_off=own is None,
    )


def _spec(declared: Property) -> Spec:
    return ANYTHING if "@" in declared.spec else read_spec(declared.spec)


def _own_name(title: str, optional: list[str]) -> str | None:
    """The input that is the type's own name: the one called like the type, or the only one."""
    wanted = f"{title}Name".lower()
    exact = [name for name in optional if name.lower() == wanted]
    if exact or len(optional) == 1:
        return (exact or optional)[0]
    endings = [name for name in optional if title.lower().endswith(name.removesuffix("Name").lower())]
    return endings[0] if endings else None


def _path(module_name: str, title: str, own: str, parents: list[str], arguments: Mapping[str, Property]) -> str:
    if "scope" in arguments:
        head = "/{scope}"
    elif "resourceGroupName" in arguments:
        head = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
    else:
        head = "/subscriptions/{subscriptionId}"
    namespace = _NAMESPACES.get(module_name.lower()) or module_name[:1].upper() + module_name[1:]
    above = "".join(f"/{_plural(parent.removesuffix('Name'))}/{{{parent}}}" for parent in parents)
    kind = _plural(title[:1].lower() + title[1:])
    return f"{head}/providers/Microsoft.{namespace}{above}/{kind}/{{{own}}}"


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch")) else f"{word}s"


def _bare_type(module_name: str, title: str) -> TypeInfo:
    """A type of which nothing but the token is known: any inputs, and a name that has to be given as `name`."""
    path = _path(module_name, title, "name", [], {"resourceGroupName": Property("resourceGroupName", "s", True)})
    names = {"location", "tags", "properties"}
    return TypeInfo(
        rt=_resource_type(module_name, title, "unknown", path, ["resourceGroupName", "name"], frozenset(names)),
        given=dict.fromkeys(names, ANYTHING),
        answered=dict.fromkeys({*names, "id", "name", "type"}, ANYTHING),
        required=frozenset({"resourceGroupName"}),
        layout=plain_layout({*names, "id", "name", "type"}, wrapped=False),
        autoname="random",
        declared=False,
    )


def _resource_type(
    module_name: str, title: str, version: str, path: str, used: list[str], envelope: frozenset[str]
) -> ResourceType:
    return ResourceType(
        token=f"azure-native:{module_name}:{title}",
        arm=arm_type_of(path),
        api_version=version,
        path=path,
        name_property=used[-1],
        path_properties=tuple(used),
        envelope=envelope,
    )
