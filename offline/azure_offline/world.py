"""What lies outside the program: tenants, subscriptions, the ExpressRoute provider. Kept in `world.yaml`.

The file is small and meant to be edited; `azure-offline` changes it as well. Every mistake in it is reported at once.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from hubspoke_network.errors import Problem, SpecError
from hubspoke_network.service_data import load

DEFAULT_TENANT = "00000000-0000-0000-0000-0000000000aa"
DEFAULT_SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
SECOND_SUBSCRIPTION = "00000000-0000-0000-0000-000000000002"
THIRD_SUBSCRIPTION = "00000000-0000-0000-0000-000000000003"
FOURTH_SUBSCRIPTION = "00000000-0000-0000-0000-000000000004"

HEADER = """\
# The world around the offline Azure. Edit it, or use `azure-offline office365` and `azure-offline circuit`.
# office365: whether Microsoft has authorised the subscription for Office 365 over ExpressRoute.
# circuits.provisioning: `at-once` (the provider is done the moment a circuit is ordered) or `by-hand`
#   (`azure-offline circuit provision CIRCUIT`).
# networkWatchers.creation: `automatic` (a watcher appears with the first virtual network of a region) or `none`.
# limits: those of Azure that support has raised, such as `route_tables: 1000` (200 a region and subscription).
"""


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _guid(value: object) -> str:
    text = str(value).strip().lower()
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError("is not a GUID; write one such as 00000000-0000-0000-0000-000000000001") from None


class Tenant(_Base):
    """A Microsoft Entra tenant."""

    id: str
    name: str = ""

    _check_id = field_validator("id", mode="before")(_guid)


class Subscription(_Base):
    """A subscription. `office365`: authorised by Microsoft for Office 365 over ExpressRoute."""

    id: str
    name: str = ""
    tenant: str = DEFAULT_TENANT
    office365: bool = False

    _check_ids = field_validator("id", "tenant", mode="before")(_guid)


class Circuits(_Base):
    """How the ExpressRoute provider works: it provisions a circuit the moment it is ordered, or waits to be told."""

    provisioning: Literal["at-once", "by-hand"] = "by-hand"


class NetworkWatchers(_Base):
    """Whether Azure makes a network watcher in the region of a new virtual network, as it does unless told not to."""

    creation: Literal["automatic", "none"] = "automatic"


class World(_Base):
    """The whole file. `limits` are those of Azure that support has raised, by the names in `limits.json`."""

    tenants: tuple[Tenant, ...] = (Tenant(id=DEFAULT_TENANT, name="Offline"),)
    subscriptions: tuple[Subscription, ...]
    circuits: Circuits = Circuits()
    network_watchers: Annotated[NetworkWatchers, Field(alias="networkWatchers")] = NetworkWatchers()
    limits: dict[str, Annotated[int, Field(gt=0)]] = {}

    @field_validator("limits")
    @classmethod
    def _limits_exist(cls, value: dict[str, int]) -> dict[str, int]:
        known = load("limits")["limits"]
        unknown = sorted(value.keys() - known.keys())
        if unknown:
            raise ValueError(f"names unknown limits: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        return value

    @model_validator(mode="after")
    def _tenants_exist(self) -> "World":
        if not self.subscriptions:
            raise ValueError("lists no subscription; add one to subscriptions")
        known = {tenant.id for tenant in self.tenants}
        missing = sorted({s.tenant for s in self.subscriptions} - known)
        if missing:
            raise ValueError(
                f"subscriptions name tenants that are not listed: {', '.join(missing)}; add them to tenants"
            )
        ids = [s.id for s in self.subscriptions]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"subscriptions are listed twice: {', '.join(twice)}; keep one entry of each")
        return self

    def subscription(self, subscription_id: str) -> Subscription | None:
        """The subscription of that id, compared without case; None where the world has none."""
        wanted = subscription_id.lower()
        return next((s for s in self.subscriptions if s.id == wanted), None)

    def with_office365(self, subscription_id: str, *, authorised: bool) -> "World":
        """This world with the subscription authorised for Office 365, or not. Raises KeyError for an unknown one."""
        if self.subscription(subscription_id) is None:
            raise KeyError(subscription_id)
        wanted = subscription_id.lower()
        changed = tuple(
            s.model_copy(update={"office365": authorised}) if s.id == wanted else s for s in self.subscriptions
        )
        return self.model_copy(update={"subscriptions": changed})

    def to_yaml(self) -> str:
        """The text of the file, with a comment that explains it."""
        return HEADER + yaml.safe_dump(self.model_dump(mode="json", by_alias=True), sort_keys=False)


def default_world() -> World:
    """The world of a fresh home: four subscriptions of one tenant, authorised for Office 365, a provider that is quick.

    So a stack with everything in it comes up out of the box; `azure-offline` turns each of these off.
    """
    return World(
        subscriptions=(
            Subscription(id=DEFAULT_SUBSCRIPTION, name="Offline", office365=True),
            Subscription(id=SECOND_SUBSCRIPTION, name="Offline two", office365=True),
            Subscription(id=THIRD_SUBSCRIPTION, name="Offline three", office365=True),
            Subscription(id=FOURTH_SUBSCRIPTION, name="Offline four", office365=True),
        ),
        circuits=Circuits(provisioning="at-once"),
    )


def read_world(text: str, subject: str = "world.yaml") -> World:
    """Parse the file's text. Raises `SpecError` with every mistake, each with its path, value and what to write."""
    try:
        data: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = str(getattr(error, "problem_mark", "") or "").strip()
        problem = Problem("HS663", where or "the file", "", "is not YAML", "correct the syntax or delete the file")
        raise SpecError([problem], subject) from error
    try:
        return World.model_validate(data)
    except ValidationError as error:
        raise SpecError([_problem(dict(item)) for item in error.errors()], subject) from None


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


class WorldFile:
    """`world.yaml` of a home, read again whenever it changes. Made with the defaults where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] = (0, 0)
        self._world = default_world()
        if not path.exists():
            self.save(self._world)

    def current(self) -> World:
        """The world as the file has it now. Raises `SpecError`."""
        status = self.path.stat()
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._world = read_world(self.path.read_text(encoding="utf-8"), str(self.path))
            self._stamp = stamp
        return self._world

    def save(self, world: World) -> None:
        """Write the file in one step: another process reads the old or the new one, never half of it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        draft.write_text(world.to_yaml(), encoding="utf-8")
        draft.replace(self.path)
