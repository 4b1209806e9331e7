"""What lies outside the program: tenants, subscriptions, the ExpressRoute provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args
from uuid import UUID

from hubspoke_network.azure import load

DEFAULT_TENANT = "00000000-0000-0000-0000-0000000000aa"
DEFAULT_SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
SECOND_SUBSCRIPTION = "00000000-0000-0000-0000-000000000002"
THIRD_SUBSCRIPTION = "00000000-0000-0000-0000-000000000003"
FOURTH_SUBSCRIPTION = "00000000-0000-0000-0000-000000000004"

Provisioning = Literal["at-once", "by-hand"]
Watchers = Literal["automatic", "none"]


def guid(value: object) -> str:
    """An id as Azure writes it. Raises ValueError."""
    try:
        return str(UUID(str(value).strip()))
    except ValueError:
        raise ValueError("is not a GUID; write one such as 00000000-0000-0000-0000-000000000001") from None


def known_limits(limits: Mapping[str, int]) -> dict[str, int]:
    """Raised limits by the names in `limits.json`. Raises ValueError for others."""
    known = load("limits")["limits"]
    unknown = sorted(limits.keys() - known.keys())
    if unknown:
        raise ValueError(f"names unknown limits: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return dict(limits)


def _one_of(value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{value!r} is not one of the choices; write {' or '.join(map(repr, choices))}")


@dataclass(frozen=True, slots=True)
class Tenant:
    """A Microsoft Entra tenant. Raises ValueError for an id that is no GUID."""

    id: str
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", guid(self.id))


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription. `office365`: authorised by Microsoft for Office 365 over ExpressRoute.

    Raises ValueError for an id that is no GUID.
    """

    id: str
    name: str = ""
    tenant: str = DEFAULT_TENANT
    office365: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", guid(self.id))
        object.__setattr__(self, "tenant", guid(self.tenant))


@dataclass(frozen=True, slots=True)
class Circuits:
    """How the ExpressRoute provider works: it provisions a circuit the moment it is ordered, or waits to be told."""

    provisioning: Provisioning = "by-hand"

    def __post_init__(self) -> None:
        _one_of(self.provisioning, get_args(Provisioning))


@dataclass(frozen=True, slots=True)
class NetworkWatchers:
    """Whether Azure makes a network watcher in the region of a new virtual network, as it does unless told not to."""

    creation: Watchers = "automatic"

    def __post_init__(self) -> None:
        _one_of(self.creation, get_args(Watchers))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The whole file. `limits` are those of Azure that support has raised, by the names in `limits.json`.

    Raises ValueError where its parts do not fit each other.
    """

    subscriptions: tuple[Subscription, ...]
    tenants: tuple[Tenant, ...] = (Tenant(DEFAULT_TENANT, "Offline"),)
    circuits: Circuits = Circuits()
    network_watchers: NetworkWatchers = NetworkWatchers()
    limits: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known_limits(self.limits)
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

    def subscription(self, subscription_id: str) -> Subscription | None:
        """The subscription of that id, compared without case; None where the world has none."""
        wanted = subscription_id.lower()
        return next((s for s in self.subscriptions if s.id == wanted), None)

    def with_office365(self, subscription_id: str, *, authorised: bool) -> "World":
        """This world with the subscription authorised for Office 365, or not. Raises KeyError for an unknown one."""
        if self.subscription(subscription_id) is None:
            raise KeyError(subscription_id)
        wanted = subscription_id.lower()
        changed = tuple(replace(s, office365=authorised) if s.id == wanted else s for s in self.subscriptions)
        return replace(self, subscriptions=changed)

    def document(self) -> dict[str, Any]:
        """What the file holds, as plain values."""
        return {
            "tenants": [{"id": t.id, "name": t.name} for t in self.tenants],
            "subscriptions": [
                {"id": s.id, "name": s.name, "tenant": s.tenant, "office365": s.office365} for s in self.subscriptions
            ],
            "circuits": {"provisioning": self.circuits.provisioning},
            "networkWatchers": {"creation": self.network_watchers.creation},
            "limits": dict(self.limits),
        }


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
