"""Arguments that hub and spoke share: subnets, their security and their routes."""

import re
from collections.abc import Iterator
from enum import Enum

import pulumi

from hubspoke.base.args import Args
from hubspoke.base.prefix_checks import prefix_problem
from hubspoke.vnet.rule_objects import is_name, is_service
from hubspoke_network.azure.limits import limit
from hubspoke_network.azure.reserved_subnets import reserved_subnet
from hubspoke_network.core.errors import Problem
from hubspoke_network.rules.security_rule_forms import rule_problems


class SubnetSecurity(Enum):
    """Ready-made security of a subnet."""

    INTERNAL_ONLY = "internalOnly"
    """To and from RFC 1918 addresses, nothing else."""
    INTERNAL_AND_INTERNET = "internalAndInternet"
    """As internalOnly, and out to the Internet: for proxies and web servers."""
    NONE = "none"
    """No security group: for subnets that Azure wants without one."""


class Direction(Enum):
    """Which way a security rule looks."""

    INBOUND = "Inbound"
    OUTBOUND = "Outbound"


class Access(Enum):
    """What a security rule does."""

    ALLOW = "Allow"
    DENY = "Deny"


class SecurityRuleArgs(Args):
    """One rule of a network security group."""

    direction: Direction
    """Inbound or Outbound."""
    access: Access
    """Allow or Deny."""
    priority: int
    """100 to 4096; the lowest number that matches decides."""
    protocol: str | None = None
    """Tcp, Udp, Icmp, Esp, Ah or * (the default)."""
    sources: list[str] | None = None
    """Where from: addresses, prefixes and groups of them by name, or application security groups, or one service tag.
    Default: anywhere."""
    source_ports: list[str] | None = None
    """Ports (443) and ranges (8000-8080). Default: any."""
    destinations: list[str] | None = None
    """Where to: addresses, prefixes and groups of them by name, or application security groups, or one service tag.
    Default: anywhere."""
    ports: list[str] | None = None
    """Destination ports (443) and ranges (8000-8080); or services (tcp/443) and groups of them by name, which say the
    protocol too: one rule a protocol comes of it, each up to five priorities further. Default: any."""
    description: str | None = None
    """What the rule is for, at most 140 characters."""

    def own_problems(self) -> Iterator[Problem]:
        """What ARM refuses in this rule, in ARM's words."""
        services = [text for text in self.ports or () if is_service(text)]
        if services and self.protocol is not None:
            yield Problem("HS106", "protocol", self.protocol, "is said by the services in ports", "remove it")
        elif services and len(services) < len(self.ports or ()):
            message = "holds ports without a protocol beside services"
            instead = "write them as services too, for example tcp/443"
            yield Problem("HS106", "ports", ", ".join(self.ports or ()), message, instead)
        # What names stand for is looked at where the groups are known.
        plain = self.model_copy(
            update={
                "sources": [text for text in self.sources or () if not is_name(text)] or None,
                "destinations": [text for text in self.destinations or () if not is_name(text)] or None,
                "ports": [text for text in self.ports or () if not is_service(text)] or None,
            }
        )
        for found in rule_problems({"name": "rule", "properties": plain.document()}):
            path = _OWN_PATHS.get(found.path.removeprefix("properties.").partition("[")[0], "")
            yield Problem("HS140", path or "rule", found.value, f"is refused by Azure: {found.message}", found.instead)

    def document(self) -> dict[str, object]:
        """The rule's ARM properties."""
        properties: dict[str, object] = {
            "direction": self.direction.value,
            "access": self.access.value,
            "priority": self.priority,
            "protocol": self.protocol or "*",
        }
        if self.description:
            properties["description"] = self.description
        for field, values in (
            ("sourceAddressPrefix", self.sources),
            ("sourcePortRange", self.source_ports),
            ("destinationAddressPrefix", self.destinations),
            ("destinationPortRange", self.ports),
        ):
            if values is not None and len(values) > 1:
                properties[f"{field}es" if field.endswith("x") else f"{field}s"] = list(values)
            else:
                properties[field] = (values or ["*"])[0]
        return properties


_SERVICE = re.compile(r"Microsoft\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)?")
_DELEGATION = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)+(/[A-Za-z0-9.]+)+")

_OWN_PATHS = {
    "direction": "direction",
    "access": "access",
    "priority": "priority",
    "protocol": "protocol",
    "description": "description",
    "sourceAddressPrefix": "sources",
    "sourceAddressPrefixes": "sources",
    "sourcePortRange": "sourcePorts",
    "sourcePortRanges": "sourcePorts",
    "destinationAddressPrefix": "destinations",
    "destinationAddressPrefixes": "destinations",
    "destinationPortRange": "ports",
    "destinationPortRanges": "ports",
}


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


def rule_conflicts(rules: dict[str, SecurityRuleArgs]) -> Iterator[Problem]:
    """Rules of one direction that have one priority."""
    slots: dict[tuple[Direction, int], str] = {}
    for name, rule in rules.items():
        slot = (rule.direction, rule.priority)
        if slot in slots:
            message = f"is the priority of {slots[slot]} too, in the same direction"
            yield Problem(
                "HS143", f"rules.{name}.priority", str(rule.priority), message, "give it a priority of its own"
            )
        slots.setdefault(slot, name)


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
