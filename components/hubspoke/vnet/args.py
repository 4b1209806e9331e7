"""Arguments of a virtual network that hub and spoke share, and what is checked in both."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address

import pulumi

from hubspoke.base import NamingArgs, address_space_problems, override_problems, subnet_problems
from hubspoke.base.args import Args, known, moved
from hubspoke.vnet.internal_only_rules import RulePlan
from hubspoke.vnet.object_group_args import ObjectGroupsArgs
from hubspoke.vnet.rule_objects import Objects
from hubspoke.vnet.subnet_args import NatGatewayArgs, SubnetArgs, SubnetSecurity, SubnetShape, nsg_forbidden
from hubspoke_network.azure import limit, reserved_subnet
from hubspoke_network.core import Problem
from hubspoke_network.sets.object_groups import ObjectGroups

VNET = "Microsoft.Network/virtualNetworks"
SUBNET = "Microsoft.Network/virtualNetworks/subnets"
PEERING = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
NSG = "Microsoft.Network/networkSecurityGroups"
TABLE = "Microsoft.Network/routeTables"
ADDRESS = "Microsoft.Network/publicIPAddresses"
NAT = "Microsoft.Network/natGateways"
ASG = "Microsoft.Network/applicationSecurityGroups"

_KEY = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]{0,48}[A-Za-z0-9])?")


def key_problems(path: str, keys: Mapping[str, object] | None) -> Iterator[Problem]:
    """Keys that cannot become part of a name."""
    for key in keys or {}:
        if not _KEY.fullmatch(key):
            message = "cannot be part of a resource's name"
            yield Problem(
                "HS107",
                path,
                key,
                message,
                "write letters, digits, - and _, at most 50, a letter or digit at both ends",
            )


def tag_problems(tags: Mapping[str, pulumi.Input[str]] | None) -> Iterator[Problem]:
    """Tags that Azure does not take."""
    if len(tags or {}) > limit("tags_per_resource"):
        yield Problem(
            "HS109",
            "tags",
            str(len(tags or {})),
            "are more than a resource may have",
            f"keep {limit('tags_per_resource')}",
        )
    for key, value in (tags or {}).items():
        if len(key) > limit("tag_key_characters") or re.search(r"[<>%&\\?/]", key):
            yield Problem(
                "HS109", "tags", key, "is not a tag's name", "write at most 512 characters, none of < > % & \\ ? /"
            )
        if known(value) and len(str(value)) > limit("tag_value_characters"):
            yield Problem(
                "HS109",
                f"tags.{key}",
                str(value),
                "is too long",
                f"write at most {limit('tag_value_characters')} characters",
            )


class VnetShape(Args):
    """What a virtual network has beside its place and its addresses."""

    subnets: Mapping[str, SubnetShape] | None = None
    """Subnets by key. Each is a resource of its own; adding one touches no other."""
    dns_servers: list[str] | None = None
    """Addresses of DNS servers. Default: Azure's."""
    nat_gateways: dict[str, NatGatewayArgs] | None = None
    """NAT gateways by key, for subnets to leave by."""
    object_groups: ObjectGroupsArgs | None = None
    """Named sets of addresses, services and application security groups, for the rules of subnets to use."""
    application_security_groups: list[str] | None = None
    """Application security groups of this network, by name: interfaces join them, and rules use them by that name."""
    propagate_gateway_routes: bool | None = None
    """Whether the routes that the hub's gateways learn reach the subnets. Default: yes."""
    tags: dict[str, pulumi.Input[str]] | None = None
    """Tags of every resource."""
    label: str | None = None
    """The network's own part of Azure names. Default: the component's name."""
    names: dict[str, str] | None = None
    """Azure names of single resources, by role (vnet, subnet-app, nsg-app, routes)."""

    def own_problems(self) -> Iterator[Problem]:
        """Keys, tags, names, DNS servers and what subnets refer to."""
        yield from key_problems("subnets", self.subnets)
        yield from key_problems("natGateways", self.nat_gateways)
        yield from key_problems("applicationSecurityGroups", dict.fromkeys(self.application_security_groups or ()))
        yield from tag_problems(self.tags)
        yield from override_problems(self.names or {}, self.slots())
        for index, server in enumerate(self.dns_servers or []):
            try:
                ip_address(server)
            except ValueError:
                yield Problem(
                    "HS108", f"dnsServers[{index}]", server, "is not an address", "write one such as 10.0.0.4"
                )
        most = limit("dns_servers_per_virtual_network")
        if len(self.dns_servers or []) > most:
            yield Problem(
                "HS108",
                "dnsServers",
                str(len(self.dns_servers or [])),
                "are more than a network may have",
                f"keep {most}",
            )
        for key, subnet in (self.subnets or {}).items():
            yield from self._subnet_problems(key, subnet)

    def _subnet_problems(self, key: str, subnet: SubnetShape) -> Iterator[Problem]:
        path = f"subnets.{key}"
        gateways = self.nat_gateways or {}
        if subnet.nat_gateway is not None and subnet.nat_gateway not in gateways:
            instead = f"write one of {', '.join(gateways)}" if gateways else f"add natGateways.{subnet.nat_gateway}"
            yield Problem("HS108", f"{path}.natGateway", subnet.nat_gateway, "is not among natGateways", instead)
        name = self.subnet_name(key)
        if name.lower() == "gatewaysubnet":
            yield Problem(
                "HS116", path, name, "is the gateways' subnet", "write its prefix as gatewaySubnet of the hub"
            )
        if nsg_forbidden(name) and (
            subnet.rules or subnet.network_security_group_id or security_of(subnet, name) is not SubnetSecurity.NONE
        ):
            yield Problem(
                "HS116", path, name, "takes no security group", "remove security, rules and networkSecurityGroupId"
            )
        reserved = reserved_subnet(name)
        if reserved and reserved.route_table_refused and subnet.routes:
            yield Problem("HS116", f"{path}.routes", name, "takes no route table", "remove routes")

    def objects(self, common: ObjectGroupsArgs | None = None) -> Objects:
        """What names in the network's rules stand for; `common` are groups that other networks have as well."""
        given = common.with_more(self.object_groups) if common is not None else self.object_groups
        groups = given.groups if given is not None else ObjectGroups()
        return Objects(groups, tuple(self.asg_names()))

    def asg_names(self) -> list[str]:
        """Every application security group of the network."""
        return list(self.application_security_groups or ())

    def object_problems(self, objects: Objects) -> Iterator[Problem]:
        """Names in rules that stand for nothing, and what rules come to that Azure does not take."""
        for name in self.asg_names():
            if objects.groups.kind(name) is not None:
                message = "is the name of an object group, too"
                yield Problem("HS402", "applicationSecurityGroups", name, message, "choose another name")
        for key, subnet in (self.subnets or {}).items():
            path = f"subnets.{key}.rules"
            made: dict[str, list[RulePlan]] = {}
            for name, rule in (subnet.rules or {}).items():
                yield from (moved(problem, f"{path}.{name}") for problem in objects.problems(name, rule))
                made[name] = objects.rules(name, rule)
            yield from clashes(made, path)

    def subnet_name(self, key: str) -> str:
        """The Azure name a subnet will have where it matters: a reserved one, or an override."""
        override = (self.names or {}).get(f"subnet-{key}")
        reserved = reserved_subnet(key)
        return override or (reserved.name if reserved else key)

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        found = {"vnet": VNET, "routes": TABLE}
        for key in self.subnets or {}:
            found |= {f"subnet-{key}": SUBNET, f"nsg-{key}": NSG, f"routes-{key}": TABLE}
        for key in self.nat_gateways or {}:
            found |= {f"nat-{key}": NAT, f"nat-ip-{key}": ADDRESS}
        return found | {f"asg-{key}": ASG for key in self.asg_names()}


def clashes(made: Mapping[str, list[RulePlan]], path: str) -> Iterator[Problem]:
    """Rules that get one name or one priority once services have become a rule for each protocol."""
    taken: dict[object, str] = {}
    for name, rules in made.items():
        for rule in rules:
            for slot in (rule.name.lower(), (rule.properties["direction"], rule.properties["priority"])):
                other = taken.setdefault(slot, name)
                # Two rules of one written priority are told where they are written.
                if other != name and (len(made[other]) > 1 or len(rules) > 1 or rule.name != name):
                    message = f"makes a rule {rule.name} that meets one of {other}, in its name or its priority"
                    instead = "give it another name, or a priority six further on"
                    yield Problem("HS143", f"{path}.{name}", str(rule.properties["priority"]), message, instead)


def security_of(subnet: SubnetShape, name: str) -> SubnetSecurity:
    """The ready-made security of a subnet: what is asked for, else internal only; none where it has its own."""
    if subnet.rules is not None or subnet.network_security_group_id is not None:
        return SubnetSecurity.NONE
    if subnet.security is not None:
        return subnet.security
    return SubnetSecurity.NONE if reserved_subnet(name) else SubnetSecurity.INTERNAL_ONLY


class PlacedVnet(VnetShape):
    """A virtual network's place and addresses, for the components that make one."""

    resource_group_name: pulumi.Input[str]
    """Resource group of everything the component makes. As plain text it is known at preview."""
    location: str
    """Azure region."""
    address_space: list[str]
    """Prefixes of the virtual network."""
    subnets: dict[str, SubnetArgs] | None = None
    """Subnets by key. Each is a resource of its own; adding one touches no other."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """Addresses, on top of what every virtual network is checked for."""
        yield from super().own_problems()
        yield from address_space_problems("addressSpace", self.address_space)
        yield from subnet_problems(self.prefixes(), self.address_space, self.prefix_names())
        yield from self.object_problems(self.objects())

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet."""
        return {f"subnets.{key}.prefix": subnet.prefix for key, subnet in (self.subnets or {}).items()}

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name of every subnet, as far as the name means something to Azure."""
        return {f"subnets.{key}.prefix": self.subnet_name(key) for key in self.subnets or {}}
