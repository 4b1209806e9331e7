"""What the components use of azure-native for workspaces."""

from hubspoke._azure.parts import by_parts, whole

try:
    with by_parts("operationalinsights"):
        from pulumi_azure_native.operationalinsights._inputs import WorkspaceSkuArgs
        from pulumi_azure_native.operationalinsights.workspace import Workspace
except ImportError:  # an SDK that lays its modules out otherwise
    globals().update(whole("operationalinsights"))

__all__ = [
    "Workspace",
    "WorkspaceSkuArgs",
]
