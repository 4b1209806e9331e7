"""A network wired by hand with azure-native, from its stack's configuration: what the refusal tests break and mend.

Copied into a project as its `__main__.py`. `wired:` keys: hub (address space), subnet (prefix of the hub's one subnet),
gatewaySubnet (prefix), gatewayNsg, gateway (yes or no), spoke (address space), useRemoteGateways.
"""

import pulumi
from pulumi_azure_native import network, resources

config = pulumi.Config("wired")
LOCATION = "westeurope"
group = resources.ResourceGroup("rg", resource_group_name="rg-wired", location=LOCATION)


def vnet(key: str) -> network.VirtualNetwork:
    return network.VirtualNetwork(
        key,
        virtual_network_name=f"vnet-{key}",
        resource_group_name=group.name,
        location=LOCATION,
        address_space=network.AddressSpaceArgs(address_prefixes=[config.require(key)]),
    )


def subnet(key: str, parent: network.VirtualNetwork, name: str, prefix: str, **more: object) -> network.Subnet:
    return network.Subnet(
        key,
        subnet_name=name,
        virtual_network_name=parent.name,
        resource_group_name=group.name,
        address_prefix=prefix,
        **more,
    )


hub, spoke = vnet("hub"), vnet("spoke")
nsg = network.NetworkSecurityGroup(
    "nsg", network_security_group_name="nsg-wired", resource_group_name=group.name, location=LOCATION
)
plain = subnet("plain", hub, "plain", config.require("subnet"))
gateway_nsg = network.NetworkSecurityGroupArgs(id=nsg.id) if config.get_bool("gatewayNsg") else None
gateways = subnet(
    "gateways",
    hub,
    "GatewaySubnet",
    config.require("gatewaySubnet"),
    network_security_group=gateway_nsg,
    opts=pulumi.ResourceOptions(depends_on=[plain]),
)
made: list[pulumi.Resource] = [plain, gateways]
if config.get_bool("gateway"):
    made.append(
        network.VirtualNetworkGateway(
            "gateway",
            virtual_network_gateway_name="vgw-wired",
            resource_group_name=group.name,
            location=LOCATION,
            gateway_type="ExpressRoute",
            sku=network.VirtualNetworkGatewaySkuArgs(name="ErGw1AZ", tier="ErGw1AZ"),
            ip_configurations=[
                network.VirtualNetworkGatewayIPConfigurationArgs(
                    name="default", subnet=network.SubResourceArgs(id=gateways.id)
                )
            ],
        )
    )
for key, local, remote, hub_end in (("hub-end", hub, spoke, True), ("spoke-end", spoke, hub, False)):
    end = network.VirtualNetworkPeering(
        key,
        virtual_network_peering_name=key,
        virtual_network_name=local.name,
        resource_group_name=group.name,
        remote_virtual_network=network.SubResourceArgs(id=remote.id),
        allow_virtual_network_access=True,
        allow_gateway_transit=hub_end,
        use_remote_gateways=not hub_end and bool(config.get_bool("useRemoteGateways")),
        opts=pulumi.ResourceOptions(depends_on=list(made)),
    )
    made.append(end)
