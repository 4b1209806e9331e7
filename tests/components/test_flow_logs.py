"""Flow logs: what they come to, where the records go, and that a region or a network more touches nothing else."""

from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import ArgsError, Estate, EstateArgs, FlowLogs, FlowLogsArgs, plan_flow_logs
from hubspoke.flow_logs.plan import FlowLogPlan

pytestmark = pytest.mark.slow

STORE = f"/subscriptions/{d.SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/ours"
SPACE = f"/subscriptions/{d.SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/ours"


def recorded(**more: Any) -> Recording:
    return deploy(lambda: FlowLogs("logs", FlowLogsArgs.of(d.flow_logs(**more))))


def estate(**more: Any) -> Recording:
    return deploy(lambda: Estate("net", EstateArgs.of(d.estate(**more))))


def inputs(recording: Recording, kind: str) -> dict[str, dict[str, Any]]:
    return {item.name: item.inputs for item in recording.of_type(kind)}


def test_a_plan_has_an_account_a_region_and_a_log_a_network() -> None:
    plan = plan_flow_logs("net", FlowLogsArgs.of(d.flow_logs()), unique="one")
    assert list(plan.storage) == ["westeurope", "northeurope"]
    assert plan.workspace == "log-net"
    assert plan.logs == (
        FlowLogPlan("hub", "fl-net-hub", "westeurope", "NetworkWatcher_westeurope", "NetworkWatcherRG"),
        FlowLogPlan("apps", "fl-net-apps", "westeurope", "NetworkWatcher_westeurope", "NetworkWatcherRG"),
        FlowLogPlan("north", "fl-net-north", "northeurope", "NetworkWatcher_northeurope", "NetworkWatcherRG"),
    )
    assert plan.diagnostics == {"circuit": "diag-net-circuit", "firewall": "diag-net-firewall"}


def test_names_of_accounts_are_azures_and_nobody_elses() -> None:
    def accounts(salt: str, **more: Any) -> list[str]:
        return list(plan_flow_logs("Net_1", FlowLogsArgs.of(d.flow_logs(**more)), salt).storage.values())

    names = [*accounts("one"), *accounts("two"), *accounts("one", naming={"environment": "production-of-the-plant"})]
    assert len(set(names)) == len(names)
    assert all(name.isalnum() and name.islower() and len(name) <= 24 for name in names)
    assert accounts("one") == accounts("two", unique="one")
    assert plan_flow_logs("Net_1", FlowLogsArgs.of(d.flow_logs())).workspace == "log-Net-1"
    assert accounts("one", names={"storage-westeurope": "mine"})[0] == "mine"


def test_records_stay_in_the_region_of_the_network() -> None:
    logs = inputs(recorded(storage={"westeurope": STORE}), "FlowLog")
    assert {name: (log["storageId"], log["location"]) for name, log in logs.items()} == {
        "logs-flow-log-hub": (STORE, "westeurope"),
        "logs-flow-log-apps": (STORE, "westeurope"),
        "logs-flow-log-north": ("logs-storage-northeurope_id", "northeurope"),
    }


@pytest.mark.parametrize(
    ("days", "policy"),
    [(None, {"days": 90, "enabled": True}), (7, {"days": 7, "enabled": True}), (0, {"days": 0, "enabled": False})],
)
def test_retention(days: int | None, policy: dict[str, Any]) -> None:
    more = {} if days is None else {"retentionDays": days}
    assert {log["retentionPolicy"]["days"] for log in inputs(recorded(**more), "FlowLog").values()} == {policy["days"]}
    assert all(log["retentionPolicy"] == policy for log in inputs(recorded(**more), "FlowLog").values())


def test_analytics_and_diagnostics_write_to_the_workspace_that_is_made() -> None:
    recording = recorded()
    analytics = recording.named("logs-flow-log-hub").inputs["flowAnalyticsConfiguration"]
    assert analytics["networkWatcherFlowAnalyticsConfiguration"] == {
        "enabled": True,
        "trafficAnalyticsInterval": 60,
        "workspaceResourceId": "logs-workspace_id",
    }
    assert recording.named("logs-diagnostic-firewall").inputs == {
        "name": "diag-logs-firewall",
        "resourceUri": d.VNET_ID.replace("virtualNetworks", "azureFirewalls"),
        "workspaceId": "logs-workspace_id",
        "logAnalyticsDestinationType": "Dedicated",
        "logs": [{"categoryGroup": "allLogs", "enabled": True}],
        "metrics": [{"category": "AllMetrics", "enabled": True}],
    }


def test_a_workspace_that_exists_is_used() -> None:
    recording = recorded(workspaceId=SPACE)
    assert inputs(recording, "Workspace") == {}
    assert {item["workspaceId"] for item in inputs(recording, "DiagnosticSetting").values()} == {SPACE}


def test_nothing_is_made_that_nothing_needs() -> None:
    recording = recorded(trafficAnalytics=None, diagnostics=None)
    assert inputs(recording, "Workspace") == {}
    assert [log for log in inputs(recording, "FlowLog").values() if "flowAnalyticsConfiguration" in log] == []


def test_watchers_of_ones_own() -> None:
    mine = {"westeurope": {"name": "watcher", "resourceGroupName": "rg-watchers"}}
    logs = inputs(recorded(watchers=mine), "FlowLog")
    places = {name: (log["networkWatcherName"], log["resourceGroupName"]) for name, log in logs.items()}
    assert places["logs-flow-log-hub"] == ("watcher", "rg-watchers")
    assert places["logs-flow-log-north"] == ("NetworkWatcher_northeurope", "NetworkWatcherRG")


def test_a_network_more_is_creates_only() -> None:
    before = d.flow_logs()
    more = {"new": {"resourceId": d.VNET_ID.replace("hub", "new"), "location": "uksouth"}}
    after = d.flow_logs(targets=more | before["targets"])
    one = deploy(lambda: FlowLogs("logs", FlowLogsArgs.of(before))).tree()
    two = deploy(lambda: FlowLogs("logs", FlowLogsArgs.of(after))).tree()
    assert {urn: two[urn] for urn in one} == one
    assert {urn.rpartition("::")[2] for urn in two.keys() - one.keys()} == {"logs-storage-uksouth", "logs-flow-log-new"}


GROUP = d.VNET_ID.replace("virtualNetworks/vnet-hub", "networkSecurityGroups/nsg")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"retentionDays": 366}, ("HS128", "retentionDays")),
        ({"workspaceRetentionDays": 7}, ("HS128", "workspaceRetentionDays")),
        ({"trafficAnalytics": {"intervalMinutes": 5}}, ("HS128", "trafficAnalytics.intervalMinutes")),
        ({"workspaceId": STORE}, ("HS151", "workspaceId")),
        ({"storage": {"westeurope": SPACE}}, ("HS151", "storage.westeurope")),
        ({"storage": {"uksouth": STORE}}, ("HS174", "storage")),
        ({"workspace": False}, ("HS106", "workspace")),
        ({"workspaceId": SPACE, "workspace": True}, ("HS106", "workspace")),
        ({"workspaceId": SPACE, "workspaceRetentionDays": 60}, ("HS106", "workspaceRetentionDays")),
        ({"targets": {"g": {"resourceId": GROUP, "location": "w"}}}, ("HS173", "targets.g.resourceId")),
        ({"names": {"storage-uksouth": "x"}}, ("HS133", "names.storage-uksouth")),
        ({"targets": {"a b": {"resourceId": d.VNET_ID, "location": "westeurope"}}}, ("HS107", "targets")),
    ],
)
def test_mistakes(more: dict[str, Any], told: tuple[str, str]) -> None:
    with pytest.raises(ArgsError) as caught:
        FlowLogsArgs.of(d.flow_logs(**more))
    assert told in [(problem.code, problem.path) for problem in caught.value.problems]


def test_one_switch_records_every_network_of_an_estate() -> None:
    recording = estate(flowLogs={})
    logged = {log["targetResourceId"] for log in inputs(recording, "FlowLog").values()}
    assert logged == {f"{item.name}_id" for item in recording.of_type("VirtualNetwork")}
    observed = {setting["resourceUri"] for setting in inputs(recording, "DiagnosticSetting").values()}
    devices = [*recording.of_type("VirtualNetworkGateway"), *recording.of_type("network:ExpressRouteCircuit")]
    assert observed == {f"{item.name}_id" for item in devices}
    assert inputs(estate(flowLogs=None), "FlowLog") == {}


def test_the_switch_records_what_the_firewalls_of_an_estate_decide() -> None:
    hubs = d.estate()["hubs"]
    hubs["neu"] |= {"firewallSubnet": "10.4.0.64/26", "firewall": d.firewall()}
    recording = deploy(lambda: Estate("net", EstateArgs.of(d.estate(hubs=hubs, flowLogs={}))))
    setting = recording.named("net-flow-logs-diagnostic-firewall-neu").inputs
    assert setting["resourceUri"] == "net-hub-neu-firewall_id"
    assert setting["logAnalyticsDestinationType"] == "Dedicated"


def test_an_estate_has_one_workspace_and_a_store_where_each_network_is() -> None:
    recording = estate(flowLogs={"trafficAnalytics": {}})
    assert list(inputs(recording, "Workspace")) == ["net-flow-logs-workspace"]
    workspaces = {
        log["flowAnalyticsConfiguration"]["networkWatcherFlowAnalyticsConfiguration"]["workspaceResourceId"]
        for log in inputs(recording, "FlowLog").values()
    }
    assert workspaces == {"net-flow-logs-workspace_id"}
    assert {name: account["location"] for name, account in inputs(recording, "StorageAccount").items()} == {
        "net-flow-logs-storage-westeurope": "westeurope",
        "net-flow-logs-storage-northeurope": "northeurope",
        "net-flow-logs-data-storage-westeurope": "westeurope",
    }


def test_flow_logs_lie_in_the_subscription_of_their_network() -> None:
    recording = estate()
    for log in recording.of_type("FlowLog"):
        network = recording.named(log.inputs["targetResourceId"].removesuffix("_id"))
        assert log.provider == network.provider, log.name
    assert len({log.provider for log in recording.of_type("FlowLog")}) == 2


@pytest.mark.parametrize(
    ("more", "groups"),
    [
        ({}, {"net-flow-logs-group", "net-flow-logs-group-data"}),
        ({"diagnostics": False}, {"net-flow-logs-group", "net-flow-logs-group-data"}),
        ({"resourceGroup": "rg-logs"}, set()),
        ({"workspaceId": SPACE, "storage": {"westeurope": STORE, "northeurope": STORE}}, set()),
    ],
)
def test_groups_are_made_for_what_lies_in_them(more: dict[str, Any], groups: set[str]) -> None:
    names = {item.name for item in estate(flowLogs=more).of_type("ResourceGroup")}
    assert {name for name in names if "flow-logs" in name} == groups


def test_mistakes_of_an_estate() -> None:
    with pytest.raises(ArgsError) as caught:
        EstateArgs.of(d.estate(flowLogs={"storage": {"uksouth": STORE}, "retentionDays": -1}))
    told = {(problem.code, problem.path) for problem in caught.value.problems}
    assert told == {("HS174", "flowLogs.storage"), ("HS128", "flowLogs.retentionDays")}
