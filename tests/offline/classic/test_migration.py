"""Validate, Prepare, Abort, Commit against the offline Azure."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import KEY, SUBSCRIPTION, Classic

PAAS = (
    "Migration isn't supported for Deployment Production in HostedService shop-site because it's a PaaS deployment"
    " (Web/Worker)."
)
GROUP = "shop-Migrated/providers/Microsoft.Network"


def move(verb: str, network: str = "shop") -> str:
    return f"Move-AzureVirtualNetwork -{verb} -VirtualNetworkName {network}"


@pytest.fixture
def registered(seed: Classic) -> Classic:
    seed.do("Register-AzResourceProvider -ProviderNamespace Microsoft.ClassicInfrastructureMigrate")
    return seed


def without_connections(azure: Classic, network: str = "shop") -> None:
    """Empty ConnectionsToLocalNetwork of one network, as the runbook does."""
    text = azure.do("Get-AzureVNetConfig")
    head, mark, rest = text.partition(f'name="{network}"')
    rest = rest.replace('<LocalNetworkSiteRef name="OnPremNetworks">', "", 1)
    rest = rest.replace('<Connection type="Dedicated" />', "", 1).replace("</LocalNetworkSiteRef>", "", 1)
    (azure.folder / "now.xml").write_text(head + mark + rest)
    azure.do("Set-AzureVNetConfig", ConfigurationPath=str(azure.folder / "now.xml"))


def add_network(azure: Classic, name: str, prefix: str, subnet: str) -> None:
    text = azure.do("Get-AzureVNetConfig")
    site = (
        f'<VirtualNetworkSite name="{name}" Location="West Europe">'
        f"<AddressSpace><AddressPrefix>{prefix}</AddressPrefix></AddressSpace>"
        f'<Subnets><Subnet name="web"><AddressPrefix>{subnet}</AddressPrefix></Subnet></Subnets>'
        "</VirtualNetworkSite></VirtualNetworkSites>"
    )
    (azure.folder / "now.xml").write_text(text.replace("</VirtualNetworkSites>", site))
    azure.do("Set-AzureVNetConfig", ConfigurationPath=str(azure.folder / "now.xml"))


def ready(azure: Classic) -> None:
    """Everything the runbook does before Prepare."""
    add_network(azure, "shop-roles", "10.224.0.0/23", "10.224.0.0/24")
    azure.do("deploy-roles -ServiceName shop-site -VNetName shop-roles")
    without_connections(azure)


def test_nothing_goes_before_registration(seed: Classic) -> None:
    told = "Move-AzureVirtualNetwork : BadRequest: Subscription is not registered for migration."
    assert seed.refused(move("Validate")) == seed.refused(move("Prepare")) == told
    assert "is not part of the offline Azure" in seed.refused("Register-AzResourceProvider -ProviderNamespace Other")


def test_a_network_from_validate_to_commit(registered: Classic) -> None:
    assert registered.do(move("Validate")) == f"Error : {PAAS}"
    assert PAAS in registered.refused(move("Prepare"))
    add_network(registered, "shop-roles", "10.224.0.0/23", "10.224.0.0/24")
    registered.do("deploy-roles -ServiceName shop-site -VNetName shop-roles")
    assert registered.do(move("Validate")) == "ValidationMessages : none"
    assert "ConnectionsToLocalNetwork is not empty." in registered.refused(move("Prepare"))
    without_connections(registered)
    registered.do(move("Prepare"))
    vnet = registered.get(f"{GROUP}/virtualNetworks/shop")
    assert vnet["location"] == "westeurope"
    assert [subnet["name"] for subnet in vnet["properties"]["subnets"]] == ["web", "app", "GatewaySubnet"]
    assert vnet["properties"]["dhcpOptions"] == {"dnsServers": ["172.16.0.10"]}
    assert registered.get(f"{GROUP}/networkSecurityGroups/OnlyInternalNetworks")["name"] == "OnlyInternalNetworks"
    gateway = registered.get(f"{GROUP}/virtualNetworkGateways/shop-Default-Gateway")
    assert gateway["properties"]["sku"] == {"name": "Standard", "tier": "Standard"}
    connection = registered.get(f"{GROUP}/connections/shop-Default-Connection")
    circuit = f"{SUBSCRIPTION}/resourceGroups/rg-circuits/providers/Microsoft.Network/expressRouteCircuits/er-amsterdam"
    assert connection["properties"]["peer"] == {"id": circuit}
    registered.get("shop-machines-Migrated/providers/Microsoft.Network/networkInterfaces/shop-sql-PrimaryNic")
    locked = "BadRequest: Virtual Network shop is in the process of being migrated and hence cannot be changed"
    assert registered.refused("Remove-AzureVNetGateway -VNetName shop").endswith(locked)
    assert registered.refused(move("Prepare")).endswith(locked)
    registered.do(move("Commit"))
    assert registered.refused(move("Commit")).endswith("The virtual network shop doesn't exist.")
    assert "shop-sql" not in registered.do("Get-AzureVNetConfig")
    assert "VnetName : shop\n" not in registered.do(f"Get-AzureDedicatedCircuitLink -ServiceKey {KEY}")


def test_abort_leaves_everything_as_it_was(registered: Classic) -> None:
    ready(registered)
    before = registered.do("Get-AzureVNetConfig"), registered.do("Get-AzureVNetSite")
    exported = registered.arm.export()
    registered.do(move("Prepare"))
    registered.do(move("Abort"))
    assert (registered.do("Get-AzureVNetConfig"), registered.do("Get-AzureVNetSite")) == before
    names = [document["id"] for document in registered.arm.export()]
    assert [name for name in names if "NetworkWatcher" not in name] == [
        document["id"] for document in exported if "NetworkWatcher" not in document["id"]
    ]
    assert "is not prepared" in registered.refused(move("Abort"))
    assert "is not prepared" in registered.refused(move("Commit"))
    registered.do(move("Prepare"))
    registered.do(move("Commit"))


def test_host_bits_are_arm_s_refusal_and_leave_nothing(registered: Classic) -> None:
    ready(registered)
    text = registered.do("Get-AzureVNetConfig").replace("10.1.2.0/24", "10.1.2.9/24")
    (registered.folder / "now.xml").write_text(text)
    registered.do("Set-AzureVNetConfig", ConfigurationPath=str(registered.folder / "now.xml"))
    assert registered.do(move("Validate")) == "ValidationMessages : none"
    assert "InvalidCIDRNotation" in registered.refused(move("Prepare"))
    assert not registered.request("GET", f"{GROUP}/virtualNetworks/shop").ok
    assert not registered.request("GET", f"{SUBSCRIPTION}/resourceGroups/shop-Migrated").ok


def known(change: Callable[[dict[str, Any]], object], azure: Classic) -> None:
    """Load the inventory again after a change."""
    raw = json.loads((azure.folder / "inventory.json").read_text())
    change(raw)
    (azure.folder / "inventory.json").write_text(json.dumps(raw))
    files = {"NetworkConfiguration": "netcfg.xml", "Inventory": "inventory.json"}
    azure.do("load", **{key: str(azure.folder / name) for key, name in files.items()})
    azure.do("Register-AzResourceProvider -ProviderNamespace Microsoft.ClassicInfrastructureMigrate")


def drop_roles(raw: dict[str, Any]) -> None:
    del raw["cloudServices"]["shop-site"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda raw: raw["virtualNetworks"]["shop"].update(services=["ApplicationGateway"]),
            "Migration isn't supported for Virtual Network shop because it has non-gateway PaaS deployments.",
        ),
        (
            lambda raw: raw["cloudServices"]["shop-machines"]["virtualMachines"]["shop-sql"].update(
                extensions=["BGInfo"]
            ),
            "VM shop-sql in HostedService shop-machines contains Extension BGInfo which isn't supported in Azure"
            " Resource Manager. It's recommended to uninstall it from the VM before continuing with migration.",
        ),
        (
            lambda raw: raw["virtualNetworks"]["shop"].update(peerings=["x"]),
            "peerings: is peered with x. [wording not verified]",
        ),
        (
            lambda raw: raw["virtualNetworks"]["shop"].update(services=["HDInsight"]),
            "services: holds HDInsight clusters. [wording not verified]",
        ),
    ],
)
def test_validate_names_what_is_in_the_way(
    seed: Classic, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    def both(raw: dict[str, Any]) -> None:
        drop_roles(raw)
        change(raw)

    known(both, seed)
    assert seed.do(move("Validate")) == f"Error : {message}"
    assert message in seed.refused(move("Prepare"))


def test_two_gateways_are_seen_by_prepare_only(seed: Classic) -> None:
    def both(raw: dict[str, Any]) -> None:
        drop_roles(raw)
        raw["virtualNetworks"]["shop"]["gateways"].append({"mode": "IPsec"})

    known(both, seed)
    assert seed.do(move("Validate")) == "ValidationMessages : none"
    assert "has an ExpressRoute gateway and a VPN gateway" in seed.refused(move("Prepare"))


def test_a_classic_circuit_has_to_move_first(seed: Classic) -> None:
    def classic(raw: dict[str, Any]) -> None:
        drop_roles(raw)
        raw["circuits"]["er-amsterdam"]["model"] = "classic"

    known(classic, seed)
    without_connections(seed)
    assert seed.do(move("Validate")) == "ValidationMessages : none"
    assert "The circuit has not been moved to Azure Resource Manager." in seed.refused(move("Prepare"))
    line = f"Move-AzExpressRouteCircuit -Name er-amsterdam -ResourceGroupName rg-circuits -ServiceKey {KEY}"
    seed.do(line, Location="West Europe")
    assert "is in Azure Resource Manager already" in seed.refused(line, Location="West Europe")
    assert "VnetName : shop" in seed.do(f"Get-AzureDedicatedCircuitLink -ServiceKey {KEY}")
    seed.do(move("Prepare"))


def test_the_configuration_is_replaced_whole(seed: Classic) -> None:
    text = seed.do("Get-AzureVNetConfig")
    path = seed.folder / "now.xml"
    path.write_text(text.replace('DnsServerRef name="dc1"', 'DnsServerRef name="dc2"', 1))
    assert "refers to the DNS server dc2, which is not defined" in seed.refused(
        "Set-AzureVNetConfig", ConfigurationPath=str(path)
    )
    path.write_text(text.replace('LocalNetworkSiteRef name="OnPremNetworks"', 'LocalNetworkSiteRef name="x"', 1))
    assert "refers to the local network site x" in seed.refused("Set-AzureVNetConfig", ConfigurationPath=str(path))
    head, tail = text.split("<VirtualNetworkSites>")[0], text.split("</VirtualNetworkSites>")[1]
    path.write_text(f"{head}<VirtualNetworkSites></VirtualNetworkSites>{tail}")
    assert "is in use and cannot be deleted" in seed.refused("Set-AzureVNetConfig", ConfigurationPath=str(path))
    assert seed.do("Get-AzureVNetConfig") == text
    path.write_text("<a/>")
    assert "the root element is a" in seed.refused("Set-AzureVNetConfig", ConfigurationPath=str(path))


def test_an_arm_network_is_peered_with_a_classic_one(seed: Classic) -> None:
    classic = (
        f"{SUBSCRIPTION}/resourceGroups/Default-Networking/providers/Microsoft.ClassicNetwork/virtualNetworks/shop"
    )
    assert seed.request("PUT", f"{SUBSCRIPTION}/resourceGroups/rg", {"location": "westeurope"}).ok
    hub = "rg/providers/Microsoft.Network/virtualNetworks/hub"
    space = {"addressSpace": {"addressPrefixes": ["10.200.0.0/22"]}}
    assert seed.request("PUT", hub, {"location": "westeurope", "properties": space}).ok
    peering = {"properties": {"remoteVirtualNetwork": {"id": classic}, "allowGatewayTransit": True}}
    made = seed.request("PUT", f"{hub}/virtualNetworkPeerings/p", peering)
    assert made.ok, made.message
    shown = seed.get(f"{hub}/virtualNetworkPeerings/p")["properties"]
    assert (shown["peeringState"], shown["remoteAddressSpace"]) == ("Connected", {"addressPrefixes": ["10.1.0.0/16"]})
    gone = {"properties": {"remoteVirtualNetwork": {"id": classic.replace("/shop", "/gone")}}}
    assert seed.request("PUT", f"{hub}/virtualNetworkPeerings/q", gone).code == "InvalidResourceReference"
    overlapping = {"addressSpace": {"addressPrefixes": ["10.1.0.0/22"]}}
    other = "rg/providers/Microsoft.Network/virtualNetworks/other"
    assert seed.request("PUT", other, {"location": "westeurope", "properties": overlapping}).ok
    assert seed.request("PUT", f"{other}/virtualNetworkPeerings/p", peering).code == "VnetAddressSpacesOverlap"


def test_a_role_goes_only_where_its_subnet_is(seed: Classic) -> None:
    add_network(seed, "bare", "10.230.0.0/24", "10.230.0.0/25")
    path = seed.folder / "now.xml"
    path.write_text(seed.do("Get-AzureVNetConfig").replace('Subnet name="web"', 'Subnet name="front"'))
    assert seed.run("Set-AzureVNetConfig", ConfigurationPath=str(path))[0] == 0
    told = seed.refused("deploy-roles -ServiceName shop-site -VNetName bare")
    assert "names the subnet web, which bare does not have" in told
    assert "There is no cloud service x." in seed.refused("deploy-roles -ServiceName x -VNetName bare")
    machines = seed.refused("deploy-roles -ServiceName shop-machines -VNetName bare")
    assert "holds machines as well" in machines
