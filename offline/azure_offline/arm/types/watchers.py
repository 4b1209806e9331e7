"""Network watchers, flow logs, and what they write to."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals.services.watchers import (
    duplicate,
    of_security_group,
    premium_storage,
    region,
    second_watcher,
    settings,
    target_type,
)

WATCHER = "Microsoft.Network/networkWatchers"
FLOW_LOG_TYPE = "Microsoft.Network/networkWatchers/flowLogs"
STORAGE = "Microsoft.Storage/storageAccounts"
WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces"

_ANALYTICS = "properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration"

NETWORK_WATCHER = TypeSpec(type=WATCHER, rules=(second_watcher,))

FLOW_LOG = TypeSpec(
    type=FLOW_LOG_TYPE,
    location="optional",
    references=(
        Reference("properties.targetResourceId", holds=False, required=True),
        Reference("properties.storageId", (STORAGE,), holds=False, required=True),
        Reference(f"{_ANALYTICS}.workspaceResourceId", (WORKSPACE_TYPE,), holds=False),
    ),
    read_only=frozenset({"targetResourceGuid"}),
    rules=(of_security_group, target_type, region, duplicate, settings, premium_storage),
)
