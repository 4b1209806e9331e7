"""A builder of small networks, as ARM documents read by the real reader."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hubspoke_network.model.facts import Facts
from hubspoke_network.model.network_model import NetworkModel, Resource, build_model
from hubspoke_network.reach.answers import Answer, Network
from hubspoke_network.readers.files import read_document
from hubspoke_network.sets.ports import PortSet

GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
PREFIX = f"{GROUP}/providers/Microsoft.Network"


class Estate:
    """ARM documents under construction. Names are ids: `hub/app` is the subnet `app` of the network `hub`."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}

    def add(self, kind: str, name: str, properties: Any, **top: Any) -> str:
        pairs = zip(kind.split("/"), name.split("/"), strict=True)
        identity = "/".join([PREFIX, *(part for pair in pairs for part in pair)])
        self.documents[identity] = {
            "id": identity,
            "name": name.rpartition("/")[2],
            "location": "westeurope",
            "properties": properties,
            **top,
        }
        return identity

    def of(self, kind: str, name: str) -> dict[str, Any]:
        pairs = zip(kind.split("/"), name.split("/"), strict=True)
        return self.documents["/".join([PREFIX, *(part for pair in pairs for part in pair)])]["properties"]

    def id(self, kind: str, name: str) -> dict[str, str]:
        pairs = zip(kind.split("/"), name.split("/"), strict=True)
        return {"id": "/".join([PREFIX, *(part for pair in pairs for part in pair)])}

    def vnet(self, name: str, *prefixes: str, tags: dict[str, str] | None = None, **subnets: str) -> "Estate":
        """A network and its subnets; `Gateway` and `Firewall` stand for the reserved names."""
        self.add("virtualNetworks", name, {"addressSpace": {"addressPrefixes": list(prefixes)}}, tags=tags or {})
        reserved = {"Gateway": "GatewaySubnet", "Firewall": "AzureFirewallSubnet"}
        for subnet, prefix in subnets.items():
            self.add("virtualNetworks/subnets", f"{name}/{reserved.get(subnet, subnet)}", {"addressPrefix": prefix})
        return self

    def subnet(self, name: str, **properties: Any) -> "Estate":
        """Properties of a subnet; nsg, table and nat are names."""
        kinds = {"nsg": "networkSecurityGroup", "table": "routeTable", "nat": "natGateway"}
        segments = {"nsg": "networkSecurityGroups", "table": "routeTables", "nat": "natGateways"}
        for key, value in properties.items():
            given = self.id(segments[key], value) if key in kinds else value
            self.of("virtualNetworks/subnets", name)[kinds.get(key, key)] = given
        return self

    def nsg(self, name: str, *rules: dict[str, Any]) -> "Estate":
        self.add("networkSecurityGroups", name, {"securityRules": list(rules)})
        return self

    def table(self, name: str, propagation: bool = True, **routes: tuple[str, ...]) -> "Estate":
        """A route is (prefix, next hop type[, address])."""
        identity = self.add("routeTables", name, {"disableBgpRoutePropagation": not propagation})
        self.documents = {key: value for key, value in self.documents.items() if not key.startswith(f"{identity}/")}
        for key, (prefix, hop, *address) in routes.items():
            properties = {"addressPrefix": prefix, "nextHopType": hop}
            self.add(
                "routeTables/routes",
                f"{name}/{key}",
                properties | ({"nextHopIpAddress": address[0]} if address else {}),
            )
        return self

    def peer(self, left: str, right: str, **flags: Any) -> "Estate":
        """Both ends of a peering. A flag is for both ends, or with `left_`/`right_` before it for one."""
        for here, there, side in ((left, right, "left_"), (right, left, "right_")):
            properties = {"remoteVirtualNetwork": self.id("virtualNetworks", there), "allowVirtualNetworkAccess": True}
            for key, value in flags.items():
                if key.startswith(side) or not key.startswith(("left_", "right_")):
                    properties[key.removeprefix(side)] = value
            self.add("virtualNetworks/virtualNetworkPeerings", f"{here}/to-{there}", properties)
        return self

    def gateway(self, vnet: str, kind: str = "ExpressRoute", *prefixes: str, **properties: Any) -> "Estate":
        """A gateway `gw-<vnet>-<kind>`; prefixes are learnt from on-premises, told by its tag."""
        subnet = self.id("virtualNetworks/subnets", f"{vnet}/GatewaySubnet")
        config = {"name": "c", "properties": {"subnet": subnet}}
        tags = {"network-on-premises": " ".join(prefixes)} if prefixes else {}
        more = {"gatewayType": kind, "ipConfigurations": [config], **properties}
        self.add("virtualNetworkGateways", f"gw-{vnet}-{kind}", more, tags=tags)
        return self

    def nic(self, name: str, subnet: str, address: str | None = None, **properties: Any) -> "Estate":
        """An interface; nsg, public and asgs are names."""
        config: dict[str, Any] = {"subnet": self.id("virtualNetworks/subnets", subnet)}
        if address:
            config["privateIPAddress"] = address
        if "public" in properties:
            config["publicIPAddress"] = self.id("publicIPAddresses", properties.pop("public"))
        if "asgs" in properties:
            names = properties.pop("asgs")
            config["applicationSecurityGroups"] = [self.id("applicationSecurityGroups", n) for n in names]
        if "pools" in properties:
            names = properties.pop("pools")
            config["loadBalancerBackendAddressPools"] = [self.id("loadBalancers/backendAddressPools", n) for n in names]
        if "nsg" in properties:
            properties["networkSecurityGroup"] = self.id("networkSecurityGroups", properties.pop("nsg"))
        self.add("networkInterfaces", name, {"ipConfigurations": [{"name": "c", "properties": config}], **properties})
        return self

    def firewall(self, name: str, vnet: str, address: str | None, **properties: Any) -> "Estate":
        subnet = self.id("virtualNetworks/subnets", f"{vnet}/AzureFirewallSubnet")
        config = {"subnet": subnet, "publicIPAddress": self.id("publicIPAddresses", "pip-fw")}
        config |= {"privateIPAddress": address} if address else {}
        self.add("azureFirewalls", name, {"ipConfigurations": [{"name": "c", "properties": config}], **properties})
        return self

    def nat(self, name: str) -> "Estate":
        self.add("natGateways", name, {"publicIpAddresses": [self.id("publicIPAddresses", f"pip-{name}")]})
        return self

    def model(self, facts: Facts | None = None) -> NetworkModel:
        return build_model(read_document(list(self.documents.values())).resources, facts)

    def network(self, facts: Facts | None = None) -> Network:
        return Network(self.model(facts))

    def ask(
        self, source: str, destination: str, port: str | None = None, protocol: str = "Tcp", facts: Facts | None = None
    ) -> Answer:
        """Reach, by TCP unless said otherwise."""
        return self.network(facts).reach(source, destination, protocol, PortSet.parse(port) if port else None)


def security_rule(
    name: str,
    priority: int,
    direction: str,
    access: str,
    source: str | Sequence[str] = "*",
    destination: str | Sequence[str] = "*",
    ports: str | Sequence[str] = "*",
    protocol: str = "*",
) -> dict[str, Any]:
    """A rule; lists become the plural fields."""
    properties: dict[str, Any] = {
        "priority": priority,
        "direction": direction,
        "access": access,
        "protocol": protocol,
        "sourcePortRange": "*",
    }
    for key, value in (("sourceAddressPrefix", source), ("destinationAddressPrefix", destination)):
        properties[key if isinstance(value, str) else f"{key}es"] = value if isinstance(value, str) else list(value)
    properties["destinationPortRange" if isinstance(ports, str) else "destinationPortRanges"] = ports
    return {"name": name, "properties": properties}


@pytest.fixture
def estate() -> Estate:
    """An empty network."""
    return Estate()


@pytest.fixture
def new_estate() -> type[Estate]:
    """Makes empty networks."""
    return Estate


@pytest.fixture
def rule() -> Callable[..., dict[str, Any]]:
    """Makes security rules."""
    return security_rule


@pytest.fixture
def resource_of() -> Callable[[NetworkModel, str, str], Resource]:
    """Finds a resource of a built network by kind and name."""

    def find(model: NetworkModel, kind: str, name: str) -> Resource:
        found = model.by_id(Estate().id(kind, name)["id"])
        assert found is not None
        return found

    return find
