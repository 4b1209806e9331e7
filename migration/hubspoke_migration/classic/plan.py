"""The plan: what becomes of each classic network, subnet and site, and the steps that get there."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

from hubspoke_network.core import Finding
from hubspoke_network.readers.classic import HoldingReach

Action = Literal["migrate", "holds", "stays"]
"""`migrate`: moves to ARM and becomes a spoke. `holds`: has nothing but roles and is its own holding network.
`stays`: cannot move, or cannot be peered, before something is done that no plan can do."""

SiteFate = Literal["circuit", "vpn", "peering", "unused"]
"""`circuit`: reached by ExpressRoute. `vpn`: needs a connection of the hub's VPN gateway. `peering`: stands for another
network, which the hub now reaches. `unused`: nobody refers to it."""

Shell = Literal["classic", "azure", "pulumi", "hand"]
"""Where a step is done: the classic Azure module, the Az module, Pulumi, or by hand."""


@dataclass(frozen=True, slots=True)
class SubnetPlan:
    """A subnet of a network: `key` in settings, `name` in ARM, the corrected prefix."""

    classic: str
    key: str
    name: str
    prefix: IPv4Network
    security_group: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """What becomes of one classic network. `reasons` are the rules that keep it from moving."""

    classic: str
    key: str
    action: Action
    reasons: tuple[str, ...]
    name: str
    group: str
    location: str | None
    prefixes: tuple[IPv4Network, ...]
    subnets: tuple[SubnetPlan, ...]
    dns_servers: tuple[str, ...] = ()
    circuit: bool = False
    """Whether it is on the circuit, or has to reach it until it has moved."""
    gateways: int = 0
    """Gateways it has today."""
    holding: str | None = None
    """The holding network its roles move to."""


@dataclass(frozen=True, slots=True)
class HoldingSubnet:
    """A subnet of a holding network, with the roles (service/role) that move into it from `origin`."""

    name: str
    prefix: IPv4Network
    origin: str | None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldingPlan:
    """A classic network that takes the web and worker roles of another one until they have been redesigned."""

    name: str
    key: str
    origin: str
    location: str
    place: str
    """The location as ASM spells it."""
    prefix: IPv4Network
    subnets: tuple[HoldingSubnet, ...]
    reach: HoldingReach
    services: tuple[str, ...]
    dns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What becomes of a local network site."""

    classic: str
    key: str
    fate: SiteFate
    prefixes: tuple[IPv4Network, ...]
    address: str | None = None
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HubPlan:
    """The hub: `prefix` holds it, `gateway_subnet` its gateways; `vpn` whether sites need a VPN gateway."""

    key: str
    location: str
    prefix: IPv4Network
    gateway_subnet: IPv4Network
    sku: str
    vpn: bool


@dataclass(frozen=True, slots=True)
class GatewayProfile:
    """What a classic gateway is made from: sites with their prefixes, all of them dedicated."""

    network: str
    key: str
    size: str
    sites: tuple[tuple[str, tuple[IPv4Network, ...]], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where and what to type, why, what is down, how to go back, and what to see when it worked.

    `minutes` is how long to plan for; None where nobody can say. `down` is empty where nothing is.
    """

    title: str
    shell: Shell
    commands: tuple[str, ...]
    why: str
    check: str = ""
    down: str = ""
    back: str = ""
    minutes: int | None = None
    cures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Steps that belong together; `network` is the classic network they are about, if it is one."""

    key: str
    title: str
    network: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Gateways:
    """How many gateways there are before, at most while the plan runs, and after."""

    before: int
    most: int
    after: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the outputs are rendered from. Equal inputs give equal plans."""

    stack: str
    subscription: str | None
    pool: IPv4Network | None
    circuit: str | None
    circuit_id: str | None
    """Its ARM id, where the stack can link the hub to it by itself."""
    hub: HubPlan | None
    networks: tuple[NetworkPlan, ...]
    holdings: tuple[HoldingPlan, ...]
    sites: tuple[SitePlan, ...]
    profiles: tuple[GatewayProfile, ...]
    gateways: Gateways
    findings: tuple[Finding, ...]
    chapters: tuple[Chapter, ...] = ()

    def with_action(self, action: Action) -> tuple[NetworkPlan, ...]:
        """The networks with that fate."""
        return tuple(network for network in self.networks if network.action == action)
