"""A hub: the virtual network that owns the way to on-premises and is peered with every spoke."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke._gateways import GATEWAY_SUBNET_ID, MadeGateways, make_gateways
from hubspoke._options import VNET_TYPE, Component, by_key
from hubspoke._vnet import make_vnet
from hubspoke.hub_args import HubArgs
from hubspoke.hub_plan import HubPlan, plan_hub
from hubspoke.hub_ref import Anchor, HubRef


@dataclass(frozen=True, slots=True)
class HubResources:
    """Every resource a hub made, for what its outputs do not give."""

    vnet: network.VirtualNetwork
    subnets: dict[str, network.Subnet]
    security_groups: dict[str, network.NetworkSecurityGroup]
    route_tables: dict[str, network.RouteTable]
    nat_gateways: dict[str, network.NatGateway]
    gateway_subnet: network.Subnet | None
    gateways: dict[str, network.VirtualNetworkGateway]
    sites: dict[str, network.LocalNetworkGateway]
    connections: dict[str, network.VirtualNetworkGatewayConnection]


class Hub(Component):
    """A hub virtual network with a subnet for gateways, an ExpressRoute gateway and a VPN gateway where asked for.

    Gateways are opt-in: they cost by the hour while they exist.
    """

    TYPE = "hubspoke:index:Hub"

    vnet_id: pulumi.Output[str]
    """Id of the virtual network."""
    vnet_name: pulumi.Output[str]
    """Name of the virtual network."""
    resource_group_name: pulumi.Output[str]
    """Resource group of the virtual network."""
    express_route_gateway_id: pulumi.Output[str | None]
    """Id of the ExpressRoute gateway, where there is one."""
    vpn_gateway_id: pulumi.Output[str | None]
    """Id of the VPN gateway, where there is one."""
    vpn_addresses: pulumi.Output[list[str]]
    """Public addresses of the VPN gateway, which sites' devices are pointed at."""
    connection_ids: pulumi.Output[dict[str, str]]
    """Ids of the tunnels to sites, by the site's key."""
    subnet_ids: pulumi.Output[dict[str, str]]
    """Ids of the subnets, by key."""

    def __init__(self, name: str, args: HubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = HubArgs.of(args)
        plan = plan_hub(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        made = make_vnet(self, plan.vnet, args)
        ways = make_gateways(self, plan, made, args)
        self.resources = HubResources(
            vnet=made.vnet,
            subnets={key: subnet for key, subnet in made.subnets.items() if ":" not in key},
            security_groups=made.groups,
            route_tables=made.tables,
            nat_gateways=made.nats,
            gateway_subnet=made.subnets.get(GATEWAY_SUBNET_ID),
            gateways=ways.gateways,
            sites=ways.sites,
            connections=ways.connections,
        )
        self._args = args
        self._anchor = Anchor(
            provider=self.get_provider(VNET_TYPE),
            local=True,
            made=made.everything(),
            gateways=tuple(ways.gateways.values()),
            lanes=args.peering_lanes or 1,
        )
        self._set_outputs(plan, ways)

    def _set_outputs(self, plan: HubPlan, ways: MadeGateways) -> None:
        gateways = ways.gateways
        self.vnet_id = self.resources.vnet.id
        self.vnet_name = pulumi.Output.from_input(plan.vnet.azure_name)
        self.resource_group_name = pulumi.Output.from_input(self._args.resource_group_name)
        none: pulumi.Output[str | None] = pulumi.Output.from_input(None)
        self.express_route_gateway_id = gateways["er"].id if "er" in gateways else none
        self.vpn_gateway_id = gateways["vpn"].id if "vpn" in gateways else none
        addresses = [address.ip_address.apply(lambda text: text or "") for address in ways.addresses.values()]
        self.vpn_addresses = pulumi.Output.all(*addresses) if addresses else pulumi.Output.from_input([])
        self.connection_ids = by_key({key: made.id for key, made in ways.connections.items()})
        self.subnet_ids = by_key({key: subnet.id for key, subnet in self.resources.subnets.items()})
        self.register_outputs(
            {
                "vnetId": self.vnet_id,
                "vnetName": self.vnet_name,
                "resourceGroupName": self.resource_group_name,
                "expressRouteGatewayId": self.express_route_gateway_id,
                "vpnGatewayId": self.vpn_gateway_id,
                "vpnAddresses": self.vpn_addresses,
                "connectionIds": self.connection_ids,
                "subnetIds": self.subnet_ids,
            }
        )

    @property
    def ref(self) -> HubRef:
        """What spokes of the same program need to know of this hub."""
        gateways, er = list(self.resources.gateways.values()), self.resources.gateways.get("er")
        ref = HubRef(
            vnet_id=self.vnet_id,
            vnet_name=self.vnet_name,
            resource_group_name=self._args.resource_group_name,
            address_space=self._args.address_space,
            location=self._args.location,
            has_gateway=bool(gateways),
            gateway_id=gateways[0].id if gateways else None,
            express_route_gateway_id=er.id if er is not None else None,
        )
        return ref.at(self._anchor)
