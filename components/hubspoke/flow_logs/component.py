"""Flow logs of virtual networks, and diagnostics of what connects them."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import monitor, network, operationalinsights, storage

from hubspoke.base import Component, by_key
from hubspoke.flow_logs.args import DEFAULT_RETENTION_DAYS, DEFAULT_WORKSPACE_DAYS, FlowLogsArgs, by_region
from hubspoke.flow_logs.plan import FlowLogPlan, plan_flow_logs


@dataclass(frozen=True, slots=True)
class FlowLogsResources:
    """Every resource that was made, for what the outputs do not give."""

    storage: dict[str, storage.StorageAccount]
    workspace: operationalinsights.Workspace | None
    flow_logs: dict[str, network.FlowLog]
    diagnostics: dict[str, monitor.DiagnosticSetting]


class FlowLogs(Component):
    """Flow logs of virtual networks with their storage, traffic analytics on demand, and diagnostics of gateways,
    circuits and firewalls.

    The flow log of a network tells of every flow which security rule decided it, and how. Flow logs of security groups,
    which Azure retires, are never made. One of these serves one subscription, in as many regions as there are networks.
    """

    TYPE = "hubspoke:index:FlowLogs"

    storage_ids: pulumi.Output[dict[str, str]]
    """Ids of the storage accounts that records go to, by region."""
    workspace_id: pulumi.Output[str | None]
    """Id of the Log Analytics workspace, where there is one."""
    flow_log_ids: pulumi.Output[dict[str, str]]
    """Ids of the flow logs, by key."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = FlowLogsArgs.of(args)
        plan = plan_flow_logs(name, args, pulumi.Config("azure-native").get("subscriptionId") or "")
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self._args = args
        accounts = {region: self._account(region, azure_name) for region, azure_name in plan.storage.items()}
        workspace = self._workspace(plan.workspace) if plan.workspace is not None else None
        made: dict[str, pulumi.Input[str]] = {region: account.id for region, account in accounts.items()}
        self._storage = by_region(args.storage) | made
        none: pulumi.Output[str | None] = pulumi.Output.from_input(None)
        given = none if args.workspace_id is None else pulumi.Output.from_input(args.workspace_id)
        self.workspace_id = workspace.id if workspace is not None else given
        logs = {log.key: self._log(log) for log in plan.logs}
        settings = {key: self._setting(key, azure_name) for key, azure_name in plan.diagnostics.items()}
        self.resources = FlowLogsResources(accounts, workspace, logs, settings)
        self.storage_ids = by_key({region: pulumi.Output.from_input(id_) for region, id_ in self._storage.items()})
        self.flow_log_ids = by_key({key: log.id for key, log in logs.items()})
        self.register_outputs(self.outputs())

    def _account(self, region: str, azure_name: str) -> storage.StorageAccount:
        return storage.StorageAccount(
            self.logical("storage", region),
            account_name=azure_name,
            resource_group_name=self._args.resource_group_name,
            location=region,
            kind="StorageV2",
            sku=storage.SkuArgs(name="Standard_LRS"),
            minimum_tls_version="TLS1_2",
            allow_blob_public_access=False,
            enable_https_traffic_only=True,
            # Network Watcher writes with the account's keys, as one of the services that the firewall lets through.
            allow_shared_key_access=True,
            network_rule_set=storage.NetworkRuleSetArgs(
                default_action=storage.DefaultAction.DENY, bypass="AzureServices"
            ),
            tags=self._args.tags,
            opts=self.child("storage", region),
        )

    def _workspace(self, azure_name: str) -> operationalinsights.Workspace:
        return operationalinsights.Workspace(
            self.logical("workspace"),
            workspace_name=azure_name,
            resource_group_name=self._args.resource_group_name,
            location=self._args.location,
            sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
            retention_in_days=self._args.workspace_retention_days or DEFAULT_WORKSPACE_DAYS,
            tags=self._args.tags,
            opts=self.child("workspace"),
        )

    def _log(self, plan: FlowLogPlan) -> network.FlowLog:
        args = self._args
        days = DEFAULT_RETENTION_DAYS if args.retention_days is None else args.retention_days
        return network.FlowLog(
            self.logical("flow-log", plan.key),
            flow_log_name=plan.azure_name,
            network_watcher_name=plan.watcher,
            resource_group_name=plan.watcher_group,
            location=plan.region,
            target_resource_id=(args.targets or {})[plan.key].resource_id,
            storage_id=self._storage[plan.region],
            enabled=True,
            format=network.FlowLogFormatParametersArgs(type="JSON", version=2),
            retention_policy=network.RetentionPolicyParametersArgs(days=days, enabled=days > 0),
            flow_analytics_configuration=self._analytics(),
            tags=args.tags,
            # A log is of one network for good.
            opts=self.child("flow-log", plan.key, replace_on=("location", "targetResourceId")),
        )

    def _analytics(self) -> network.TrafficAnalyticsPropertiesArgs | None:
        analytics = self._args.traffic_analytics
        if analytics is None:
            return None
        return network.TrafficAnalyticsPropertiesArgs(
            network_watcher_flow_analytics_configuration=network.TrafficAnalyticsConfigurationPropertiesArgs(
                enabled=True,
                traffic_analytics_interval=analytics.interval_minutes or 60,
                workspace_resource_id=self.workspace_id.apply(_present),
            )
        )

    def _setting(self, key: str, azure_name: str) -> monitor.DiagnosticSetting:
        diagnosed = (self._args.diagnostics or {})[key]
        return monitor.DiagnosticSetting(
            self.logical("diagnostic", key),
            name=azure_name,
            resource_uri=diagnosed.resource_id,
            workspace_id=self.workspace_id.apply(_present),
            log_analytics_destination_type="Dedicated" if diagnosed.own_tables else None,
            logs=[monitor.DiagnosticsLogSettingsArgs(category_group="allLogs", enabled=True)],
            metrics=[monitor.DiagnosticsMetricSettingsArgs(category="AllMetrics", enabled=True)],
            opts=self.child("diagnostic", key),
        )


def _present(workspace_id: str | None) -> str:
    return workspace_id or ""
