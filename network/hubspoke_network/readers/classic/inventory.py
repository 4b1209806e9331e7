"""What runs in the classic networks, which the network configuration file does not say.

A JSON object (or CSV, see `inventory_csv`) filled from `Get-AzureService`, `Get-AzureRole`, `Get-AzureVM`,
`Get-AzureVNetGateway`, `Get-AzureDedicatedCircuit`, or by hand. `docs/guides/classic-migration.md` shows a whole one.
"""

import json
import re
from ipaddress import IPv4Network
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from hubspoke_network.core import Problem, ReadError, SpecError
from hubspoke_network.readers.classic.files import refuse_large
from hubspoke_network.readers.classic.netcfg import name_problem
from hubspoke_network.sets import PrefixError, parse_prefix

RoleKind = Literal["web", "worker"]
GatewayMode = Literal["DedicatedCircuit", "IPsec"]
GatewayState = Literal["NotProvisioned", "Provisioning", "Provisioned", "Deprovisioning"]
Service = Literal[
    "ApplicationGateway", "AppServiceEnvironment", "HDInsight", "ApiManagement", "DynamicsLifecycleServices"
]
HoldingReach = Literal["gateway", "peering"]


STACK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", re.ASCII)


def _refused(message: str, instead: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{message}", {"message": message, "instead": instead})


def _name(value: str) -> str:
    if problem := name_problem(value):
        raise _refused(problem, "give a name of visible characters")
    return value


def _stack(value: str) -> str:
    if not STACK_NAME.fullmatch(value):
        raise _refused("is not a stack name", "write letters, digits, '-', '_' and '.' only, 100 at most")
    return value


def _prefix(value: object) -> IPv4Network:
    try:
        network = parse_prefix(str(value))
    except PrefixError as error:
        raise _refused(error.reason, f"write {error.corrected or '10.0.0.0/16, for example'}") from None
    if not isinstance(network, IPv4Network):
        raise _refused("is not IPv4", "write an IPv4 prefix; classic networks have no IPv6")
    return network


Name = Annotated[str, AfterValidator(_name)]
StackName = Annotated[str, AfterValidator(_stack)]
Prefix = Annotated[IPv4Network, BeforeValidator(_prefix)]


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True, strict=True)


class Gateway(_Part):
    """A gateway that exists in a classic network (`Get-AzureVNetGateway`)."""

    mode: GatewayMode
    """DedicatedCircuit for ExpressRoute, IPsec for VPN: the connection type it was made with."""
    state: GatewayState = "Provisioned"
    sku: Name = "Standard"
    name: Name | None = None


class VirtualNetwork(_Part):
    """What is known of one classic network beside its configuration."""

    location: Name | None = None
    """Where it is; needed for networks that name an affinity group only."""
    gateways: list[Gateway] = []
    circuit: Name | None = None
    """The circuit it is linked to, or has to reach until it has moved."""
    peerings: list[Name] = []
    services: list[Service] = []


class Role(_Part):
    """A web or worker role of a cloud service."""

    kind: RoleKind
    subnet: Name | None = None
    instances: Annotated[int, Field(ge=0)] = 1


class VirtualMachine(_Part):
    """A classic virtual machine, with what the migration service looks at."""

    subnets: list[Name] = []
    availability_set: Name | None = None
    extensions: list[Name] = []
    endpoint_acls: bool = False
    boot_diagnostics_on_premium_storage: bool = False
    alerts: bool = False
    autoscale: bool = False


class CloudService(_Part):
    """A cloud service (hosted service) and what its deployment holds."""

    virtual_network: Name | None = None
    deployment: Name = "Production"
    roles: dict[Name, Role] = {}
    virtual_machines: dict[Name, VirtualMachine] = {}


class Circuit(_Part):
    """An ExpressRoute circuit."""

    model: Literal["classic", "arm"]
    service_key: Name | None = None
    subscription: Name | None = None
    """Subscription id of the circuit; left out where it is the networks' own."""
    resource_group: Name | None = None
    location: Name | None = None
    allow_classic_operations: bool = False
    tier: Literal["Local", "Standard", "Premium"] = "Standard"
    bandwidth_in_mbps: Annotated[int, Field(gt=0)] | None = None


class Target(_Part):
    """Decisions about the target that a person takes; what is left out is chosen and reported."""

    stack: StackName = "prod"
    location: Name | None = None
    pool: Prefix | None = None
    """Space for the hub and for holding networks."""
    on_premises: list[Prefix] = []
    reserved: list[Prefix] = []
    """Space in use elsewhere: ARM networks, other subscriptions."""
    circuit: Name | None = None
    gateway_sku: Name = "ErGw1AZ"
    holding_reach: HoldingReach = "gateway"
    """How a holding network reaches the circuit until its sibling has moved: its own gateway, or the hub's."""


class Inventory(_Part):
    """Everything that runs in the networks of one subscription, and the decisions about the target."""

    subscription: Name | None = None
    virtual_networks: dict[Name, VirtualNetwork] = {}
    cloud_services: dict[Name, CloudService] = {}
    circuits: dict[Name, Circuit] = {}
    target: Target = Target()


def read_inventory(data: bytes, subject: str = "inventory") -> Inventory:
    """The inventory in a JSON file.

    Raises `ReadError` where it is no JSON object, `SpecError` with every mistake in it otherwise.
    """
    refuse_large(data, subject)
    problems: list[Problem] = []
    try:
        raw = json.loads(decoded(data, subject), object_pairs_hook=lambda pairs: _once(pairs, problems))
    except json.JSONDecodeError as error:
        raise ReadError(f"{subject}:{error.lineno}:{error.colno}: not JSON: {error.msg}; correct it") from None
    except ValueError as error:
        raise ReadError(f"{subject} holds a number that cannot be read: {error}") from None
    except RecursionError:
        raise ReadError(f"{subject} nests deeper than any inventory does") from None
    return checked_inventory(raw, subject, problems)


def decoded(data: bytes, subject: str) -> str:
    """The text of a file: UTF-8, or UTF-16 with its byte order mark, as Windows PowerShell writes it."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{subject}: byte {error.start} is not {encoding}; save the file as UTF-8") from None


def checked_inventory(raw: object, subject: str, problems: list[Problem]) -> Inventory:
    """`raw` as an inventory; `problems` are those found on the way here. Raises `SpecError`, or `ReadError`."""
    if not isinstance(raw, dict):
        raise ReadError(f"{subject} is not an object with virtualNetworks, cloudServices, circuits and target")
    try:
        read = Inventory.model_validate(raw)
    except ValidationError as error:
        problems = [*problems, *(_problem(detail) for detail in error.errors(include_url=False))]
    if problems:
        raise SpecError(problems, subject)
    return read


def _once(pairs: list[tuple[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            problems.append(Problem("HS363", key[:80], "", "stands twice in one object", "keep one"))
        read[key] = value
    return read


_WRONG_TYPES = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list in [ ]",
    "dict_type": "an object in { }",
    "model_type": "an object in { }",
}


def _problem(detail: Any) -> Problem:
    """One of pydantic's errors in this project's shape."""
    path = ".".join(str(part) for part in detail["loc"] if part != "[key]")
    value = str(detail["input"])[:80] if isinstance(detail["input"], str | int | float | bool) else ""
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if kind == "refused":
        return Problem("HS360", path, value, context["message"], context["instead"])
    if kind == "missing":
        return Problem("HS360", path, "", "is missing", "add it")
    if kind == "extra_forbidden":
        return Problem("HS360", path, "", "is not known here", "remove it or correct its spelling")
    if kind == "literal_error":
        return Problem("HS360", path, value, "is not one of the values", f"write {context['expected']}")
    if kind in _WRONG_TYPES:
        return Problem("HS360", path, value, "is of the wrong type", f"write {_WRONG_TYPES[kind]}")
    return Problem("HS360", path, value, str(detail["msg"]), "correct it")
