"""Classic (ASM) networks as the network configuration file describes them.

Source: the network configuration schema (`Get-AzureVNetConfig`), one document per subscription. Lines are those of the
file the thing was read from; they take no part in comparisons.
"""

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Literal

from hubspoke_network.azure import GATEWAY_SUBNET

ConnectionType = Literal["IPsec", "Dedicated"]
GATEWAY_PROFILES = ("Small", "Medium", "Large", "ExtraLarge")
"""Values of `Gateway/@profile`. Only `Small` was seen in published files; the others are from the schema page."""

_CIDR = re.compile(r"^\d{1,3}(\.\d{1,3}){3}/\d{1,2}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClassicPrefix:
    """An IPv4 prefix as ASM took it: `text` may have host bits, `network` is what it means."""

    text: str
    network: IPv4Network = field(compare=False)
    line: int = field(default=0, compare=False)

    @property
    def has_host_bits(self) -> bool:
        """Whether ARM refuses the text although ASM took it."""
        return self.text != str(self.network)


def classic_prefix(text: str, line: int = 0) -> ClassicPrefix | None:
    """The prefix, or None where even ASM would not take it."""
    if not _CIDR.match(text):
        return None
    try:
        return ClassicPrefix(text, IPv4Network(text, strict=False), line)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class DnsServer:
    """A named DNS server that networks refer to."""

    name: str
    address: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LocalSite:
    """A local network site: prefixes on the other side of a gateway; `vpn_address` is None for a circuit."""

    name: str
    prefixes: tuple[ClassicPrefix, ...] = ()
    vpn_address: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ClassicSubnet:
    """A subnet with its one prefix and, if set, the name of its network security group."""

    name: str
    prefix: ClassicPrefix
    security_group: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SiteReference:
    """A gateway's connection to a local network site."""

    site: str
    types: tuple[ConnectionType, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ClassicGateway:
    """The `Gateway` element: what a gateway may be made from, not whether one exists."""

    profile: str | None = None
    client_pools: tuple[ClassicPrefix, ...] = ()
    sites: tuple[SiteReference, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ClassicNetwork:
    """A virtual network site: its name, place, prefixes, subnets, DNS references and gateway element."""

    name: str
    location: str | None = None
    affinity_group: str | None = None
    prefixes: tuple[ClassicPrefix, ...] = ()
    subnets: tuple[ClassicSubnet, ...] = ()
    dns: tuple[str, ...] = ()
    gateway: ClassicGateway | None = None
    line: int = field(default=0, compare=False)

    @property
    def gateway_subnet(self) -> ClassicSubnet | None:
        """The subnet called GatewaySubnet, case aside."""
        return next((subnet for subnet in self.subnets if subnet.name.lower() == GATEWAY_SUBNET.lower()), None)

    def connects(self, kind: ConnectionType) -> tuple[str, ...]:
        """The sites this network's gateway element names with that connection type."""
        if self.gateway is None:
            return ()
        return tuple(reference.site for reference in self.gateway.sites if kind in reference.types)


@dataclass(frozen=True, slots=True)
class Unread:
    """An element the reader does not know: it is reported, since writing the file back would lose it."""

    path: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NetworkConfiguration:
    """One subscription's network configuration. `unread` is what the reader did not understand."""

    dns_servers: tuple[DnsServer, ...] = ()
    sites: tuple[LocalSite, ...] = ()
    networks: tuple[ClassicNetwork, ...] = ()
    unread: tuple[Unread, ...] = field(default=(), compare=False)

    def site(self, name: str) -> LocalSite | None:
        """The local network site of that name, exactly."""
        return next((site for site in self.sites if site.name == name), None)
