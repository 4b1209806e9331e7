"""What the gateway rules share: where gateways stand, of which kind they are, which networks offer theirs to peers."""

from hubspoke_network.azure import GATEWAY, SUBNET
from hubspoke_network.core import Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.reading.references import Targets, entries, targets

KINDS = {"vpn": "VPN", "expressroute": "ExpressRoute"}


def network_of(model: NetworkModel, gateway: Resource) -> Targets:
    """The virtual network that a gateway's ip configurations put it in."""
    return subnets_of(model, gateway).parents()


def subnets_of(model: NetworkModel, resource: Resource) -> Targets:
    """The subnets that a resource's ip configurations name."""
    found = Targets()
    for path, item in entries(resource, "properties.ipConfigurations"):
        if isinstance(item, Unknown):
            return Targets(open=f"ipConfigurations {item.reason}")
        found |= targets(model, resource, f"{path}.properties.subnet.id", SUBNET)
    return found


def kind_of(gateway: Resource) -> str | Unknown | None:
    """`vpn`, `expressroute` or whatever is written, in lower case; None where nothing is."""
    value = gateway.at("properties.gatewayType")
    return value if isinstance(value, Unknown) or value is None else str(value).lower()


def gateways_in(model: NetworkModel, vnet: Resource) -> list[Resource]:
    """The gateways that are certain to stand in a network."""
    return [gateway for gateway in model.of_type(GATEWAY) if network_of(model, gateway).certain == vnet.key]


def may_stand_in(model: NetworkModel, vnet: Resource) -> list[tuple[Resource, str]]:
    """The gateways that may stand in a network, each with the reason why it is not certain."""
    placed = ((gateway, network_of(model, gateway)) for gateway in model.of_type(GATEWAY))
    return [
        (gateway, home.reason(model))
        for gateway, home in placed
        if home.certain is None and (home.open or vnet.key in home.keys)
    ]


def gateway_program(sku: str = "ErGw1AZ", name: str = "er") -> str:
    """A piece of an example: an ExpressRoute gateway; stands after a hub."""
    return f"""
    network.VirtualNetworkGateway(
        "{name}",
        resource_group_name=group.name,
        gateway_type="ExpressRoute",
        sku={{"name": "{sku}", "tier": "{sku}"}},
        ip_configurations=[{{"name": "default", "subnet": {{"id": gateway_subnet.id}}}}],
    )
    """


def vpn_program(sku: str, vpn_type: str = "RouteBased") -> str:
    """A piece of an example: a VPN gateway with its address; stands after a hub."""
    return f"""
    address = network.PublicIPAddress(
        "vpn-address",
        resource_group_name=group.name,
        sku={{"name": "Standard"}},
        public_ip_allocation_method="Static",
        zones=["1", "2", "3"],
    )
    network.VirtualNetworkGateway(
        "vpn",
        resource_group_name=group.name,
        gateway_type="Vpn",
        vpn_type="{vpn_type}",
        sku={{"name": "{sku}", "tier": "{sku}"}},
        ip_configurations=[
            {{"name": "default", "subnet": {{"id": gateway_subnet.id}}, "public_ip_address": {{"id": address.id}}}}
        ],
    )
    """
