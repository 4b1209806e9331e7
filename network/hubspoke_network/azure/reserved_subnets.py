"""Subnets whose name gives them a service, and what Azure lets such a subnet have."""

from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.azure.service_data import load

GATEWAY_SUBNET = "GatewaySubnet"
"""The subnet of VPN and ExpressRoute gateways, one a network; Azure knows it by this name."""


@dataclass(frozen=True, slots=True)
class ReservedSubnet:
    """What Azure asks of a subnet with a reserved name.

    `longest_prefix` is the smallest size as a prefix length (27 for a /27); `longest_prefix_basic_vpn` the one for a
    Basic VPN gateway, where it differs. `nsg`, `route_table`, `nat_gateway`, `delegation` and `propagation` say what
    may be attached, in the words of `data/reserved_subnets.json`. `users` are the ARM types that may use it.
    """

    name: str
    longest_prefix: int
    nsg: str
    route_table: str
    nat_gateway: str
    delegation: str
    propagation: str
    users: tuple[str, ...]
    note: str
    longest_prefix_basic_vpn: int = 0

    @property
    def nsg_forbidden(self) -> bool:
        """Whether no security group belongs on it, refused by ARM or unsupported by the service."""
        return self.nsg in {"refused", "unsupported"}

    @property
    def route_table_refused(self) -> bool:
        """Whether Azure takes no route table on it at all."""
        return self.route_table == "refused"


@lru_cache(maxsize=1)
def reserved_subnets() -> dict[str, ReservedSubnet]:
    """Every reserved subnet by its name in lower case."""
    rows = load("reserved_subnets")["subnets"]
    return {
        name.lower(): ReservedSubnet(name=name, **{**row, "users": tuple(row["users"])}) for name, row in rows.items()
    }


def reserved_subnet(name: str) -> ReservedSubnet | None:
    """The record for a subnet name, compared without case; None for an ordinary subnet."""
    return reserved_subnets().get(name.lower())


@dataclass(frozen=True, slots=True)
class RequiredRule:
    """A security rule that a service cannot do without."""

    direction: str
    source: str
    destination: str
    protocol: str
    ports: tuple[str, ...]


def bastion_rules() -> tuple[RequiredRule, ...]:
    """The rules a security group on AzureBastionSubnet must hold (bastion-nsg, azure-docs)."""
    data = load("reserved_subnets")["bastion_rules"]
    return tuple(
        RequiredRule(direction.capitalize(), source, destination, protocol, tuple(ports.split(",")))
        for direction in ("inbound", "outbound")
        for source, destination, protocol, ports in data[direction]
    )
