"""Arguments of flow logs and diagnostics: whose traffic is recorded, where the records go, how long they stay."""

from collections.abc import Iterator, Mapping

import pulumi

from hubspoke.base import Args, NamingArgs, override_problems
from hubspoke.vnet import key_problems, tag_problems
from hubspoke_network.azure import limit
from hubspoke_network.core import Problem, normal_location, parse_id

FLOW_LOG = "Microsoft.Network/networkWatchers/flowLogs"
STORAGE = "Microsoft.Storage/storageAccounts"
WORKSPACE = "Microsoft.OperationalInsights/workspaces"
DIAGNOSTIC = "Microsoft.Insights/diagnosticSettings"
WATCHER_GROUP = "NetworkWatcherRG"
DEFAULT_RETENTION_DAYS = 90
DEFAULT_WORKSPACE_DAYS = 30
INTERVALS = (10, 60)

_RECORDED = frozenset(
    f"microsoft.network/{kind}" for kind in ("virtualnetworks", "virtualnetworks/subnets", "networkinterfaces")
)


class TrafficAnalyticsArgs(Args):
    """Traffic analytics over the flow logs. It is charged by the gigabyte that it works through."""

    interval_minutes: int | None = None
    """Minutes between two runs: 10 or 60 (the default)."""

    def own_problems(self) -> Iterator[Problem]:
        """An interval that is not offered."""
        if self.interval_minutes is not None and self.interval_minutes not in INTERVALS:
            value = str(self.interval_minutes)
            yield Problem("HS128", "intervalMinutes", value, "is not an interval that Azure has", "write 10 or 60")


class WatcherArgs(Args):
    """The network watcher of a region."""

    name: str
    """Name of the watcher."""
    resource_group_name: str
    """Resource group of the watcher."""


class FlowLogTargetArgs(Args):
    """What a flow log is of."""

    resource_id: pulumi.Input[str]
    """Id of a virtual network; of a subnet or a network interface where only that is wanted."""
    location: str
    """Azure region of the network."""

    def own_problems(self) -> Iterator[Problem]:
        """The id of something else; of security groups no new flow logs are made since 2025-06-30."""
        if isinstance(self.resource_id, str):
            found = parse_id(self.resource_id)
            if found is None or found.type.lower() not in _RECORDED:
                instead = "write the id of a virtual network; its flow log has the traffic of all its security groups"
                yield Problem("HS173", "resourceId", self.resource_id, "is nothing that flow logs are made of", instead)


class DiagnosedArgs(Args):
    """A resource whose logs and metrics are kept."""

    resource_id: pulumi.Input[str]
    """Id of a gateway, circuit, firewall or any other resource that has diagnostic settings."""
    own_tables: bool | None = None
    """Whether logs go to tables of their own (AZFWNetworkRule) instead of AzureDiagnostics: for firewalls.
    Default: no."""


class FlowLogsShape(Args):
    """How flow logs are kept."""

    retention_days: int | None = None
    """Days that records stay in storage, 1 to 365; 0 for ever. Default: 90."""
    storage: dict[str, pulumi.Input[str]] | None = None
    """Ids of storage accounts that exist, by the region whose networks write there. Default: one a region is made."""
    workspace_id: pulumi.Input[str] | None = None
    """Id of a Log Analytics workspace that exists. Default: one is made where something needs it."""
    workspace_retention_days: int | None = None
    """Days that records stay in the workspace that is made, 30 (the default) to 730."""
    traffic_analytics: TrafficAnalyticsArgs | None = None
    """Traffic analytics over the flow logs. Default: none."""
    watchers: dict[str, WatcherArgs] | None = None
    """Network watchers by region, where they are not Azure's own NetworkWatcher_<region> in NetworkWatcherRG."""
    unique: str | None = None
    """Goes into the hash at the end of storage accounts' names, which must be unique in all of Azure.
    Default: the subscription's id as far as the stack names it."""
    tags: dict[str, pulumi.Input[str]] | None = None
    """Tags of every resource that takes tags."""

    def own_problems(self) -> Iterator[Problem]:
        """Numbers out of range, and ids of the wrong type."""
        yield from tag_problems(self.tags)
        most = limit("flow_log_retention_days")
        yield from _range_problems("retentionDays", self.retention_days, 0, most)
        low, high = limit("workspace_retention_shortest_days"), limit("workspace_retention_longest_days")
        yield from _range_problems("workspaceRetentionDays", self.workspace_retention_days, low, high)
        if self.workspace_retention_days is not None and self.workspace_id is not None:
            message = "is of a workspace that is made, and workspaceId names one that exists"
            yield Problem("HS106", "workspaceRetentionDays", str(self.workspace_retention_days), message, "remove it")
        yield from _id_problems("workspaceId", self.workspace_id, WORKSPACE, "a Log Analytics workspace")
        for region, account in (self.storage or {}).items():
            yield from _id_problems(f"storage.{region}", account, STORAGE, "a storage account")

    def region_problems(self, regions: set[str]) -> Iterator[Problem]:
        """Storage and watchers of regions without networks."""
        for path, named in (("storage", self.storage), ("watchers", self.watchers)):
            for region in named or {}:
                if normal_location(region) not in regions:
                    instead = f"write one of {', '.join(sorted(regions))}" if regions else "remove it"
                    yield Problem("HS174", path, region, "is a region without networks here", instead)


class FlowLogsArgs(FlowLogsShape):
    """Arguments of the flow logs and diagnostics of one subscription."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the storage accounts and of the workspace. As plain text it is known at preview."""
    location: str
    """Azure region of the workspace."""
    targets: dict[str, FlowLogTargetArgs] | None = None
    """Virtual networks whose traffic is recorded, by key. They lie in the subscription of the provider."""
    diagnostics: dict[str, DiagnosedArgs] | None = None
    """Gateways, circuits and firewalls whose logs and metrics go to the workspace, by key."""
    workspace: bool | None = None
    """Whether a workspace is made. Default: where traffic analytics or diagnostics need one that `workspaceId` does
    not name."""
    label: str | None = None
    """The logs' own part of Azure names. Default: the component's name."""
    names: dict[str, str] | None = None
    """Azure names of single resources, by role (workspace, storage-westeurope, flow-log-hub, diagnostic-gateway)."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """Keys, names, regions, and two workspaces."""
        yield from super().own_problems()
        yield from key_problems("targets", self.targets)
        yield from key_problems("diagnostics", self.diagnostics)
        yield from self.region_problems(set(self.regions()))
        yield from override_problems(self.names or {}, self.slots())
        if self.workspace is not None and self.workspace_id is not None:
            message = "says whether a workspace is made, and workspaceId names one that exists"
            yield Problem("HS106", "workspace", str(self.workspace).lower(), message, "keep one of them")
        elif self.workspace is False and (self.traffic_analytics is not None or self.diagnostics):
            needs = "trafficAnalytics" if self.traffic_analytics is not None else "diagnostics"
            yield Problem("HS106", "workspace", "false", f"leaves {needs} without a workspace", "write workspaceId")

    def regions(self) -> list[str]:
        """Regions of the networks, each once, as Azure writes them."""
        return list(dict.fromkeys(normal_location(target.location) for target in (self.targets or {}).values()))

    @property
    def makes_workspace(self) -> bool:
        """Whether a workspace is made."""
        if self.workspace_id is not None:
            return False
        needed = self.traffic_analytics is not None or bool(self.diagnostics)
        return needed if self.workspace is None else self.workspace

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        found = {"workspace": WORKSPACE} if self.makes_workspace else {}
        given = {normal_location(region) for region in self.storage or {}}
        found |= {f"storage-{region}": STORAGE for region in self.regions() if region not in given}
        found |= {f"flow-log-{key}": FLOW_LOG for key in self.targets or {}}
        return found | {f"diagnostic-{key}": DIAGNOSTIC for key in self.diagnostics or {}}


def by_region(values: Mapping[str, pulumi.Input[str]] | None) -> dict[str, pulumi.Input[str]]:
    """The same, by region as Azure writes it."""
    return {normal_location(region): value for region, value in (values or {}).items()}


def _range_problems(path: str, value: int | None, low: int, high: int) -> Iterator[Problem]:
    if value is not None and not low <= value <= high:
        yield Problem("HS128", path, str(value), "is out of range", f"write {low} to {high}")


def _id_problems(path: str, value: object, arm_type: str, what: str) -> Iterator[Problem]:
    if isinstance(value, str):
        found = parse_id(value)
        if found is None or found.type.lower() != arm_type.lower():
            yield Problem("HS151", path, value, f"is not the id of {what}", f"write /subscriptions/.../{arm_type}/NAME")
