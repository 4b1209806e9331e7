"""A hub: the virtual network that owns the way to on-premises and is peered with every spoke."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from hubspoke.base import VNET_TYPE, Anchor, Component, HubRef, by_key
from hubspoke.hub.args import HubArgs
from hubspoke.hub.bastion import MadeBastion, make_bastion
from hubspoke.hub.firewall import MadeFirewall, make_firewall
from hubspoke.hub.gateways import MadeGateways, make_gateways
from hubspoke.hub.plan import plan_hub
from hubspoke.hub.subnets import GATEWAYS
from hubspoke.hub.table_routes import make_routes
from hubspoke.hub.tables import FIREWALL_TABLE
from hubspoke.vnet import MadeVnet, make_vnet


@dataclass(frozen=True, slots=True)
class HubResources:
    """Every resource a hub made, for what its outputs do not give."""

    vnet: network.VirtualNetwork
    subnets: dict[str, network.Subnet]
    security_groups: dict[str, network.NetworkSecurityGroup]
    route_tables: dict[str, network.RouteTable]
    routes: dict[str, network.Route]
    nat_gateways: dict[str, network.NatGateway]
    application_security_groups: dict[str, network.ApplicationSecurityGroup]
    gateway_subnet: network.Subnet | None
    gateways: dict[str, network.VirtualNetworkGateway]
    sites: dict[str, network.LocalNetworkGateway]
    connections: dict[str, network.VirtualNetworkGatewayConnection]
    firewall: network.AzureFirewall | None
    firewall_policy: network.FirewallPolicy | None
    rule_groups: dict[str, network.FirewallPolicyRuleCollectionGroup]
    bastion: network.BastionHost | None


class Hub(Component):
    """A hub virtual network with the gateways, the firewall and the Bastion host that are asked for.

    All of these are opt-in: they cost by the hour while they exist. With a firewall, Azure's or somebody else's, all
    that spokes, shared subnets, on-premises and the Internet send each other goes by it, both ways.
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
    firewall_id: pulumi.Output[str | None]
    """Id of the Azure Firewall, where there is one."""
    firewall_address: pulumi.Output[str | None]
    """Private address of what inspects, where something does."""
    firewall_public_addresses: pulumi.Output[list[str]]
    """Public addresses that the Azure Firewall leaves by."""
    firewall_policy_id: pulumi.Output[str | None]
    """Id of the Azure Firewall's own policy, where it has one."""
    firewall_table_name: pulumi.Output[str | None]
    """Name of the route table of the subnet that what inspects stands in."""
    inspected_tables: pulumi.Output[dict[str, str]]
    """Names of the route tables that take a route to each spoke, by what they are for."""
    bastion_id: pulumi.Output[str | None]
    """Id of the Bastion host, where there is one."""
    subnet_ids: pulumi.Output[dict[str, str]]
    """Ids of the subnets, by key."""
    application_security_group_ids: pulumi.Output[dict[str, str]]
    """Ids of the application security groups, by name: for interfaces to join."""

    def __init__(self, name: str, args: HubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = HubArgs.of(args)
        plan = plan_hub(name, args)
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self._args, self._plan = args, plan
        made = make_vnet(self, plan.vnet, args)
        self._tables: dict[str, pulumi.Input[str]] = {table.id: table.azure_name for table in plan.vnet.tables}
        before = self._routes(by_inspector=False, after=made.everything())
        firewall = None
        if plan.firewall is not None and args.firewall is not None:
            firewall = make_firewall(self, plan.firewall, args.firewall, made, args, list(before.values()))
        self._inspector = self._inspects(firewall)
        routes = self._routes(by_inspector=True, after=[*made.everything(), *list(before.values())[-1:]])
        ways = make_gateways(self, plan, made, args)
        bastion = None
        if plan.bastion is not None and args.bastion is not None:
            bastion = make_bastion(self, plan.bastion, args.bastion, made, args)
        self.resources = _resources(made, ways, firewall, bastion, before | routes)
        self._anchor = Anchor(
            provider=self.get_provider(VNET_TYPE),
            local=True,
            made=(*made.everything(), *list(before.values())[-1:], *list(routes.values())[-1:]),
            gateways=tuple(ways.gateways.values()),
            lanes=args.peering_lanes or 1,
        )
        self._set_outputs(ways, firewall, bastion)

    def _inspects(self, firewall: MadeFirewall | None) -> pulumi.Input[str] | None:
        """Private address of what inspects; None where nothing does."""
        if firewall is not None:
            return firewall.private_address
        return self._args.appliance.address if self._args.appliance is not None else None

    def _routes(self, *, by_inspector: bool, after: Sequence[pulumi.Resource]) -> dict[str, network.Route]:
        """The hub's own routes: those that the firewall needs before it is made, or those that lead to it."""
        plans = [route for route in self._plan.tables.routes if (route.next_hop is None) is by_inspector]
        inspector = self._inspector if by_inspector else None
        return make_routes(self, plans, self._args.resource_group_name, self._tables, inspector, after=after)

    def _set_outputs(self, ways: MadeGateways, firewall: MadeFirewall | None, bastion: MadeBastion | None) -> None:
        none: pulumi.Output[str | None] = pulumi.Output.from_input(None)
        gateways, inspector = ways.gateways, self._inspector
        self.vnet_id = self.resources.vnet.id
        self.vnet_name = pulumi.Output.from_input(self._plan.vnet.azure_name)
        self.resource_group_name = pulumi.Output.from_input(self._args.resource_group_name)
        self.express_route_gateway_id = gateways["er"].id if "er" in gateways else none
        self.vpn_gateway_id = gateways["vpn"].id if "vpn" in gateways else none
        self.vpn_addresses = _texts(address.ip_address for address in ways.addresses.values())
        self.connection_ids = by_key({key: made.id for key, made in ways.connections.items()})
        self.firewall_id = firewall.firewall.id if firewall is not None else none
        self.firewall_address = pulumi.Output.from_input(inspector) if inspector is not None else none
        self.firewall_public_addresses = _texts(
            address.ip_address for address in (firewall.addresses if firewall is not None else ())
        )
        self.firewall_policy_id = firewall.policy.id if firewall is not None and firewall.policy is not None else none
        self.firewall_table_name = pulumi.Output.from_input(self._tables.get(FIREWALL_TABLE))
        self.inspected_tables = by_key(
            {role: pulumi.Output.from_input(self._tables[table]) for role, table in self._plan.tables.inspected}
        )
        self.bastion_id = bastion.host.id if bastion is not None else none
        self.subnet_ids = by_key({key: subnet.id for key, subnet in self.resources.subnets.items()})
        members = self.resources.application_security_groups
        self.application_security_group_ids = by_key({key: item.id for key, item in members.items()})
        self.register_outputs(self.outputs())

    @property
    def ref(self) -> HubRef:
        """What spokes of the same program need to know of this hub."""
        args, tables = self._args, self._plan.tables
        gateways, er = list(self.resources.gateways.values()), self.resources.gateways.get("er")
        ref = HubRef(
            vnet_id=self.vnet_id,
            vnet_name=self.vnet_name,
            resource_group_name=args.resource_group_name,
            address_space=args.address_space,
            location=args.location,
            has_gateway=bool(gateways),
            gateway_id=gateways[0].id if gateways else None,
            express_route_gateway_id=er.id if er is not None else None,
            inspected=args.inspected,
            firewall_address=self._inspector,
            firewall_tunnels=args.firewall is not None and bool(args.firewall.forced_tunnel),
            firewall_table_name=self._tables.get(FIREWALL_TABLE),
            inspected_tables={role: self._tables[table] for role, table in tables.inspected},
            inspected_prefixes=list(tables.prefixes) if args.inspected else None,
        )
        return ref.at(self._anchor)


def _resources(
    made: MadeVnet,
    ways: MadeGateways,
    firewall: MadeFirewall | None,
    bastion: MadeBastion | None,
    routes: dict[str, network.Route],
) -> HubResources:
    return HubResources(
        vnet=made.vnet,
        subnets={key: subnet for key, subnet in made.subnets.items() if ":" not in key},
        security_groups=made.groups,
        route_tables=made.tables,
        routes=routes,
        nat_gateways=made.nats,
        application_security_groups=made.members,
        gateway_subnet=made.subnets.get(GATEWAYS.id),
        gateways=ways.gateways,
        sites=ways.sites,
        connections=ways.connections,
        firewall=firewall.firewall if firewall is not None else None,
        firewall_policy=firewall.policy if firewall is not None else None,
        rule_groups=firewall.rule_groups if firewall is not None else {},
        bastion=bastion.host if bastion is not None else None,
    )


def _texts(outputs: Iterable[pulumi.Output[str | None]]) -> pulumi.Output[list[str]]:
    texts = [output.apply(lambda text: text or "") for output in outputs]
    return pulumi.Output.all(*texts) if texts else pulumi.Output.from_input([])
