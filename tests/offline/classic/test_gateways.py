"""The three gateway errors of the field notes, word for word: each mistake, and the step that cures it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from azure_offline.arm import administration
from azure_offline.classic.gateways import status_of
from azure_offline.commands.app import build

from .conftest import KEY, Classic

NO_GATEWAY = (
    "New-AzureVNetGateway : BadRequest: A gateway is not specified in the network configuration file for the specified"
    " virtual network"
)
WRONG_MODE = (
    "New-AzureDedicatedCircuitLink : BadRequest: This operation is enabled only for the following gateway mode(s):"
    " DedicatedCircuit."
)
WRONG_STATUS = (
    "New-AzureDedicatedCircuitLink : BadRequest: The current provisioning status of the gateway prevents this"
    " operation."
)

NETCFG = """\
<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration">
  <VirtualNetworkConfiguration>
    <VirtualNetworkSites>
      <VirtualNetworkSite name="roles" Location="West Europe">
        <AddressSpace><AddressPrefix>10.9.0.0/23</AddressPrefix></AddressSpace>
        <Subnets>
          <Subnet name="web"><AddressPrefix>10.9.0.0/24</AddressPrefix></Subnet>
          <Subnet name="GatewaySubnet"><AddressPrefix>10.9.1.0/27</AddressPrefix></Subnet>
        </Subnets>
      </VirtualNetworkSite>
    </VirtualNetworkSites>
  </VirtualNetworkConfiguration>
</NetworkConfiguration>
"""


def profile(*types: str) -> str:
    site = {
        "localNetworkSiteName": "OnPremNetworks",
        "addressSpace": {"addressPrefixes": ["172.16.0.0/12"]},
        "connectionTypes": list(types),
    }
    return json.dumps({"gatewayProfile": {"size": "Small", "localNetworkSites": [site]}})


@pytest.fixture
def roles(seed: Classic) -> Classic:
    """One network without any gateway, beside nothing, and the circuit of the field notes."""
    (seed.folder / "netcfg.xml").write_text(NETCFG)
    (seed.folder / "profile.json").write_text(profile("Dedicated"))
    seed.do("load", NetworkConfiguration=str(seed.folder / "netcfg.xml"), Inventory=str(seed.folder / "inventory.json"))
    return seed


def link(azure: Classic) -> tuple[int, str]:
    return azure.run(f"New-AzureDedicatedCircuitLink -ServiceKey {KEY} -VNetName roles")


def put_profile(azure: Classic) -> str:
    return azure.do("resource-explorer-put -VNetName roles", Body=str(azure.folder / "profile.json"))


def test_the_way_that_works(roles: Classic) -> None:
    assert status_of(roles.arm, "roles") == "NoGatewayInConfig"
    assert put_profile(roles) == "GatewayState : ConfiguredNotCreated"
    assert (
        roles.do("New-AzureVNetGateway -VNetName roles -GatewayType DynamicRouting -GatewaySKU Standard") == "Succeeded"
    )
    assert status_of(roles.arm, "roles") == "Provisioning"
    shown = "GatewayType : DynamicRouting\nGatewaySKU : Standard\nGatewayMode : DedicatedCircuit"
    assert roles.do("Get-AzureVNetGateway -VNetName roles") == f"State : Provisioning\n{shown}"
    assert roles.do("Get-AzureVNetGateway -VNetName roles") == f"State : Provisioned\n{shown}"
    assert status_of(roles.arm, "roles") == "Provisioned(DedicatedCircuit)"
    assert link(roles) == (0, "Succeeded")
    assert roles.do(f"Get-AzureDedicatedCircuitLink -ServiceKey {KEY}") == "State : Provisioned\nVnetName : roles"


def test_without_a_local_network_site_no_gateway_can_be_made(roles: Classic) -> None:
    new = "New-AzureVNetGateway -VNetName roles -GatewayType DynamicRouting -GatewaySKU Standard"
    assert roles.refused(new) == NO_GATEWAY
    (roles.folder / "empty.json").write_text('{"gatewayProfile": {"size": "Small", "localNetworkSites": []}}')
    roles.do("resource-explorer-put -VNetName roles", Body=str(roles.folder / "empty.json"))
    assert roles.refused(new) == NO_GATEWAY
    put_profile(roles)
    assert roles.do(new) == "Succeeded"


def test_a_gateway_made_in_the_portal_is_of_the_wrong_mode(roles: Classic) -> None:
    roles.do("portal-new-gateway -VNetName roles")
    assert link(roles) == (1, WRONG_MODE)
    roles.do("Remove-AzureVNetGateway -VNetName roles")
    put_profile(roles)
    roles.do("New-AzureVNetGateway -VNetName roles -GatewayType DynamicRouting")
    roles.do("Get-AzureVNetGateway -VNetName roles")
    roles.do("Get-AzureVNetGateway -VNetName roles")
    assert link(roles) == (0, "Succeeded")


def test_a_connection_of_the_wrong_type_gives_the_wrong_mode(roles: Classic) -> None:
    (roles.folder / "profile.json").write_text(profile("IPsec"))
    put_profile(roles)
    roles.do("New-AzureVNetGateway -VNetName roles -GatewayType DynamicRouting")
    roles.do("Get-AzureVNetGateway -VNetName roles")
    assert "GatewayMode : IPsec" in roles.do("Get-AzureVNetGateway -VNetName roles")
    assert link(roles) == (1, WRONG_MODE)


def test_a_gateway_that_is_not_provisioned_takes_no_link(roles: Classic) -> None:
    assert link(roles) == (1, WRONG_STATUS)
    put_profile(roles)
    assert link(roles) == (1, WRONG_STATUS)
    roles.do("New-AzureVNetGateway -VNetName roles -GatewayType DynamicRouting")
    assert link(roles) == (1, WRONG_STATUS)
    roles.do("Get-AzureVNetGateway -VNetName roles")
    assert link(roles) == (1, WRONG_STATUS)
    roles.do("Get-AzureVNetGateway -VNetName roles")
    assert link(roles) == (0, "Succeeded")


OURS = " [wording not verified]"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "New-AzureVNetGateway -VNetName shop -GatewayType DynamicRouting",
            "Virtual network shop has a gateway already.",
        ),
        ("portal-new-gateway -VNetName shop", "Virtual network shop has a gateway already."),
        (
            "New-AzureDedicatedCircuitLink -VNetName shop -ServiceKey " + KEY,
            "Virtual network shop is linked to the circuit already.",
        ),
        ("New-AzureDedicatedCircuitLink -VNetName shop -ServiceKey x", "There is no circuit with the service key x."),
        (
            "Remove-AzureDedicatedCircuitLink -VNetName shop -ServiceKey x",
            "There is no circuit with the service key x.",
        ),
        ("Get-AzureDedicatedCircuitLink -ServiceKey x", "There is no circuit with the service key x."),
    ],
)
def test_other_refusals_say_that_their_words_are_ours(seed: Classic, line: str, told: str) -> None:
    assert seed.refused(line) == f"{line.split(maxsplit=1)[0]} : BadRequest: {told}{OURS}"


@pytest.mark.parametrize(
    "line",
    [
        "New-AzureVNetGateway -VNetName gone -GatewayType DynamicRouting",
        "Get-AzureVNetSite -VNetName gone",
        "Remove-AzureVNetGateway -VNetName gone",
        "deploy-roles -ServiceName shop-site -VNetName gone",
    ],
)
def test_an_unknown_network(seed: Classic, line: str) -> None:
    assert seed.refused(line) == f"{line.split(maxsplit=1)[0]} : BadRequest: The virtual network gone doesn't exist."


def test_what_was_removed_is_gone(seed: Classic) -> None:
    seed.do(f"Remove-AzureDedicatedCircuitLink -VNetName shop -ServiceKey {KEY} -Force")
    assert "shop" not in seed.do(f"Get-AzureDedicatedCircuitLink -ServiceKey {KEY}")
    again = seed.refused(f"Remove-AzureDedicatedCircuitLink -VNetName shop -ServiceKey {KEY}")
    assert again.endswith(f"Virtual network shop is not linked to the circuit.{OURS}")
    seed.do("Remove-AzureVNetGateway -VNetName shop")
    assert seed.do("Get-AzureVNetGateway -VNetName shop") == "State : NotProvisioned"
    assert "has no gateway." in seed.refused("Remove-AzureVNetGateway -VNetName shop")
    assert status_of(seed.arm, "shop") == "ConfiguredNotCreated"


def test_a_circuit_that_does_not_allow_classic_operations(seed: Classic) -> None:
    seed.do(f"Remove-AzureDedicatedCircuitLink -VNetName shop -ServiceKey {KEY}")
    circuit = "rg-circuits/providers/Microsoft.Network/expressRouteCircuits/er-amsterdam"
    body = seed.get(circuit)
    body["properties"]["allowClassicOperations"] = False
    assert seed.request("PUT", circuit, body).ok
    told = seed.refused(f"New-AzureDedicatedCircuitLink -VNetName shop -ServiceKey {KEY}")
    assert told.endswith(f"The circuit does not allow classic operations.{OURS}")


@pytest.mark.parametrize("text", ["", "{}", '{"gatewayProfile": {"size": "S", "localNetworkSites": [{}]}}', "[]"])
def test_a_profile_that_is_none(roles: Classic, text: str) -> None:
    (roles.folder / "profile.json").write_text(text)
    told = roles.refused("resource-explorer-put -VNetName roles", Body=str(roles.folder / "profile.json"))
    assert "The gatewayProfile cannot be read" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "there is no cmdlet (none given); there are: load, "),
        ("Get-AzureThing", "there is no cmdlet Get-AzureThing; there are: load, "),
        ("get-azurevnetgateway", "Get-AzureVNetGateway needs -VNetName"),
        ("Get-AzureVNetGateway -VNetName", "Get-AzureVNetGateway: -VNetName needs a value"),
        ("Get-AzureVNetGateway -vnetname a -VNetName b", "Get-AzureVNetGateway: -VNetName is given twice"),
        ("Get-AzureVNetGateway shop", "Get-AzureVNetGateway has no parameter shop; it has: -VNetName"),
        ("Move-AzureVirtualNetwork -VirtualNetworkName a", "Move-AzureVirtualNetwork needs one of -Validate"),
        (
            "Move-AzureVirtualNetwork -Prepare -Commit -VirtualNetworkName a",
            "Move-AzureVirtualNetwork needs one of -Validate",
        ),
        (
            "Get-AzureVNetConfig -ExportToFile /nowhere/at/all.xml",
            "/nowhere/at/all.xml cannot be written: No such file",
        ),
    ],
)
def test_lines_that_are_no_cmdlet(seed: Classic, line: str, told: str) -> None:
    code, text = seed.run(line)
    assert code == 2
    assert text.startswith(told)


def test_nothing_classic_yet(empty: Classic, tmp_path: Path) -> None:
    assert empty.refused("Get-AzureVNetSite") == (
        "Get-AzureVNetSite : BadRequest: This offline Azure holds nothing classic; start with: classic load"
        f" -NetworkConfiguration FILE.{OURS}"
    )
    assert empty.refused("load", NetworkConfiguration=str(tmp_path / "gone")).endswith("No such file or directory")


def test_a_reset_takes_the_classic_side_along(seed: Classic) -> None:
    administration.reset(seed.arm)
    assert "holds nothing classic" in seed.refused("Get-AzureVNetSite")


def test_the_command_line(seed: Classic) -> None:
    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(build(), ["classic", "--home", str(seed.folder), *words])
        return done.exit_code, done.stdout, done.stderr

    assert run("Get-AzureVNetGateway", "-VNetName", "shop")[1].startswith("State : Provisioned\nGatewayType : ")
    code, out, err = run("New-AzureVNetGateway", "-VNetName", "it's", "-GatewayType", "DynamicRouting")
    assert (code, out) == (1, "")
    assert err == "New-AzureVNetGateway : BadRequest: The virtual network it's doesn't exist.\n"
    assert run()[0] == 2
