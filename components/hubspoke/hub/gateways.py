"""Makes the gateways of a hub from their plans, and the VPN gateway's tunnels to sites."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component
from hubspoke.hub.args import HubArgs
from hubspoke.hub.plan import GatewayPlan, HubPlan, SitePlan
from hubspoke.hub.subnets import GATEWAYS
from hubspoke.hub.vpn import DhGroup, IkeEncryption, IkeIntegrity, IpsecPolicyArgs, PfsGroup, VpnSiteArgs
from hubspoke.vnet import REPLACED_ON, MadeVnet, public_address
from hubspoke_network.core import parse_id

_INSTANCES = ("default", "second")


@dataclass(frozen=True, slots=True)
class MadeGateways:
    """The gateways of a hub by key, their own public addresses, and the VPN gateway's sites and tunnels by site."""

    gateways: dict[str, network.VirtualNetworkGateway]
    addresses: dict[str, network.PublicIPAddress]
    sites: dict[str, network.LocalNetworkGateway]
    connections: dict[str, network.VirtualNetworkGatewayConnection]


def make_gateways(component: Component, plan: HubPlan, made: MadeVnet, args: HubArgs) -> MadeGateways:
    """Create the gateways as children of `component`: sites first, since one may be a gateway's default."""
    given = (args.vpn_gateway.sites or {}) if args.vpn_gateway else {}
    sites = {site.key: _site(component, site, given[site.key], args) for site in plan.sites}
    found = MadeGateways({}, {}, sites, {})
    for gateway in plan.gateways:
        own = {item.key: public_address(component, "gateway-ip", item, args) for item in gateway.addresses}
        found.addresses.update(own)
        found.gateways[gateway.key] = _gateway(component, gateway, made, args, list(own.values()), sites)
    # One after the other: each is a write on the gateway.
    previous: pulumi.Resource | None = None
    for site in plan.sites:
        previous = found.connections[site.key] = _connection(
            component, site, given[site.key], args, found.gateways["vpn"], sites[site.key], previous
        )
    return found


def _gateway(
    component: Component,
    plan: GatewayPlan,
    made: MadeVnet,
    args: HubArgs,
    addresses: list[network.PublicIPAddress],
    sites: Mapping[str, network.LocalNetworkGateway],
) -> network.VirtualNetworkGateway:
    subnet_id = made.subnets[GATEWAYS.id].id
    public: list[network.PublicIPAddress | None] = [*addresses] or [None]
    configurations = [
        network.VirtualNetworkGatewayIPConfigurationArgs(
            name=name,
            subnet=network.SubResourceArgs(id=subnet_id),
            private_ip_allocation_method="Dynamic",
            public_ip_address=network.SubResourceArgs(id=address.id) if address is not None else None,
        )
        for name, address in zip(_INSTANCES, public, strict=False)
    ]
    vpn = plan.type == "Vpn"
    default = sites[plan.default_site] if plan.default_site is not None else None
    return network.VirtualNetworkGateway(
        component.logical("gateway", plan.key),
        virtual_network_gateway_name=plan.azure_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        gateway_type=plan.type,
        vpn_type="RouteBased" if vpn else None,
        sku=network.VirtualNetworkGatewaySkuArgs(name=plan.sku, tier=plan.sku),
        ip_configurations=configurations,
        active_active=plan.active_active if vpn else None,
        enable_bgp=plan.bgp if vpn else None,
        bgp_settings=_bgp(plan, subnet_id) if vpn and plan.bgp else None,
        gateway_default_site=network.SubResourceArgs(id=default.id) if default is not None else None,
        auto_scale_configuration=_scale(plan.scale_units),
        allow_remote_vnet_traffic=None if vpn else plan.allow_remote_vnet_traffic,
        allow_virtual_wan_traffic=None if vpn else plan.allow_virtual_wan_traffic,
        tags=args.tags,
        # Azure makes a gateway anew for these; azure-native would try to change them in place.
        opts=component.child(
            "gateway",
            plan.key,
            after=made.everything(),
            protect=args.protect,
            replace_on=(*REPLACED_ON, "gatewayType", "vpnType"),
        ),
    )


def _bgp(plan: GatewayPlan, subnet_id: pulumi.Output[str]) -> network.BgpSettingsArgs:
    """BGP, with the addresses of each instance where they are given. An instance is named by an id inside the gateway,
    which has to be told before the gateway has one: it lies where the gateways' subnet does.
    """
    instances = [
        network.IPConfigurationBgpPeeringAddressArgs(
            ipconfiguration_id=subnet_id.apply(partial(_instance_id, gateway=plan.azure_name, instance=name)),
            custom_bgp_ip_addresses=list(addresses),
        )
        for name, addresses in zip(_INSTANCES, plan.link_local_addresses, strict=False)
    ]
    return network.BgpSettingsArgs(asn=plan.asn, bgp_peering_addresses=instances or None)


def _instance_id(subnet_id: str, gateway: str, instance: str) -> str:
    found = parse_id(subnet_id)
    place = f"/subscriptions/{found.subscription}/resourceGroups/{found.resource_group}" if found else ""
    return f"{place}/providers/Microsoft.Network/virtualNetworkGateways/{gateway}/ipConfigurations/{instance}"


def _scale(units: tuple[int, int] | None) -> network.VirtualNetworkGatewayAutoScaleConfigurationArgs | None:
    if units is None:
        return None
    bounds = network.VirtualNetworkGatewayAutoScaleBoundsArgs(min=units[0], max=units[1])
    return network.VirtualNetworkGatewayAutoScaleConfigurationArgs(bounds=bounds)


def _site(component: Component, plan: SitePlan, site: VpnSiteArgs, args: HubArgs) -> network.LocalNetworkGateway:
    bgp = site.bgp
    return network.LocalNetworkGateway(
        component.logical("site", plan.key),
        local_network_gateway_name=plan.azure_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        gateway_ip_address=site.address,
        fqdn=site.fqdn,
        local_network_address_space=network.AddressSpaceArgs(address_prefixes=list(site.prefixes or [])),
        bgp_settings=network.BgpSettingsArgs(asn=bgp.asn, bgp_peering_address=bgp.peer_address) if bgp else None,
        tags=args.tags,
        opts=component.child("site", plan.key, replace_on=REPLACED_ON),
    )


def _connection(
    component: Component,
    plan: SitePlan,
    site: VpnSiteArgs,
    args: HubArgs,
    gateway: network.VirtualNetworkGateway,
    local: network.LocalNetworkGateway,
    previous: pulumi.Resource | None,
) -> network.VirtualNetworkGatewayConnection:
    return network.VirtualNetworkGatewayConnection(
        component.logical("connection", plan.key),
        virtual_network_gateway_connection_name=plan.connection_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        connection_type="IPsec",
        virtual_network_gateway1=network.VirtualNetworkGatewayArgs(id=gateway.id),
        local_network_gateway2=network.LocalNetworkGatewayArgs(id=local.id),
        shared_key=pulumi.Output.secret(site.shared_key) if site.shared_key is not None else None,
        enable_bgp=site.bgp is not None,
        ipsec_policies=[_policy(site.ipsec)] if site.ipsec is not None else [],
        connection_mode=site.mode.value if site.mode else None,
        dpd_timeout_seconds=site.dpd_timeout_seconds,
        routing_weight=site.routing_weight or 0,
        tags=args.tags,
        # A write does not change the key of a connection that exists: Azure has a separate operation for that.
        opts=component.child(
            "connection",
            plan.key,
            after=[previous],
            replace_on=(*REPLACED_ON, "localNetworkGateway2", "sharedKey", "virtualNetworkGateway1"),
            # A key that the state has stays there: nothing that is left out changes Azure's.
            ignore=("sharedKey",) if site.adopted else (),
        ),
    )


def _policy(ipsec: IpsecPolicyArgs) -> network.IpsecPolicyArgs:
    return network.IpsecPolicyArgs(
        ike_encryption=(ipsec.ike_encryption or IkeEncryption.GCM256).value,
        ike_integrity=(ipsec.ike_integrity or IkeIntegrity.SHA384).value,
        dh_group=(ipsec.dh_group or DhGroup.ECP384).value,
        ipsec_encryption=ipsec.encryption.value,
        ipsec_integrity=ipsec.integrity.value,
        pfs_group=(ipsec.pfs_group or PfsGroup.ECP384).value,
        sa_life_time_seconds=ipsec.lifetime_seconds or 27000,
        sa_data_size_kilobytes=ipsec.lifetime_kilobytes or 102400000,
    )
