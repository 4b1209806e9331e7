"""Diagnostic settings: where a resource's logs and metrics go. They are attached to the resource, as locks are."""

from azure_offline.arm.resources import Reference, TypeSpec
from azure_offline.arm.types.flow_logs import STORAGE, WORKSPACE_TYPE
from hubspoke_network.refusals.services.diagnostic_settings import count, empty, region, same_sink

DIAGNOSTIC = "Microsoft.Insights/diagnosticSettings"

DIAGNOSTIC_SETTING = TypeSpec(
    type=DIAGNOSTIC,
    location="none",
    etag=False,
    provisioning=False,
    references=(
        Reference("properties.workspaceId", (WORKSPACE_TYPE,), holds=False),
        Reference("properties.storageAccountId", (STORAGE,), holds=False),
    ),
    rules=(same_sink, count, empty, region),
)
