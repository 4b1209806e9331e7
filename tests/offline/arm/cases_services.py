"""Rules on firewalls, Bastion, watchers, flow logs, private DNS and other services."""

from .bodies import Body, address, plain, ref, route, subnet, vnet
from .cases import Case, n

V = "virtualNetworks/vn"
NET = (V, vnet("10.0.0.0/16"))
FW, BASTION = "azureFirewalls/fw", "bastionHosts/b"
ADDRESS = ("publicIPAddresses/p", address())
W = "networkWatchers/NetworkWatcher_westeurope"
WATCHER = (W, plain())
LOG = f"{W}/flowLogs/f"
STORAGE = n("x").replace("Microsoft.Network/x", "Microsoft.Storage/storageAccounts/logs1")
STORE = (STORAGE, plain(sku="Standard_LRS"))
GLOBAL = {"location": "global", "properties": {}}
WORKSPACE = n("x").replace("Microsoft.Network/x", "Microsoft.OperationalInsights/workspaces/logs")
SPACE = (WORKSPACE, plain(retentionInDays=30))


def setting(name: str = "d") -> str:
    return f"{n(V)}/providers/Microsoft.Insights/diagnosticSettings/{name}"


def diagnostics(category: str = "AllMetrics", **more: object) -> Body:
    kind = "logs" if category == "allLogs" else "metrics"
    entry = {"categoryGroup" if kind == "logs" else "category": category, "enabled": True}
    return {"properties": {"workspaceId": WORKSPACE, kind: [entry], **more}}


def firewall(subnet_name: str = "AzureFirewallSubnet", **more: object) -> Body:
    at = {"subnet": ref(f"{V}/subnets/{subnet_name}"), "publicIPAddress": ref("publicIPAddresses/p")}
    sku = {"name": "AZFW_VNet", "tier": "Standard"}
    shown = {"sku": sku, "ipConfigurations": [{"name": "c", "properties": at}], **more}
    return {"location": "westeurope", "properties": shown}


def firewall_of_tier(tier: str, *, management: bool) -> Body:
    body = firewall()
    body["properties"]["sku"] = {"name": "AZFW_VNet", "tier": tier}
    if management:
        at = {
            "subnet": ref(f"{V}/subnets/AzureFirewallManagementSubnet"),
            "publicIPAddress": ref("publicIPAddresses/q"),
        }
        body["properties"]["managementIpConfiguration"] = {"name": "m", "properties": at}
    return body


def bastion(subnet_name: str = "AzureBastionSubnet") -> Body:
    at = {"subnet": ref(f"{V}/subnets/{subnet_name}"), "publicIPAddress": ref("publicIPAddresses/p")}
    return plain(sku="Standard", ipConfigurations=[{"name": "c", "properties": at}])


def flow_log(target: str = V, **more: object) -> Body:
    return plain(targetResourceId=n(target), storageId=STORAGE, enabled=True, **more)


def link(network: str = V, registration: bool = False) -> Body:
    return {"location": "global", "properties": {"virtualNetwork": ref(network), "registrationEnabled": registration}}


FSUB = (f"{V}/subnets/AzureFirewallSubnet", subnet("10.0.1.0/26"))
BSUB = (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.2.0/26"))
ZONE, ZONE2 = "privateDnsZones/corp.example", "privateDnsZones/corp2.example"

CASES = [
    Case(
        "service-subnet-name",
        (FW, firewall("other")),
        (FW, firewall()),
        "a subnet called AzureFirewallSubnet",
        seen=False,
        setup=[NET, FSUB, ADDRESS, (f"{V}/subnets/other", subnet("10.0.5.0/26"))],
    ),
    Case(
        "service-subnet-size",
        (BASTION, bastion()),
        (BASTION, bastion()),
        "a /26 or larger",
        seen=False,
        setup=[NET, ADDRESS, (f"{V}/subnets/AzureBastionSubnet", subnet("10.0.2.0/27"))],
        before_passing=[BSUB],
    ),
    Case(
        "service-subnet-taken",
        ("azureFirewalls/fw2", firewall()),
        ("azureFirewalls/fw2", firewall()),
        "already holds",
        seen=False,
        setup=[NET, FSUB, ADDRESS, (FW, firewall())],
        before_passing=[FW],
    ),
    Case(
        "firewall-management",
        (FW, firewall_of_tier("Basic", management=False)),
        (FW, firewall_of_tier("Basic", management=True)),
        "managementIpConfiguration",
        seen=False,
        setup=[
            NET,
            FSUB,
            ADDRESS,
            ("publicIPAddresses/q", address()),
            (f"{V}/subnets/AzureFirewallManagementSubnet", subnet("10.0.3.0/26")),
        ],
    ),
    Case(
        "firewall-default-route",
        (FW, firewall()),
        (FW, firewall()),
        "leads elsewhere",
        seen=False,
        setup=[
            NET,
            ADDRESS,
            ("routeTables/t", plain()),
            ("routeTables/t/routes/all", route("0.0.0.0/0", "VirtualNetworkGateway")),
            (f"{V}/subnets/AzureFirewallSubnet", subnet("10.0.1.0/26", routeTable="routeTables/t")),
        ],
        before_passing=[("routeTables/t/routes/all", route("0.0.0.0/0", "Internet"))],
    ),
    Case(
        "firewall-dns-with-policy",
        (
            FW,
            firewall(
                firewallPolicy=ref("firewallPolicies/fp"), additionalProperties={"Network.DNS.EnableProxy": "true"}
            ),
        ),
        (FW, firewall(firewallPolicy=ref("firewallPolicies/fp"))),
        "belong into the policy",
        "AzureFirewallDNSConfigNotAllowedForVhubOrVnetWithPolicy",
        seen=False,
        setup=[NET, FSUB, ADDRESS, ("firewallPolicies/fp", plain())],
    ),
    Case(
        "watcher-second",
        ("networkWatchers/mine", plain()),
        ("networkWatchers/mine", plain(location="northeurope")),
        "Cannot create more than 1 network watchers for this subscription in this region.",
        "NetworkWatcherCountLimitReached",
        setup=[WATCHER],
    ),
    Case(
        "flow-log-of-security-group",
        (LOG, flow_log("networkSecurityGroups/g")),
        (LOG, flow_log()),
        "On September 30, 2027, Network Security Group (NSG) flow logs will be retired. Creation of new NSG flow logs "
        "is blocked starting June 30, 2025",
        "NsgFlowLogCreationBlocked",
        setup=[WATCHER, STORE, NET, ("networkSecurityGroups/g", plain())],
    ),
    Case(
        "flow-log-target",
        (LOG, flow_log("routeTables/t")),
        (LOG, flow_log()),
        "not of",
        seen=False,
        setup=[WATCHER, STORE, NET, ("routeTables/t", plain())],
    ),
    Case(
        "flow-log-region",
        (LOG, flow_log("virtualNetworks/north")),
        (LOG, flow_log()),
        "northeurope",
        seen=False,
        setup=[WATCHER, STORE, NET, ("virtualNetworks/north", vnet("10.5.0.0/16", location="northeurope"))],
    ),
    Case(
        "flow-log-duplicate",
        (f"{W}/flowLogs/again", flow_log()),
        (f"{W}/flowLogs/again", flow_log("virtualNetworks/other")),
        "already has flow log",
        seen=False,
        setup=[WATCHER, STORE, NET, ("virtualNetworks/other", vnet("10.5.0.0/16")), (LOG, flow_log())],
    ),
    Case(
        "flow-log-settings",
        (LOG, flow_log(retentionPolicy={"days": 366, "enabled": True})),
        (LOG, flow_log(retentionPolicy={"days": 365, "enabled": True})),
        "0 to 365",
        seen=False,
        setup=[WATCHER, STORE, NET],
    ),
    Case(
        "flow-log-storage",
        (LOG, flow_log()),
        (LOG, flow_log()),
        "premium",
        seen=False,
        setup=[WATCHER, (STORAGE, plain(sku="Premium_LRS")), NET],
        before_passing=[STORE],
    ),
    Case(
        "dns-zone-blocked",
        ("privateDnsZones/windows.net", GLOBAL),
        ("privateDnsZones/privatelink.blob.core.windows.net", GLOBAL),
        "not allowed",
        seen=False,
    ),
    Case(
        "dns-zone-with-links",
        ZONE,
        ZONE,
        "Cannot delete resource while nested resources exist",
        "CannotDeleteResource",
        seen=False,
        setup=[NET, (ZONE, GLOBAL), (f"{ZONE}/virtualNetworkLinks/l", link())],
        before_passing=[f"{ZONE}/virtualNetworkLinks/l"],
    ),
    Case(
        "dns-link-duplicate",
        (f"{ZONE}/virtualNetworkLinks/m", link()),
        (f"{ZONE2}/virtualNetworkLinks/m", link()),
        "already linked",
        seen=False,
        setup=[NET, (ZONE, GLOBAL), (ZONE2, GLOBAL), (f"{ZONE}/virtualNetworkLinks/l", link())],
    ),
    Case(
        "dns-link-registration",
        (f"{ZONE2}/virtualNetworkLinks/m", link(registration=True)),
        (f"{ZONE2}/virtualNetworkLinks/m", link()),
        "one zone may do so",
        seen=False,
        setup=[NET, (ZONE, GLOBAL), (ZONE2, GLOBAL), (f"{ZONE}/virtualNetworkLinks/l", link(registration=True))],
    ),
    Case(
        "ddos-second-plan",
        ("ddosProtectionPlans/b", plain()),
        ("ddosProtectionPlans/b", plain(location="northeurope")),
        "already has a DDoS protection plan",
        "DdosProtectionPlanCountLimitReached",
        seen=False,
        setup=[("ddosProtectionPlans/a", plain())],
    ),
    Case(
        "lock-level",
        (f"{n(V)}/providers/Microsoft.Authorization/locks/l", {"properties": {"level": "NoWay"}}),
        (f"{n(V)}/providers/Microsoft.Authorization/locks/l", {"properties": {"level": "ReadOnly"}}),
        "'NoWay'",
        seen=False,
        setup=[NET],
    ),
    Case(
        "diagnostic-setting-sink",
        (setting("again"), diagnostics()),
        (setting("again"), diagnostics("allLogs")),
        f"Data sink '{WORKSPACE}' is already used in diagnostic setting 'd' for category 'AllMetrics'. Data sinks "
        "can't be reused in different settings on the same category for the same resource.",
        "Conflict",
        status=409,
        setup=[NET, SPACE, (setting(), diagnostics())],
    ),
    Case(
        "diagnostic-setting-sink",
        (setting("again"), {"properties": {"workspaceId": WORKSPACE, "logs": [{"category": "VM", "enabled": True}]}}),
        (
            setting("again"),
            {"properties": {"storageAccountId": STORAGE, "logs": [{"category": "VM", "enabled": True}]}},
        ),
        f"Data sink '{WORKSPACE}' is already used in diagnostic setting 'd' for category 'VM'. Data sinks "
        "can't be reused in different settings on the same category for the same resource.",
        "Conflict",
        status=409,
        setup=[NET, SPACE, STORE, (setting(), diagnostics("allLogs"))],
    ),
    Case(
        "diagnostic-setting-count",
        (setting("six"), diagnostics(workspaceId=f"{WORKSPACE}6")),
        (setting("six"), diagnostics(workspaceId=f"{WORKSPACE}6")),
        "5 settings are the most",
        seen=False,
        setup=[
            NET,
            (f"{WORKSPACE}6", plain()),
            *[(f"{WORKSPACE}{index}", plain()) for index in range(1, 6)],
            *[(setting(f"d{index}"), diagnostics(workspaceId=f"{WORKSPACE}{index}")) for index in range(1, 6)],
        ],
        before_passing=[setting("d3")],
    ),
    Case(
        "diagnostic-setting-empty",
        (setting(), {"properties": {"metrics": [{"category": "AllMetrics", "enabled": True}]}}),
        (setting(), diagnostics()),
        "names no destination",
        seen=False,
        setup=[NET, SPACE],
    ),
    Case(
        "diagnostic-setting-empty",
        (
            setting(),
            {"properties": {"workspaceId": WORKSPACE, "metrics": [{"category": "AllMetrics", "enabled": False}]}},
        ),
        (setting(), diagnostics()),
        "names no category that is enabled",
        seen=False,
        setup=[NET, SPACE],
    ),
    Case(
        "diagnostic-setting-region",
        (setting(), diagnostics(storageAccountId=STORAGE.replace("logs1", "north1"))),
        (setting(), diagnostics(storageAccountId=STORAGE)),
        "is in northeurope",
        seen=False,
        setup=[NET, SPACE, STORE, (STORAGE.replace("logs1", "north1"), plain(location="northeurope"))],
    ),
    Case(
        "storage-name-taken",
        (STORAGE.replace("-000000000001/", "-000000000002/"), plain(sku="Standard_LRS")),
        (STORAGE.replace("-000000000001/", "-000000000002/").replace("logs1", "logs2"), plain(sku="Standard_LRS")),
        "already taken",
        "StorageAccountAlreadyTaken",
        status=409,
        seen=False,
        setup=[STORE],
    ),
]
