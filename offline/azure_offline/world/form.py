"""The form of `world.yaml`, which is small and meant to be edited. Every mistake in it is told at once."""

from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator, model_validator

from azure_offline.world.records import (
    DEFAULT_TENANT,
    Circuits,
    NetworkWatchers,
    Provisioning,
    Subscription,
    Tenant,
    Watchers,
    World,
    guid,
    known_limits,
)
from hubspoke_network.core import Problem, SpecError

HEADER = """\
# The world around the offline Azure. Edit it, or use `azure-offline office365` and `azure-offline circuit`.
# office365: whether Microsoft has authorised the subscription for Office 365 over ExpressRoute.
# circuits.provisioning: `at-once` (the provider is done the moment a circuit is ordered) or `by-hand`
#   (`azure-offline circuit provision CIRCUIT`).
# networkWatchers.creation: `automatic` (a watcher appears with the first virtual network of a region) or `none`.
# limits: those of Azure that support has raised, such as `route_tables: 1000` (200 a region and subscription).
"""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Tenant(_Form):
    id: str
    name: str = ""

    _check_id = field_validator("id", mode="before")(guid)


class _Subscription(_Form):
    id: str
    name: str = ""
    tenant: str = DEFAULT_TENANT
    office365: bool = False

    _check_ids = field_validator("id", "tenant", mode="before")(guid)


class _Circuits(_Form):
    provisioning: Provisioning = "by-hand"


class _NetworkWatchers(_Form):
    creation: Watchers = "automatic"


class _World(_Form):
    tenants: tuple[_Tenant, ...] = (_Tenant(id=DEFAULT_TENANT, name="Offline"),)
    subscriptions: tuple[_Subscription, ...]
    circuits: _Circuits = _Circuits()
    network_watchers: Annotated[_NetworkWatchers, Field(alias="networkWatchers")] = _NetworkWatchers()
    limits: dict[str, Annotated[int, Field(gt=0)]] = {}

    _made: World | None = PrivateAttr(default=None)
    _check_limits = field_validator("limits")(known_limits)

    @model_validator(mode="after")
    def _fits(self) -> "_World":
        self._made = World(
            tenants=tuple(Tenant(item.id, item.name) for item in self.tenants),
            subscriptions=tuple(Subscription(s.id, s.name, s.tenant, s.office365) for s in self.subscriptions),
            circuits=Circuits(self.circuits.provisioning),
            network_watchers=NetworkWatchers(self.network_watchers.creation),
            limits=self.limits,
        )
        return self

    @property
    def made(self) -> World:
        """The world it describes."""
        if self._made is None:
            raise LookupError("the form was not validated")
        return self._made


def read_world(text: str, subject: str = "world.yaml") -> World:
    """Parse the file's text. Raises `SpecError` with every mistake, each with its path, value and what to write."""
    try:
        data: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = str(getattr(error, "problem_mark", "") or "").strip()
        problem = Problem("HS663", where or "the file", "", "is not YAML", "correct the syntax or delete the file")
        raise SpecError([problem], subject) from error
    try:
        return _World.model_validate(data).made
    except ValidationError as error:
        raise SpecError([_problem(dict(item)) for item in error.errors()], subject) from None


def world_text(world: World) -> str:
    """The text of the file, with a comment that explains it."""
    return HEADER + yaml.safe_dump(world.document(), sort_keys=False)


_INSTEAD = {
    "extra_forbidden": "remove it; known keys are tenants, subscriptions (id, name, tenant, office365), circuits "
    "(provisioning), networkWatchers (creation) and limits",
    "missing": "add it",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
}


def _problem(item: dict[str, Any]) -> Problem:
    path = ""
    for part in item["loc"]:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    value = item.get("input")
    shown = "" if isinstance(value, dict | list | tuple | BaseModel) or value is None else str(value)
    message = str(item["msg"]).removeprefix("Value error, ")
    message, _, instead = message.partition("; ")
    if item["type"] == "literal_error":
        message, instead = "is not one of the choices", f"write {item['ctx']['expected']}"
    return Problem(
        "HS664", path or "the file", shown, message, instead or _INSTEAD.get(item["type"], "correct the value")
    )
