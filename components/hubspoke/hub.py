"""A hub: the virtual network that owns the way to on-premises and is peered with every spoke."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke._options import VNET_TYPE, Component, by_key
from hubspoke._vnet import REPLACED_ON, MadeVnet, make_vnet, public_address
from hubspoke.hub_args import HubArgs
from hubspoke.hub_plan import GatewayPlan, HubPlan, plan_hub
from hubspoke.hub_ref import Anchor, HubRef

GATEWAY_SUBNET_ID = "gateway-subnet:"


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
    subnet_ids: pulumi.Output[dict[str, str]]
    """Ids of the subnets, by key."""

    def __init__(self, name: str, args: HubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = HubArgs.of(args)
        plan = plan_hub(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        made = make_vnet(self, plan.vnet, args)
        gateways = {gateway.key: self._gateway(gateway, made, args) for gateway in plan.gateways}
        self.resources = HubResources(
            vnet=made.vnet,
            subnets={key: subnet for key, subnet in made.subnets.items() if ":" not in key},
            security_groups=made.groups,
            route_tables=made.tables,
            nat_gateways=made.nats,
            gateway_subnet=made.subnets.get(GATEWAY_SUBNET_ID),
            gateways=gateways,
        )
        self._args = args
        self._anchor = Anchor(
            provider=self.get_provider(VNET_TYPE),
            local=True,
            made=made.everything(),
            gateways=tuple(gateways.values()),
            lanes=args.peering_lanes or 1,
        )
        self._set_outputs(plan, gateways)

    def _set_outputs(self, plan: HubPlan, gateways: dict[str, network.VirtualNetworkGateway]) -> None:
        self.vnet_id = self.resources.vnet.id
        self.vnet_name = pulumi.Output.from_input(plan.vnet.azure_name)
        self.resource_group_name = pulumi.Output.from_input(self._args.resource_group_name)
        none: pulumi.Output[str | None] = pulumi.Output.from_input(None)
        self.express_route_gateway_id = gateways["er"].id if "er" in gateways else none
        self.vpn_gateway_id = gateways["vpn"].id if "vpn" in gateways else none
        self.subnet_ids = by_key({key: subnet.id for key, subnet in self.resources.subnets.items()})
        self.register_outputs(
            {
                "vnetId": self.vnet_id,
                "vnetName": self.vnet_name,
                "resourceGroupName": self.resource_group_name,
                "expressRouteGatewayId": self.express_route_gateway_id,
                "vpnGatewayId": self.vpn_gateway_id,
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

    def _gateway(self, plan: GatewayPlan, made: MadeVnet, args: HubArgs) -> network.VirtualNetworkGateway:
        subnet = network.SubResourceArgs(id=made.subnets[GATEWAY_SUBNET_ID].id)
        addresses = [public_address(self, "gateway-ip", address, args) for address in plan.addresses]
        configurations = [
            network.VirtualNetworkGatewayIPConfigurationArgs(
                name="default" if index == 0 else "second",
                subnet=subnet,
                private_ip_allocation_method="Dynamic",
                public_ip_address=network.SubResourceArgs(id=address.id),
            )
            for index, address in enumerate(addresses)
        ] or [
            network.VirtualNetworkGatewayIPConfigurationArgs(
                name="default", subnet=subnet, private_ip_allocation_method="Dynamic"
            )
        ]
        vpn = plan.type == "Vpn"
        return network.VirtualNetworkGateway(
            self.logical("gateway", plan.key),
            virtual_network_gateway_name=plan.azure_name,
            resource_group_name=args.resource_group_name,
            location=args.location,
            gateway_type=plan.type,
            vpn_type="RouteBased" if vpn else None,
            sku=network.VirtualNetworkGatewaySkuArgs(name=plan.sku, tier=plan.sku),
            ip_configurations=configurations,
            active_active=plan.active_active if vpn else None,
            enable_bgp=plan.bgp if vpn else None,
            bgp_settings=network.BgpSettingsArgs(asn=plan.asn) if vpn and plan.bgp else None,
            auto_scale_configuration=_scale(plan.scale_units),
            allow_remote_vnet_traffic=None if vpn else plan.allow_remote_vnet_traffic,
            allow_virtual_wan_traffic=None if vpn else plan.allow_virtual_wan_traffic,
            tags=args.tags,
            # Azure makes a gateway anew for these; azure-native would try to change them in place.
            opts=self.child(
                "gateway",
                plan.key,
                after=made.everything(),
                protect=args.protect,
                replace_on=(*REPLACED_ON, "gatewayType", "vpnType"),
            ),
        )


def _scale(units: tuple[int, int] | None) -> network.VirtualNetworkGatewayAutoScaleConfigurationArgs | None:
    if units is None:
        return None
    bounds = network.VirtualNetworkGatewayAutoScaleBoundsArgs(min=units[0], max=units[1])
    return network.VirtualNetworkGatewayAutoScaleConfigurationArgs(bounds=bounds)
