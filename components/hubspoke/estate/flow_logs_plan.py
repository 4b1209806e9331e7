"""What an estate's flow logs will consist of: pure. One set a subscription, the stack's own with the workspace."""

from dataclasses import dataclass

from hubspoke.base import Namer, NamingArgs
from hubspoke.estate.args import EstateArgs
from hubspoke.estate.plan import GROUP, EstatePlan, MemberPlace, ResourceGroupPlan
from hubspoke_network.core import normal_location

LABEL = "logs"


@dataclass(frozen=True, slots=True)
class LoggedPlan:
    """A hub or spoke (`kind`) whose traffic is recorded."""

    kind: str
    member: str
    location: str

    @property
    def key(self) -> str:
        """The log's key."""
        return f"{self.kind}-{self.member}"


@dataclass(frozen=True, slots=True)
class SubscriptionLogsPlan:
    """Flow logs of one subscription: where they go, of which networks, and of which members' devices there are
    diagnostics. `workspace`: the workspace is made here.
    """

    place: MemberPlace
    label: str
    networks: tuple[LoggedPlan, ...]
    hubs: tuple[str, ...]
    circuits: tuple[str, ...]
    workspace: bool
    unique: str


def plan_estate_flow_logs(plan: EstatePlan, args: EstateArgs) -> tuple[SubscriptionLogsPlan, ...]:
    """One plan a subscription, the stack's own first: it is there even if no network is, for the workspace."""
    wanted = args.flow_logs
    if wanted is None:
        return ()
    hubs, circuits = plan.hubs if wanted.diagnosed else (), plan.circuits if wanted.diagnosed else ()
    networks = [("hub", hub.place) for hub in plan.hubs] + [("spoke", spoke.place) for spoke in plan.spokes]
    needed = wanted.traffic_analytics is not None or wanted.diagnosed
    found = []
    for subscription in (None, *plan.subscriptions):
        label = LABEL if subscription is None else f"{LABEL}-{subscription}"
        logged = tuple(
            LoggedPlan(kind, place.key, place.location)
            for kind, place in networks
            if place.subscription == subscription
        )
        workspace = subscription is None and needed and wanted.workspace_id is None
        given = {normal_location(region) for region in wanted.storage or {}}
        stored = any(normal_location(network.location) not in given for network in logged)
        own = SubscriptionLogsPlan(
            place=_place(subscription, label, args, used=workspace or stored),
            label=label,
            networks=logged,
            hubs=tuple(hub.place.key for hub in hubs if hub.place.subscription == subscription),
            circuits=tuple(item.place.key for item in circuits if item.place.subscription == subscription),
            workspace=workspace,
            unique=wanted.unique or (args.subscriptions or {}).get(subscription or "", ""),
        )
        if own.networks or own.hubs or own.circuits or own.workspace:
            found.append(own)
    return tuple(found)


def regions_of(plan: SubscriptionLogsPlan) -> set[str]:
    """Regions of the networks, as Azure writes them."""
    return {normal_location(network.location) for network in plan.networks}


def _place(subscription: str | None, label: str, args: EstateArgs, *, used: bool) -> MemberPlace:
    """Where storage and workspace go; no group is made that nothing would lie in."""
    wanted = args.flow_logs
    location = (wanted.location if wanted else None) or args.location or ""
    key = subscription or ""
    if wanted is not None and wanted.resource_group is not None:
        return MemberPlace(key, wanted.resource_group, None, location, subscription)
    name = Namer(label, location, args.naming or NamingArgs()).name(GROUP, "group")
    if not used:
        return MemberPlace(key, name, None, location, subscription)
    return MemberPlace(
        key, name, ResourceGroupPlan("flow-logs-group", key, name, location, subscription), location, subscription
    )
