"""Log Analytics workspaces."""

from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec, guid
from azure_offline.arm.types.flow_logs import WORKSPACE_TYPE
from azure_offline.store.store import Resource


def _workspace_keys(workspace: Resource, _view: ArmView) -> dict[str, Any]:
    return {f"{name}SharedKey": guid("workspace", workspace.key, name) for name in ("primary", "secondary")}


WORKSPACE = TypeSpec(
    type=WORKSPACE_TYPE,
    read_only=frozenset({"customerId"}),
    present=lambda workspace, _view: {"customerId": guid("customer", workspace.key)},
    actions={"sharedkeys": _workspace_keys},
)
