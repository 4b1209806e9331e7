"""What a virtual network of a hub or spoke will consist of: pure, no Pulumi resource is made here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi

from hubspoke.base import Namer
from hubspoke.vnet.args import ADDRESS, ASG, NAT, NSG, SUBNET, TABLE, VNET, PlacedVnet, security_of
from hubspoke.vnet.egress import ANYWHERE, Ways
from hubspoke.vnet.internal_only_rules import RulePlan, intent, internal_rules
from hubspoke.vnet.subnet_args import EndpointPolicies, RouteArgs, SubnetArgs, SubnetSecurity
from hubspoke_network.azure import reserved_subnet


@dataclass(frozen=True, slots=True)
class SecurityGroupPlan:
    """A network security group. `intent` goes into the tag network-intent; empty: no tag."""

    key: str
    azure_name: str
    rules: tuple[RulePlan, ...]
    intent: str
    role: str = "nsg"

    @property
    def id(self) -> str:
        """What subnets name it by: the user's key, or the role of one that no key stands for."""
        return plan_id(self.key, self.role, "nsg")


@dataclass(frozen=True, slots=True)
class Security:
    """What the group of a subnet has in place of its own rules, and the tag network-intent that goes with them."""

    rules: tuple[RulePlan, ...]
    intent: str


@dataclass(frozen=True, slots=True)
class MembersPlan:
    """An application security group of the network; interfaces join it."""

    key: str
    azure_name: str


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A route table; key "" is the one shared by every subnet without routes of its own.

    The routes of one that is `separate` are resources of their own, so that others can add theirs.
    """

    key: str
    azure_name: str
    routes: tuple[tuple[str, RouteArgs], ...]
    propagation: bool
    role: str = "routes"
    separate: bool = False
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """What subnets name it by: the user's key, or the role of one that no key stands for."""
        return plan_id(self.key, self.role, "routes")


@dataclass(frozen=True, slots=True)
class PublicAddressPlan:
    """A public address, Standard and static. Its name ends in a hash of what forces a replacement."""

    key: str
    azure_name: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NatPlan:
    """A NAT gateway and its addresses."""

    key: str
    azure_name: str
    addresses: tuple[PublicAddressPlan, ...]
    idle_timeout_minutes: int
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubnetPlan:
    """A subnet: `group` and `table` are ids of the plans of those, `nat` the key of one (None: without)."""

    key: str
    azure_name: str
    prefix: str
    group: str | None = None
    group_id: pulumi.Input[str] | None = None
    table: str | None = None
    nat: str | None = None
    service_endpoints: tuple[str, ...] = ()
    delegation: str | None = None
    role: str = "subnet"
    private_endpoint_policies: str = "Disabled"
    private_link_service_policies: bool = True

    @property
    def id(self) -> str:
        """What tells it from the network's other subnets: the user's key, or the role of one without key."""
        return plan_id(self.key, self.role, "subnet")


@dataclass(frozen=True, slots=True)
class VnetPlan:
    """A virtual network and what lies in it, in the order in which it is made."""

    azure_name: str
    address_space: tuple[str, ...]
    dns_servers: tuple[str, ...]
    groups: tuple[SecurityGroupPlan, ...]
    tables: tuple[TablePlan, ...]
    nats: tuple[NatPlan, ...]
    subnets: tuple[SubnetPlan, ...]
    members: tuple[MembersPlan, ...] = ()


def plan_id(key: str, role: str, usual: str) -> str:
    """`key` for what users name in the usual role; a key has no colon, so that nothing else can have the same."""
    return key if role == usual else f"{role}:{key}"


def plan_vnet(
    args: PlacedVnet,
    namer: Namer,
    first: tuple[SubnetPlan, ...] = (),
    ways: Ways | None = None,
    security: Mapping[str, Security] | None = None,
) -> VnetPlan:
    """The plan; `first` are subnets that come before the user's (the gateways'), `ways` what every table has, and
    `security` the rules of subnets that have none of their own, by key.
    """
    ways = ways or Ways(propagation=args.propagate_gateway_routes is not False)
    subnets = tuple(_subnet(key, subnet, args, namer, ways) for key, subnet in (args.subnets or {}).items())
    return VnetPlan(
        azure_name=namer.name(VNET, "vnet"),
        address_space=tuple(args.address_space),
        dns_servers=tuple(args.dns_servers or ()),
        groups=tuple(_groups(args, namer, subnets, ways, security or {})),
        tables=tuple(_tables(args, namer, subnets, ways)),
        nats=tuple(_nat(key, args, namer) for key in args.nat_gateways or {}),
        subnets=(*first, *subnets),
        members=tuple(MembersPlan(key, namer.name(ASG, "asg", key)) for key in args.asg_names()),
    )


def _subnet(key: str, subnet: SubnetArgs, args: PlacedVnet, namer: Namer, ways: Ways) -> SubnetPlan:
    reserved = reserved_subnet(args.subnet_name(key))
    name = reserved.name if reserved else namer.name(SUBNET, "subnet", key)
    own_group = subnet.rules is not None or security_of(subnet, name) is not SubnetSecurity.NONE
    without_table = reserved is not None and (reserved.route_table_refused or not subnet.routes)
    return SubnetPlan(
        key=key,
        azure_name=name,
        prefix=subnet.prefix,
        group=key if own_group else None,
        group_id=subnet.network_security_group_id,
        table=None if without_table else key if subnet.routes else "",
        nat=subnet.nat_gateway or (ways.nat if reserved is None else None),
        service_endpoints=tuple(subnet.service_endpoints or ()),
        delegation=subnet.delegation,
        private_endpoint_policies=(subnet.private_endpoint_policies or EndpointPolicies.DISABLED).value,
        private_link_service_policies=subnet.private_link_service_policies is not False,
    )


def _groups(
    args: PlacedVnet, namer: Namer, subnets: tuple[SubnetPlan, ...], ways: Ways, security: Mapping[str, Security]
) -> list[SecurityGroupPlan]:
    found: list[SecurityGroupPlan] = []
    objects = args.objects()
    for plan in subnets:
        if plan.group is None:
            continue
        subnet = (args.subnets or {})[plan.key]
        internet = security_of(subnet, plan.azure_name) is SubnetSecurity.INTERNAL_AND_INTERNET
        if plan.key in security:
            rules, meant = sorted_rules(security[plan.key].rules), security[plan.key].intent
        elif subnet.rules is not None:
            rules = sorted_rules(made for name, rule in subnet.rules.items() for made in objects.rules(name, rule))
            meant = ""
        else:
            routed = bool(ways.internet_intent) or any(r.prefix == ANYWHERE for r in (subnet.routes or {}).values())
            rules = internal_rules(internet=internet, probes=bool(subnet.load_balancer_probes), routed=routed)
            meant = (ways.internet_intent if internet else "") or intent(internet=internet)
        found.append(SecurityGroupPlan(plan.key, namer.name(NSG, "nsg", plan.key), rules, meant))
    return found


def sorted_rules(rules: Iterable[RulePlan]) -> tuple[RulePlan, ...]:
    """Rules in a stable order: the group's list is compared by position."""
    return tuple(sorted(rules, key=lambda rule: (str(rule.properties["direction"]), rule.properties["priority"])))


def _tables(args: PlacedVnet, namer: Namer, subnets: tuple[SubnetPlan, ...], ways: Ways) -> list[TablePlan]:
    found = []
    for key in dict.fromkeys(plan.table for plan in subnets if plan.table is not None):
        routes = (args.subnets or {})[key].routes if key else None
        ordered = tuple(sorted({**dict(ways.routes), **(routes or {})}.items()))
        azure_name = namer.name(TABLE, "routes", key)
        found.append(TablePlan(key, azure_name, ordered, ways.propagation, tags=ways.tags))
    return found


def _nat(key: str, args: PlacedVnet, namer: Namer) -> NatPlan:
    asked = (args.nat_gateways or {})[key]
    zones = (asked.zone,) if asked.zone else ()
    count = asked.addresses or 1
    # The first address keeps its name whatever the count: more of them are added beside it.
    keys = [key, *(f"{key}-{number}" for number in range(2, count + 1))]
    addresses = tuple(address(item, zones, args.location, namer, "nat-ip") for item in keys)
    return NatPlan(key, namer.name(NAT, "nat", key), addresses, asked.idle_timeout_minutes or 4, zones)


def address(
    key: str, zones: tuple[str, ...], location: str, namer: Namer, role: str, part: str = ""
) -> PublicAddressPlan:
    """A public address: Standard, static, IPv4. `part` stands in the key's place in its name."""
    forces = ("Standard", "IPv4", location.replace(" ", "").lower(), zones)
    return PublicAddressPlan(key, namer.name(ADDRESS, role, key, forces=forces, part=part), zones)
