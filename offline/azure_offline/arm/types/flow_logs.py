"""Flow logs."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals.services.watchers import (
    duplicate,
    of_security_group,
    premium_storage,
    region,
    settings,
    target_type,
)

FLOW_LOG_TYPE = "Microsoft.Network/networkWatchers/flowLogs"
STORAGE = "Microsoft.Storage/storageAccounts"
WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces"

_ANALYTICS = "properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration"

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
