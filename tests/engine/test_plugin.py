"""The components as a plugin: schema, SDK and construction by the real engine, against the direct import."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from azure_offline.testing.project import OfflineProject

pytestmark = pytest.mark.engine

Make = Callable[..., OfflineProject]
REPOSITORY = Path(__file__).parents[2]

DIRECT = """
import pulumi
from pulumi_azure_native import resources
import hubspoke

group = resources.ResourceGroup("rg", resource_group_name="rg-network", location="westeurope")
where = dict(resource_group_name="rg-network", location="westeurope")
wait = pulumi.ResourceOptions(depends_on=[group])
"""

GENERATED = DIRECT.replace("import hubspoke", "import pulumi_hubspoke as hubspoke")

NETWORK = """
hub = hubspoke.Hub("core", hubspoke.HubArgs(
    address_space=["10.0.0.0/16"], gateway_subnet="10.0.0.0/27",
    express_route_gateway=hubspoke.ExpressRouteGatewayArgs(sku="ErGw1AZ"), tags={"group": group.name}, **where), wait)
for key, second in (("web", 1), ("data", 2)):
    spoke = hubspoke.Spoke(key, hubspoke.SpokeArgs(
        address_space=[f"10.{second}.0.0/16"],
        subnets={"app": hubspoke.SubnetArgs(prefix=f"10.{second}.0.0/24", rules={"https": hubspoke.SecurityRuleArgs(
            direction=hubspoke.Direction.INBOUND, access=hubspoke.Access.ALLOW, priority=100, ports=["443"])})},
        hub=REF, **where), wait)
    pulumi.export(key, spoke.peering_state)
circuit = hubspoke.ExpressRouteCircuit("line", hubspoke.ExpressRouteCircuitArgs(
    existing=EXISTING, stage=hubspoke.Stage.PROVISIONED,
    private_peering=hubspoke.PrivatePeeringArgs(peer_asn=65010, primary_prefix="192.168.1.0/30",
        secondary_prefix="192.168.1.4/30", vlan_id=100, shared_key=pulumi.Output.secret("hidden")), **where), wait)
"""

OWN_CIRCUIT = """
from pulumi_azure_native import network
ordered = network.ExpressRouteCircuit("ordered", circuit_name="erc-line", resource_group_name=group.name,
    location="westeurope", sku=network.ExpressRouteCircuitSkuArgs(
        name="Standard_MeteredData", tier="Standard", family="MeteredData"),
    service_provider_properties=network.ExpressRouteCircuitServiceProviderPropertiesArgs(
        service_provider_name="Equinix", peering_location="Amsterdam", bandwidth_in_mbps=200))
"""

FIELD_BY_FIELD = """hubspoke.HubRefArgs(vnet_id=hub.vnet_id, vnet_name=hub.vnet_name,
            resource_group_name="rg-network", address_space=["10.0.0.0/16"], location="westeurope", has_gateway=True,
            gateway_id=hub.express_route_gateway_id, express_route_gateway_id=hub.express_route_gateway_id)"""
# An object that arrives as one output, and is not known at preview.
ONE_OUTPUT = """pulumi.Output.all(ordered.id, ordered.name).apply(lambda found: {
        "circuitId": found[0], "circuitName": found[1], "resourceGroupName": "rg-network"})"""
EXISTING = """hubspoke.ExistingCircuitArgs(
        circuit_id=ordered.id, circuit_name=ordered.name, resource_group_name="rg-network")"""

MISTAKES = """
hubspoke.Spoke("web", hubspoke.SpokeArgs(
    address_space=["10.1.0.0/16"], location=group.id.apply(str), resource_group_name="rg-network",
    subnets={"app": {"prefix": "10.1.0.1/24", "securty": "none"}, "db": {"prefix": "10.9.0.0/24"}},
    dns_servers=pulumi.Output.secret(["hidden"]),
    hub={"vnetId": "core", "vnetName": "vnet-core", "resourceGroupName": "rg", "location": "westeurope"}))
"""


@dataclass(frozen=True)
class Served:
    """The plugin's folder, its schema as the engine got it, and where the generated SDK is installed."""

    plugin: Path
    schema: dict[str, Any]
    sdk: Path

    def project(self, make: Make, program: str, **options: Any) -> OfflineProject:
        """A project that uses the SDK."""
        settings = f"name: demo\nruntime: python\npackages:\n  hubspoke: {self.plugin}\n"
        path = f"import sys\nsys.path.insert(0, {str(self.sdk)!r})\n"
        return make(path + program, files={"Pulumi.yaml": settings}, **options)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, engine_path: Path) -> Served:
    """What `package get-schema` and `package add` make of the plugin.

    It runs under the Python of these tests, in place of an environment of its own.
    """
    root = tmp_path_factory.mktemp("plugin")
    plugin, user, sdk = root / "components", root / "user", root / "installed"
    plugin.mkdir()
    user.mkdir()
    shutil.copy2(REPOSITORY / "components" / "__main__.py", plugin)
    (plugin / "PulumiPlugin.yaml").write_text("runtime: python\n")
    (user / "Pulumi.yaml").write_text("name: user\nruntime: python\n")
    project = OfflineProject(user)
    schema = json.loads(project.must("package", "get-schema", str(plugin)).stdout)
    project.must("package", "add", str(plugin))
    assert f"hubspoke: {plugin}" in (user / "Pulumi.yaml").read_text()
    assert (user / "requirements.txt").read_text() == "sdks/hubspoke\n"
    # What `pip install` makes of the SDK, without the index that its build would ask.
    shutil.copytree(user / "sdks" / "hubspoke", sdk)
    metadata = sdk / "pulumi_hubspoke-0.1.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: pulumi_hubspoke\nVersion: 0.1.0\n")
    return Served(plugin, schema, sdk)


def _program(start: str, *, ref: str, existing: str) -> str:
    return start + OWN_CIRCUIT + NETWORK.replace("REF", ref).replace("EXISTING", existing)


def _resources(project: OfflineProject) -> dict[str, Any]:
    """Everything in a state that the two ways must agree on, by URN."""
    return {
        resource["urn"]: (
            _masked(resource.get("inputs")) if resource["type"].startswith("azure-native:") else None,
            resource.get("parent"),
            resource.get("protect", False),
        )
        for resource in _ours(project)
    }


def _masked(value: Any) -> Any:
    """A value with a mark in place of each secret, which is encrypted anew in every stack."""
    if isinstance(value, dict):
        return "[secret]" if "ciphertext" in value else {key: _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list) else value


def _order(project: OfflineProject) -> set[tuple[str, str]]:
    """Every resource of Azure with each one it waits for."""
    return {
        (resource["urn"], first)
        for resource in _ours(project)
        for first in resource.get("dependencies") or []
        if resource["type"].startswith("azure-native:")
    }


def _spokes_that_wait(project: OfflineProject) -> set[tuple[str, str]]:
    """Each spoke with each one whose peering it waits for."""
    names = {
        (later.rpartition("::")[2].partition("-")[0], first.rpartition("::")[2].partition("-")[0])
        for later, first in _order(project)
        if "VirtualNetworkPeering::" in later and "VirtualNetworkPeering::" in first
    }
    return {(later, first) for later, first in names if later != first}


def _ours(project: OfflineProject) -> list[dict[str, Any]]:
    return [resource for resource in project.resources() if not resource["type"].startswith("pulumi:")]


def test_a_generated_sdk_makes_the_same_resources_as_the_import(offline_project: Make, served: Served) -> None:
    direct = offline_project(_program(DIRECT, ref="hub.ref", existing=EXISTING), folder="direct")
    program = _program(GENERATED, ref=FIELD_BY_FIELD, existing=ONE_OUTPUT)
    remote = served.project(offline_project, program, folder="remote")

    preview = remote.preview()
    direct.up()
    remote.up()

    assert "to create" in preview.output
    assert remote.outputs() == direct.outputs() == {"web": "Connected", "data": "Connected"}
    assert _resources(remote) == _resources(direct)
    # The engine makes a remote component, and so its children, wait for whatever its inputs came from. Which spoke
    # of a hub comes first is by chance there; that one waits for the other is not.
    between = {frozenset(pair) for pair in _order(direct) if all("Peering::" in urn for urn in pair)}
    assert {frozenset(pair) for pair in _order(remote)} >= {frozenset(pair) for pair in _order(direct)} - between
    assert _spokes_that_wait(remote) in ({("web", "data")}, {("data", "web")})
    assert _spokes_that_wait(direct) == {("data", "web")}
    assert "hidden" not in json.dumps(remote.export())
    assert remote.preview("--expect-no-changes").code == 0


def test_every_mistake_is_told_with_its_path(offline_project: Make, served: Served) -> None:
    project = served.project(offline_project, GENERATED + MISTAKES)

    run = project.preview(check=False)

    assert run.code != 0
    told = [line.strip().partition(" has a problem: ") for line in run.output.splitlines() if "- property " in line]
    assert [(path.removeprefix("- property ").partition(" with value ")[0], code[:7]) for path, _, code in told] == [
        ("dnsServers[0] (secret)", "[HS105]"),
        ("hub.addressSpace", "[HS101]"),
        ("hub.vnetId", "[HS151]"),
        ("location", "[HS105]"),
        ("subnets.app.prefix", "[HS110]"),
        ("subnets.app.securty", "[HS102]"),
        ("subnets.db.prefix", "[HS113]"),
    ]
    assert "hidden" not in run.output
    assert "Traceback" not in run.output
    assert 'File "' not in run.output


def test_the_engine_gets_the_recorded_schema(served: Served) -> None:
    assert served.schema == json.loads((REPOSITORY / "components" / "schema.json").read_text())
