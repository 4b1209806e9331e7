"""Arguments of a hub: its virtual network and what stands in it."""

from collections.abc import Iterator

from hubspoke.base import Placed, overlaps, parsed
from hubspoke.hub.bastion_args import BASTION, BastionArgs
from hubspoke.hub.firewall_args import FIREWALL, POLICY, RULE_GROUP, ApplianceArgs, FirewallArgs
from hubspoke.hub.gateway_args import DEFAULT_VPN_SKU, GATEWAY, ExpressRouteGatewayArgs, VpnGatewayArgs
from hubspoke.hub.subnets import BASTIONS, FIREWALLS, GATEWAYS, HUB_SUBNETS, MANAGEMENT, HubSubnet
from hubspoke.hub.vpn import CONNECTION, SITE, is_address
from hubspoke.vnet import ADDRESS, NSG, PEERING, TABLE, PlacedVnet, VnetShape
from hubspoke_network.azure import gateway_sku, reserved_subnet
from hubspoke_network.core import Problem


class HubShape(VnetShape):
    """What a hub has beside its place and its addresses."""

    gateway_subnet: str | None = None
    """Prefix of the gateways' subnet: /27 or larger."""
    express_route_gateway: ExpressRouteGatewayArgs | None = None
    """An ExpressRoute gateway. Costs by the hour while it exists; takes up to 45 minutes to make."""
    vpn_gateway: VpnGatewayArgs | None = None
    """A VPN gateway. Costs by the hour while it exists; takes up to 45 minutes to make."""
    firewall_subnet: str | None = None
    """Prefix of the Azure Firewall's subnet: /26 or larger."""
    firewall_management_subnet: str | None = None
    """Prefix of the subnet that an Azure Firewall is managed by: /26 or larger. Needed by tier Basic and with
    forcedTunnel."""
    firewall: FirewallArgs | None = None
    """An Azure Firewall that inspects what spokes, shared subnets, on-premises and the Internet send each other. Costs
    by the hour while it exists."""
    appliance: ApplianceArgs | None = None
    """Somebody else's firewall that inspects the same, in place of an Azure Firewall."""
    bastion_subnet: str | None = None
    """Prefix of Bastion's subnet: /26 or larger."""
    bastion: BastionArgs | None = None
    """A Bastion host. Costs by the hour while it exists."""
    peering_lanes: int | None = None
    """How many spokes are peered at a time. Azure refuses overlapping writes on the hub's network. Default: 1."""
    protect: bool | None = None
    """Whether the gateways and the firewall are protected from deletion. Default: no."""

    def own_problems(self) -> Iterator[Problem]:
        """Gateways without a subnet, or in one too small; a pair that cannot live together."""
        yield from super().own_problems()
        if self.peering_lanes is not None and not 1 <= self.peering_lanes <= 32:
            yield Problem("HS128", "peeringLanes", str(self.peering_lanes), "is out of range", "write 1 to 32")
        yield from self._subnet_needs()
        yield from self._inspection_problems()
        vpn = gateway_sku("Vpn", self.vpn_gateway.sku_name) if self.vpn_gateway else None
        if vpn and not vpn.coexistence and self.express_route_gateway:
            message = f"cannot stand beside an ExpressRoute gateway ({vpn.name})"
            yield Problem("HS124", "vpnGateway.sku", vpn.name, message, f"write {DEFAULT_VPN_SKU} or larger")

    def _subnet_needs(self) -> Iterator[Problem]:
        """Services without their subnet, and subnets told twice."""
        if self.has_gateway and self.gateway_subnet is None:
            message = "is missing: a gateway needs it"
            yield Problem("HS122", GATEWAYS.path, "", message, "write its prefix, a /27 or larger")
        apart = self.firewall is not None and self.firewall.managed_apart
        for subnet, needed, who in (
            (FIREWALLS, self.firewall is not None, "a firewall"),
            (MANAGEMENT, apart, "a firewall of tier Basic, or with forcedTunnel,"),
            (BASTIONS, self.bastion is not None, "Bastion"),
        ):
            if needed and getattr(self, subnet.field) is None:
                message = f"is missing: {who} needs it"
                yield Problem("HS155", subnet.path, "", message, "write its prefix, a /26 or larger")
        for key in self.subnets or {}:
            name = self.subnet_name(key).lower()
            for subnet in (FIREWALLS, MANAGEMENT, BASTIONS):
                if name == subnet.azure_name.lower() and getattr(self, subnet.field) is not None:
                    message = f"is the subnet that {subnet.path} makes"
                    yield Problem("HS106", f"subnets.{key}", subnet.azure_name, message, "remove one of the two")

    def _inspection_problems(self) -> Iterator[Problem]:
        """Two that inspect, an appliance nowhere, and routes that lead past what inspects."""
        if self.firewall is not None and self.appliance is not None:
            yield Problem("HS106", "appliance", "", "is given beside firewall", "keep one of firewall, appliance")
        if self.inspected and self.propagate_gateway_routes:
            message = "would lead past what inspects: what gateways learn is more specific than its routes"
            yield Problem("HS106", "propagateGatewayRoutes", "true", message, "remove it")
        keys = self.subnets or {}
        if self.appliance is not None and self.appliance.subnet is not None and self.appliance.subnet not in keys:
            instead = f"write one of {', '.join(keys)}" if keys else f"add subnets.{self.appliance.subnet}"
            yield Problem("HS150", "appliance.subnet", self.appliance.subnet, "is not among subnets", instead)

    def placed_problems(self, space: list[str]) -> Iterator[Problem]:
        """What is wrong with the hub's addresses, once it has them: the gateways' subnet, and sites that overlap it."""
        yield from self._gateway_subnet_problems()
        yield from self._appliance_problems()
        own = [Placed("addressSpace", network) for text in space if (network := parsed(text)) is not None]
        sites = (self.vpn_gateway.sites or {}) if self.vpn_gateway else {}
        for key, site in sites.items():
            for index, text in enumerate(site.prefixes or []):
                network, path = parsed(text), f"vpnGateway.sites.{key}.prefixes[{index}]"
                theirs = [Placed(path, network)] if network is not None and network.prefixlen else []
                for first, second in overlaps([*own, *theirs]):
                    if second.path == path:
                        message = f"overlaps the hub's {first.network}"
                        yield Problem("HS112", path, text, message, "write a range that nothing else has")

    def _appliance_problems(self) -> Iterator[Problem]:
        appliance = self.appliance
        if appliance is None or not isinstance(appliance.address, str) or not is_address(appliance.address):
            return
        prefixes = self.subnet_prefixes()
        if appliance.subnet is not None and appliance.subnet not in prefixes:
            return
        holder = ApplianceArgs(address=appliance.address).stands_in(prefixes)
        wanted = f"subnet {appliance.subnet}" if appliance.subnet else "any of the hub's subnets"
        if holder is None or appliance.subnet not in {None, holder}:
            message, instead = f"does not lie in {wanted}", "write an address of the appliance's subnet"
            yield Problem("HS158", "appliance.address", appliance.address, message, instead)

    def subnet_prefixes(self) -> dict[str, str]:
        """Key to prefix of the user's own subnets."""
        return {key: str(getattr(subnet, "prefix", "")) for key, subnet in (self.subnets or {}).items()}

    def service_subnets(self) -> dict[HubSubnet, str]:
        """The prefixes of subnets that are a service's, as far as they are given."""
        return {item: prefix for item in HUB_SUBNETS if (prefix := getattr(self, item.field)) is not None}

    def _gateway_subnet_problems(self) -> Iterator[Problem]:
        prefix = self.gateway_subnet or ""
        network, reserved = parsed(prefix), reserved_subnet(GATEWAYS.azure_name)
        if network is None or reserved is None or network.version == 6:
            return
        basic = (
            self.vpn_gateway is not None and self.vpn_gateway.sku_name == "Basic" and self.express_route_gateway is None
        )
        longest = reserved.longest_prefix_basic_vpn if basic else reserved.longest_prefix
        if longest < network.prefixlen:
            message = f"is too small for gateways, which need a /{longest}"
            larger = network.supernet(new_prefix=longest)
            yield Problem("HS116", "gatewaySubnet", prefix, message, f"write {larger} or larger, free of other subnets")

    @property
    def has_gateway(self) -> bool:
        """Whether there is a gateway that spokes can use."""
        return self.express_route_gateway is not None or self.vpn_gateway is not None

    @property
    def inspected(self) -> bool:
        """Whether something inspects what goes through the hub."""
        return self.firewall is not None or self.appliance is not None

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        found = super().slots() | self._inspection_slots()
        if self.bastion_subnet is not None:
            found["bastion-nsg"] = NSG
        if self.bastion is not None:
            found |= {"bastion": BASTION, "bastion-ip": ADDRESS}
        if self.express_route_gateway is not None:
            found["gateway-er"] = GATEWAY
        if self.vpn_gateway is not None:
            found |= {"gateway-vpn": GATEWAY, "gateway-ip-vpn": ADDRESS}
            if self.vpn_gateway.active_active:
                found["gateway-ip-vpn-2"] = ADDRESS
            for key in self.vpn_gateway.sites or {}:
                found |= {f"site-{key}": SITE, f"connection-{key}": CONNECTION}
        return found

    def _inspection_slots(self) -> dict[str, str]:
        found = {}
        if self.firewall_management_subnet is not None:
            found["management-routes"] = TABLE
        if self.inspected:
            tables = ("gateway-routes", "firewall-routes", "inspected-routes", "nat-routes")
            found |= dict.fromkeys(tables, TABLE)
            found |= {f"inspected-routes-{key}": TABLE for key in self.subnets or {}}
        if self.firewall is not None:
            found |= {"firewall": FIREWALL, "firewall-ip": ADDRESS, "firewall-management-ip": ADDRESS}
            found |= {f"firewall-ip-{number}": ADDRESS for number in range(2, (self.firewall.addresses or 1) + 1)}
        if self.firewall is not None and self.firewall.policy_id is None:
            found["firewall-policy"] = POLICY
            found |= {f"rule-group-{key}": RULE_GROUP for key in self.firewall.rule_groups or {}}
        return found


class HubArgs(PlacedVnet, HubShape):
    """Arguments of a hub."""

    def own_problems(self) -> Iterator[Problem]:
        """The size of the gateways' subnet, on top of the rest."""
        yield from super().own_problems()
        yield from self.placed_problems(self.address_space)

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet, those of services first."""
        return {item.path: prefix for item, prefix in self.service_subnets().items()} | super().prefixes()

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name of every subnet, as far as the name means something to Azure."""
        return super().prefix_names() | SERVICE_NAMES


SERVICE_NAMES = {item.path: item.azure_name for item in HUB_SUBNETS} | {GATEWAYS.path: "gateways"}
"""Path to Azure name of services' subnets; the size of the gateways' is judged with the gateways."""


__all__ = ["PEERING", "SERVICE_NAMES", "ExpressRouteGatewayArgs", "HubArgs", "HubShape", "VpnGatewayArgs"]
