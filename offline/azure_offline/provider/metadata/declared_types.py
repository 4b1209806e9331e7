"""What the SDK's sources do not tell of the declared types: paths, envelopes, wire names, what replaces, limits.

Sources: Azure's OpenAPI descriptions (network stable/2024-05-01, privatedns stable/2024-06-01, resources 2024-03-01,
storage 2024-01-01, operationalinsights 2023-09-01, authorization 2020-05-01,
monitor 2021-05-01-preview) and azure-native's metadata generator
(`provider/pkg/gen/replacement.go`, 2026). Only `generate_metadata` and its test read this; the result is data.
"""

from dataclasses import dataclass

_GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"


@dataclass(frozen=True)
class Declared:
    """One declared type. `replaces` are body properties (`sku`), the path's own always replace.

    For storage accounts and workspaces the location is inferred: tracked resources cannot move in Azure.
    """

    token: str
    path: str
    replaces: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    flattened: bool = True


def _network(name: str, tail: str, *replaces: str, query: tuple[str, ...] = ()) -> Declared:
    return Declared(
        f"azure-native:network:{name}", f"{_GROUP}/providers/Microsoft.Network/{tail}", replaces, query=query
    )


_VNET = "virtualNetworks/{virtualNetworkName}"
_NSG = "networkSecurityGroups/{networkSecurityGroupName}"
_CIRCUIT = "expressRouteCircuits/{circuitName}"
_FILTER = "routeFilters/{routeFilterName}"

DECLARED: tuple[Declared, ...] = (
    Declared("azure-native:resources:ResourceGroup", _GROUP, ("location",), flattened=False),
    _network("VirtualNetwork", _VNET, "location"),
    _network("Subnet", f"{_VNET}/subnets/{{subnetName}}"),
    _network(
        "VirtualNetworkPeering",
        f"{_VNET}/virtualNetworkPeerings/{{virtualNetworkPeeringName}}",
        query=("syncRemoteAddressSpace",),
    ),
    _network("NetworkSecurityGroup", _NSG),
    _network("SecurityRule", f"{_NSG}/securityRules/{{securityRuleName}}"),
    _network("ApplicationSecurityGroup", "applicationSecurityGroups/{applicationSecurityGroupName}"),
    _network("RouteTable", "routeTables/{routeTableName}"),
    _network("Route", "routeTables/{routeTableName}/routes/{routeName}"),
    _network(
        "PublicIPAddress",
        "publicIPAddresses/{publicIpAddressName}",
        "location",
        "publicIPAddressVersion",
        "publicIPPrefix",
        "sku",
    ),
    _network("PublicIPPrefix", "publicIPPrefixes/{publicIpPrefixName}"),
    _network("NatGateway", "natGateways/{natGatewayName}"),
    _network("VirtualNetworkGateway", "virtualNetworkGateways/{virtualNetworkGatewayName}"),
    _network("VirtualNetworkGatewayConnection", "connections/{virtualNetworkGatewayConnectionName}"),
    _network("LocalNetworkGateway", "localNetworkGateways/{localNetworkGatewayName}"),
    _network("ExpressRouteCircuit", _CIRCUIT),
    _network("ExpressRouteCircuitPeering", f"{_CIRCUIT}/peerings/{{peeringName}}"),
    _network("ExpressRouteCircuitAuthorization", f"{_CIRCUIT}/authorizations/{{authorizationName}}"),
    _network("RouteFilter", _FILTER),
    _network("RouteFilterRule", f"{_FILTER}/routeFilterRules/{{ruleName}}"),
    _network("NetworkInterface", "networkInterfaces/{networkInterfaceName}"),
    _network("AzureFirewall", "azureFirewalls/{azureFirewallName}"),
    _network("FirewallPolicy", "firewallPolicies/{firewallPolicyName}"),
    _network(
        "FirewallPolicyRuleCollectionGroup",
        "firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}",
    ),
    _network("BastionHost", "bastionHosts/{bastionHostName}"),
    _network("DdosProtectionPlan", "ddosProtectionPlans/{ddosProtectionPlanName}"),
    _network("IpGroup", "ipGroups/{ipGroupsName}"),
    _network("NetworkWatcher", "networkWatchers/{networkWatcherName}"),
    _network("FlowLog", "networkWatchers/{networkWatcherName}/flowLogs/{flowLogName}"),
    _network("PrivateEndpoint", "privateEndpoints/{privateEndpointName}", "subnet"),
    _network("LoadBalancer", "loadBalancers/{loadBalancerName}"),
    Declared(
        "azure-native:privatedns:PrivateZone",
        f"{_GROUP}/providers/Microsoft.Network/privateDnsZones/{{privateZoneName}}",
        ("location",),
    ),
    Declared(
        "azure-native:privatedns:VirtualNetworkLink",
        f"{_GROUP}/providers/Microsoft.Network/privateDnsZones/{{privateZoneName}}"
        "/virtualNetworkLinks/{virtualNetworkLinkName}",
        ("location",),
    ),
    Declared(
        "azure-native:storage:StorageAccount",
        f"{_GROUP}/providers/Microsoft.Storage/storageAccounts/{{accountName}}",
        ("location",),
    ),
    Declared(
        "azure-native:operationalinsights:Workspace",
        f"{_GROUP}/providers/Microsoft.OperationalInsights/workspaces/{{workspaceName}}",
        ("location",),
    ),
    Declared(
        "azure-native:authorization:ManagementLockByScope",
        "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
    ),
    Declared(
        "azure-native:monitor:DiagnosticSetting",
        "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    ),
)

# Members that lie elsewhere than ENVELOPE says, by shape.
INSIDE_PROPERTIES: dict[str, frozenset[str]] = {
    "network.AzureFirewall": frozenset({"sku"}),
    "network.FirewallPolicy": frozenset({"sku"}),
    "network.VirtualNetworkGateway": frozenset({"sku"}),
    "network.VirtualNetworkGatewayNatRule": frozenset({"type"}),
    "network.BackendAddressPool": frozenset({"location"}),
    "operationalinsights.Workspace": frozenset({"sku"}),
}

# Nested shapes with an `id` that are plain objects all the same, and wrapped ones without an `id`.
PLAIN = frozenset(
    {
        "network.FirewallPolicyIntrusionDetectionSignatureSpecification",
        "network.AzureFirewallIpGroups",
        "network.IpamPoolPrefixAllocation",
    }
)
WRAPPED = frozenset({"network.LoadBalancerBackendAddress", "network.PrivateEndpointIPConfiguration"})

# Wire path of a property whose name in the SDK is another (`x-ms-client-name`, or a flattened inner object).
WIRE: dict[str, dict[str, str]] = {
    "network.IpamPoolPrefixAllocation": {"id": "pool.id"},
    "storage.StorageAccount": {
        "enableHttpsTrafficOnly": "supportsHttpsTrafficOnly",
        "enableNfsV3": "isNfsV3Enabled",
        "networkRuleSet": "networkAcls",
    },
    "storage.VirtualNetworkRule": {"virtualNetworkResourceId": "id"},
    "storage.IPRule": {"iPAddressOrRange": "value"},
    "storage.Encryption": {"keyVaultProperties": "keyvaultproperties", "encryptionIdentity": "identity"},
    "storage.KeyVaultProperties": {
        "keyName": "keyname",
        "keyVaultUri": "keyvaulturi",
        "keyVersion": "keyversion",
    },
    "storage.EncryptionIdentity": {
        "encryptionUserAssignedIdentity": "userAssignedIdentity",
        "encryptionFederatedIdentityClientId": "federatedIdentityClientId",
    },
}


@dataclass(frozen=True)
class Limit:
    """What Check measures of one property: numbers from `low` to `high`, texts by length and expression."""

    low: float | None = None
    high: float | None = None
    shortest: int | None = None
    longest: int | None = None
    pattern: str | None = None

    def data(self) -> list[float | int | str | None]:
        """The form it has in the data file."""
        return [self.low, self.high, self.shortest, self.longest, self.pattern]


_ASN = Limit(low=0, high=4294967295)
_COLLECTION_PRIORITY = Limit(low=100, high=65000)

LIMITS: dict[str, dict[str, Limit]] = {
    "network.BgpSettings": {"asn": _ASN},
    "network.ExpressRouteCircuitPeering": {"peerASN": Limit(low=1, high=4294967295)},
    "network.BastionHost": {"scaleUnits": Limit(low=2, high=50)},
    "network.AzureFirewall": {"azureFirewallName": Limit(shortest=1, longest=56)},
    "network.AzureFirewallApplicationRuleCollection": {"priority": _COLLECTION_PRIORITY},
    "network.AzureFirewallNatRuleCollection": {"priority": _COLLECTION_PRIORITY},
    "network.AzureFirewallNetworkRuleCollection": {"priority": _COLLECTION_PRIORITY},
    "network.FirewallPolicyRuleCollectionGroup": {"priority": _COLLECTION_PRIORITY},
    "network.FirewallPolicyFilterRuleCollection": {"priority": _COLLECTION_PRIORITY},
    "network.FirewallPolicyNatRuleCollection": {"priority": _COLLECTION_PRIORITY},
    "resources.ResourceGroup": {"resourceGroupName": Limit(shortest=1, longest=90)},
    "storage.StorageAccount": {
        "resourceGroupName": Limit(shortest=1, longest=90, pattern=r"^[-\w\._\(\)]+$"),
        "accountName": Limit(shortest=3, longest=24, pattern=r"^[a-z0-9]+$"),
    },
    "operationalinsights.Workspace": {
        "resourceGroupName": Limit(shortest=1, longest=90),
        "workspaceName": Limit(shortest=4, longest=63, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$"),
    },
}
