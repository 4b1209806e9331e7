"""Writer of the classic network configuration file: what `netcfg` reads back as the same configuration."""

from collections.abc import Iterable, Iterator

from hubspoke_network.core import xml
from hubspoke_network.readers.classic.configuration import (
    ClassicGateway,
    ClassicNetwork,
    ClassicPrefix,
    NetworkConfiguration,
)
from hubspoke_network.readers.classic.netcfg import NAMESPACE


def write_network_configuration(configuration: NetworkConfiguration) -> bytes:
    """The file `Set-AzureVNetConfig` takes, in UTF-8; it replaces the whole configuration of a subscription."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', *_lines(_document(configuration), 0)]
    return ("\n".join(lines) + "\n").encode()


def write_network(network: ClassicNetwork) -> bytes:
    """One VirtualNetworkSite, to be put into an exported file."""
    site = _network(network)
    site.attributes = {"xmlns": NAMESPACE} | site.attributes
    return ("\n".join(_lines(site, 0)) + "\n").encode()


class _Node:
    """An element to write: a leaf has text, any other has children."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, /, *children: "_Node", text: str | None = None, **attributes: str | None) -> None:
        self.name, self.children, self.text = name, children, text
        self.attributes = {key: value for key, value in attributes.items() if value is not None}


def _document(configuration: NetworkConfiguration) -> _Node:
    servers = (_Node("DnsServer", name=server.name, IPAddress=server.address) for server in configuration.dns_servers)
    sites = (
        _Node("LocalNetworkSite", _space(site.prefixes), *_text("VPNGatewayAddress", site.vpn_address), name=site.name)
        for site in configuration.sites
    )
    networks = (_network(network) for network in configuration.networks)
    inner = _Node(
        "VirtualNetworkConfiguration",
        _Node("Dns", *_list("DnsServers", servers)),
        *_list("LocalNetworkSites", sites),
        *_list("VirtualNetworkSites", networks),
    )
    return _Node("NetworkConfiguration", inner, xmlns=NAMESPACE)


def _network(network: ClassicNetwork) -> _Node:
    subnets = (
        _Node(
            "Subnet",
            _Node("AddressPrefix", text=subnet.prefix.text),
            *_text("NetworkSecurityGroup", subnet.security_group),
            name=subnet.name,
        )
        for subnet in network.subnets
    )
    return _Node(
        "VirtualNetworkSite",
        _space(network.prefixes),
        *_list("Subnets", subnets),
        *_list("DnsServersRef", (_Node("DnsServerRef", name=name) for name in network.dns)),
        *([_gateway(network.gateway)] if network.gateway is not None else []),
        name=network.name,
        Location=network.location,
        AffinityGroup=network.affinity_group,
    )


def _gateway(gateway: ClassicGateway) -> _Node:
    references = (
        _Node("LocalNetworkSiteRef", *(_Node("Connection", type=kind) for kind in reference.types), name=reference.site)
        for reference in gateway.sites
    )
    return _Node(
        "Gateway",
        *_list("VPNClientAddressPool", _prefixes(gateway.client_pools)),
        _Node("ConnectionsToLocalNetwork", *references),
        profile=gateway.profile,
    )


def _space(prefixes: Iterable[ClassicPrefix]) -> _Node:
    return _Node("AddressSpace", *_prefixes(prefixes))


def _prefixes(prefixes: Iterable[ClassicPrefix]) -> Iterator[_Node]:
    return (_Node("AddressPrefix", text=prefix.text) for prefix in prefixes)


def _list(name: str, children: Iterable[_Node]) -> list[_Node]:
    """The container, or nothing where it would be empty."""
    found = tuple(children)
    return [_Node(name, *found)] if found else []


def _text(name: str, text: str | None) -> list[_Node]:
    return [_Node(name, text=text)] if text is not None else []


def _lines(node: _Node, depth: int) -> Iterator[str]:
    indent = "  " * depth
    start = node.name + "".join(f' {key}="{xml(value)}"' for key, value in node.attributes.items())
    if node.text is not None:
        yield f"{indent}<{start}>{xml(node.text)}</{node.name}>"
    elif not node.children:
        yield f"{indent}<{start} />"
    else:
        yield f"{indent}<{start}>"
        for child in node.children:
            yield from _lines(child, depth + 1)
        yield f"{indent}</{node.name}>"
