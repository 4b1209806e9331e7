"""Arguments that hub and spoke share: subnets, their security and their routes."""

import re
from collections.abc import Iterator
from enum import Enum

import pulumi

from hubspoke.base import Args, prefix_problem
from hubspoke.vnet.security_rule_args import Access, Direction, SecurityRuleArgs, rule_conflicts
from hubspoke_network.azure import limit, reserved_subnet
from hubspoke_network.core import Problem


class SubnetSecurity(Enum):
    """Ready-made security of a subnet."""

    INTERNAL_ONLY = "internalOnly"
    """To and from RFC 1918 addresses, nothing else."""
    INTERNAL_AND_INTERNET = "internalAndInternet"
    """As internalOnly, and out to the Internet: for proxies and web servers."""
    NONE = "none"
    """No security group: for subnets that Azure wants without one."""


_SERVICE = re.compile(r"Microsoft\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)?")
_DELEGATION = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)+(/[A-Za-z0-9.]+)+")


class NextHop(Enum):
    """Where a route sends packets."""

    VIRTUAL_NETWORK_GATEWAY = "VirtualNetworkGateway"
    VNET_LOCAL = "VnetLocal"
    INTERNET = "Internet"
    VIRTUAL_APPLIANCE = "VirtualAppliance"
    NONE = "None"


class RouteArgs(Args):
    """One user-defined route."""

    prefix: str
    """Destination: a prefix, or a service tag."""
    next_hop: NextHop
    """VirtualNetworkGateway, VnetLocal, Internet, VirtualAppliance or None (drop)."""
    next_hop_address: pulumi.Input[str] | None = None
    """Address of the appliance; with VirtualAppliance only."""

    def own_problems(self) -> Iterator[Problem]:
        """A bad prefix, and an appliance without address or the other way round."""
        if "/" in self.prefix or self.prefix[:1].isdigit():
            problem = prefix_problem("prefix", self.prefix)
            if problem:
                yield problem
        appliance = self.next_hop is NextHop.VIRTUAL_APPLIANCE
        if appliance and self.next_hop_address is None:
            yield Problem(
                "HS141",
                "nextHopAddress",
                "",
                "is missing: a route to an appliance needs its address",
                "write the appliance's address",
            )
        if not appliance and self.next_hop_address is not None:
            value = str(self.next_hop_address) if isinstance(self.next_hop_address, str) else "an Output"
            yield Problem(
                "HS141",
                "nextHopAddress",
                value,
                f"has no meaning with {self.next_hop.value}",
                "remove it, or write nextHop VirtualAppliance",
            )


class EndpointPolicies(Enum):
    """What applies to private endpoints in a subnet: Azure lets nothing apply unless asked to."""

    DISABLED = "Disabled"
    """Neither security groups nor routes: the endpoints' own routes win."""
    ENABLED = "Enabled"
    """Security groups and routes."""
    NETWORK_SECURITY_GROUP_ENABLED = "NetworkSecurityGroupEnabled"
    """Security groups only."""
    ROUTE_TABLE_ENABLED = "RouteTableEnabled"
    """Routes only: the way to a firewall, for what is sent to endpoints from elsewhere."""


class SubnetShape(Args):
    """What a subnet has beside its prefix."""

    security: SubnetSecurity | None = None
    """internalOnly (the default), internalAndInternet or none."""
    rules: dict[str, SecurityRuleArgs] | None = None
    """Own security rules by name, in place of `security`."""
    load_balancer_probes: bool | None = None
    """Whether the probes of Azure's load balancers get in, with a ready-made security. Default: no."""
    network_security_group_id: pulumi.Input[str] | None = None
    """A security group made elsewhere, in place of `security` and `rules`."""
    routes: dict[str, RouteArgs] | None = None
    """Own routes by name. The subnet then has a route table of its own, else its network's."""
    nat_gateway: str | None = None
    """Key of the NAT gateway the subnet leaves by, of those under `natGateways`."""
    service_endpoints: list[str] | None = None
    """Services reached from the subnet by service endpoint (Microsoft.Storage)."""
    delegation: str | None = None
    """Service the subnet is delegated to (Microsoft.Web/serverFarms)."""
    private_endpoint_policies: EndpointPolicies | None = None
    """What applies to private endpoints in the subnet: Enabled, NetworkSecurityGroupEnabled, RouteTableEnabled or
    Disabled (the default)."""
    private_link_service_policies: bool | None = None
    """Whether security groups apply to the addresses of a private link service. Default: yes; Azure wants no for a
    subnet that one takes its addresses from."""

    def own_problems(self) -> Iterator[Problem]:
        """More than one security, and rules that get into each other's way."""
        given = [
            name
            for name, value in (
                ("security", self.security),
                ("rules", self.rules),
                ("networkSecurityGroupId", self.network_security_group_id),
            )
            if value is not None
        ]
        if len(given) > 1:
            yield Problem("HS106", given[1], "", f"is given beside {given[0]}", f"keep one of {', '.join(given)}")
        if self.load_balancer_probes and (self.rules is not None or self.network_security_group_id is not None):
            yield Problem(
                "HS106",
                "loadBalancerProbes",
                "true",
                "has no effect on own rules",
                "add a rule for the tag AzureLoadBalancer",
            )
        yield from rule_conflicts(self.rules or {})
        yield from self._service_problems()
        if len(self.routes or {}) > limit("routes_per_table"):
            yield Problem(
                "HS142",
                "routes",
                str(len(self.routes or {})),
                "are more than a route table holds",
                f"keep {limit('routes_per_table')}",
            )
        yield from self._duplicate_routes()

    def _service_problems(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, service in enumerate(self.service_endpoints or ()):
            path = f"serviceEndpoints[{index}]"
            if not _SERVICE.fullmatch(service):
                yield Problem("HS192", path, service, "names no service", "write one such as Microsoft.Storage")
            elif service.lower() in seen:
                yield Problem("HS192", path, service, "stands there twice", "remove it")
            seen.add(service.lower())
        if {"microsoft.storage", "microsoft.storage.global"} <= seen:
            message = "holds Microsoft.Storage and Microsoft.Storage.Global, which exclude each other"
            yield Problem("HS192", "serviceEndpoints", "Microsoft.Storage.Global", message, "keep one of the two")
        if self.delegation is not None and not _DELEGATION.fullmatch(self.delegation):
            instead = "write one such as Microsoft.Web/serverFarms"
            yield Problem("HS192", "delegation", self.delegation, "names no service", instead)

    def _duplicate_routes(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for name, route in (self.routes or {}).items():
            if route.prefix in seen:
                yield Problem(
                    "HS142",
                    f"routes.{name}.prefix",
                    route.prefix,
                    f"is routed by {seen[route.prefix]} already",
                    "keep one of the two",
                )
            seen.setdefault(route.prefix, name)


class SubnetArgs(SubnetShape):
    """A subnet."""

    prefix: str
    """The subnet's prefix, inside the network's address space."""


class NatGatewayArgs(Args):
    """A NAT gateway: the way out to the Internet for subnets without public addresses of their own."""

    addresses: int | None = None
    """How many public addresses it has, 1 (the default) to 16."""
    idle_timeout_minutes: int | None = None
    """Minutes after which an idle flow is forgotten, 4 (the default) to 120."""
    zone: str | None = None
    """Availability zone it stands in. Default: none, Azure chooses."""

    def own_problems(self) -> Iterator[Problem]:
        """Counts out of range."""
        most = limit("nat_gateway_addresses")
        if self.addresses is not None and not 1 <= self.addresses <= most:
            yield Problem("HS144", "addresses", str(self.addresses), "is out of range", f"write 1 to {most}")
        if self.idle_timeout_minutes is not None and not 4 <= self.idle_timeout_minutes <= 120:
            yield Problem(
                "HS144", "idleTimeoutMinutes", str(self.idle_timeout_minutes), "is out of range", "write 4 to 120"
            )


def nsg_forbidden(azure_name: str) -> bool:
    """Whether Azure wants no security group on a subnet of that name."""
    reserved = reserved_subnet(azure_name)
    return reserved is not None and reserved.nsg_forbidden


__all__ = [
    "Access",
    "Direction",
    "EndpointPolicies",
    "NatGatewayArgs",
    "NextHop",
    "RouteArgs",
    "SecurityRuleArgs",
    "SubnetArgs",
    "SubnetSecurity",
    "SubnetShape",
    "nsg_forbidden",
    "rule_conflicts",
]
