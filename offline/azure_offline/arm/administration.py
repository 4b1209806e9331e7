"""What `azure-offline` and tests change in an offline Azure behind ARM's back: the provider, the store, the world."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azure_offline.arm.resources import View, render
from azure_offline.arm.service import Arm
from azure_offline.store.store import LogEntry, Resource
from azure_offline.world.file import WorldFile
from hubspoke_network.core import UnknownSubject
from hubspoke_network.refusals import CIRCUIT


@dataclass(frozen=True, slots=True)
class Shown:
    """One resource for a list: its id in parts and its document."""

    id: str
    type: str
    name: str
    subscription: str
    group: str
    location: str
    document: Mapping[str, Any]


def resources(arm: Arm, type_name: str = "") -> list[Shown]:
    """Every resource, by id; of one type where it is given, whole or as its last words (`subnets`)."""
    wanted = type_name.lower().strip("/")
    with arm.store.read() as transaction:
        view = arm.view(transaction)
        found = transaction.all()
        if wanted:
            found = [r for r in found if r.type.lower() == wanted or r.type.lower().endswith(f"/{wanted}")]
        return [_shown(resource, view) for resource in found]


def _shown(resource: Resource, view: View) -> Shown:
    parts = resource.id.split("/")
    group = parts[4] if len(parts) > 4 and parts[3].lower() == "resourcegroups" else ""
    document = render(resource, view)
    return Shown(resource.id, resource.type, resource.name, parts[2], group, resource.location, document)


def matching(arm: Arm, named: str, type_name: str = "") -> list[Shown]:
    """The resources an id or a name means, compared without case; a name may mean several."""
    wanted = named.rstrip("/").lower()
    found = resources(arm, type_name)
    return [one for one in found if wanted == (one.id if named.startswith("/") else one.name).lower()]


def users(arm: Arm, resource_id: str) -> list[str]:
    """The ids of what refers to a resource."""
    with arm.store.read() as transaction:
        return arm.view(transaction).user_ids(resource_id.rstrip("/").lower())


def activity(arm: Arm, last: int = 0) -> list[LogEntry]:
    """The activity log, oldest first; only the `last` entries where that is not 0."""
    with arm.store.read() as transaction:
        return transaction.entries(last)


def reset(arm: Arm) -> int:
    """Remove every resource and the log; gives how many resources there were."""
    with arm.store.write() as transaction:
        count = len(transaction.all())
        transaction.clear()
        return count


def set_conflicts(arm: Arm, *, on: bool) -> None:
    """Answer overlapping writes on a virtual network as Azure does, in every process that uses the store, or not."""
    with arm.store.write() as transaction:
        transaction.set_setting("conflicts", "on" if on else "off")


def conflicts(arm: Arm) -> bool:
    """Whether the store asks for that."""
    with arm.store.read() as transaction:
        return transaction.setting("conflicts") == "on"


def set_provisioned(arm: Arm, circuit: str, *, provisioned: bool) -> str:
    """Let the service provider provision a circuit (an id or a name), or take it down; gives the circuit's id.

    Raises `UnknownSubject` where the name means no circuit or several.
    """
    found = matching(arm, circuit, CIRCUIT)
    if len(found) != 1:
        listed = ", ".join(one.id for one in found) or ", ".join(one.name for one in resources(arm, CIRCUIT)) or "none"
        problem = "means several circuits: give one of these ids" if found else "is no circuit; there are"
        raise UnknownSubject(f"{circuit!r} {problem}: {listed}")
    with arm.store.write() as transaction:
        stored = transaction.get(found[0].id.lower())
        if stored is not None:
            state = {**stored.state, "provider": "Provisioned" if provisioned else "NotProvisioned"}
            transaction.set_state(stored.key, state, transaction.next_revision())
    return found[0].id


def set_office365(arm: Arm, world: WorldFile, subscription: str, *, authorised: bool) -> str:
    """Have Microsoft authorise a subscription (an id or a name) for Office 365 over ExpressRoute, or take it back.

    Gives the subscription's id. Raises `UnknownSubject`.
    """
    known = arm.world.subscriptions
    wanted = subscription.lower()
    found = [one for one in known if wanted in {one.id, one.name.lower()}]
    if len(found) != 1:
        listed = ", ".join(f"{one.id} ({one.name})" if one.name else one.id for one in known)
        raise UnknownSubject(f"{subscription!r} is no subscription of this world; there are: {listed}")
    world.save(arm.world.with_office365(found[0].id, authorised=authorised))
    return found[0].id
