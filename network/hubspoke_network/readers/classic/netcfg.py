"""Reader of the classic network configuration file (`Get-AzureVNetConfig -ExportToFile`).

As loose as ASM was where ASM was loose (host bits in prefixes, any order of elements, unused sites), strict where a
guess would lose something. Source: published configuration files and Microsoft's articles that show them.
"""

import unicodedata
from collections.abc import Callable, Iterable
from ipaddress import AddressValueError, IPv4Address
from typing import TypeVar, cast, get_args

from hubspoke_network.core import Problem, ReadError, SpecError
from hubspoke_network.readers.classic.configuration import (
    ClassicGateway,
    ClassicNetwork,
    ClassicPrefix,
    ClassicSubnet,
    ConnectionType,
    DnsServer,
    LocalSite,
    NetworkConfiguration,
    SiteReference,
    Unread,
    classic_prefix,
)
from hubspoke_network.readers.classic.xml_tree import Element, parse_tree

NAMESPACE = "http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration"
MAXIMUM_NAME = 260
"""Longest name taken, so that one name cannot fill a report. ASM's own bound is lower but not published."""


_T = TypeVar("_T")


def read_network_configuration(data: bytes, subject: str = "network configuration") -> NetworkConfiguration:
    """The configuration in `data`.

    Raises `ReadError` (with line and column) where the file is not such a document at all or is unsafe to read, and
    `SpecError` with every mistake in it otherwise.
    """
    root = parse_tree(data, subject)
    if root.name != "NetworkConfiguration" or root.namespace != NAMESPACE:
        found = f"{{{root.namespace}}}{root.name}" if root.namespace else root.name
        raise ReadError(
            f"{subject}:{root.line}:1: the root element is {found[:200]}, not NetworkConfiguration in the namespace"
            f" {NAMESPACE}; export the file with Get-AzureVNetConfig -ExportToFile"
        )
    reader = _Reader()
    read = reader.configuration(root)
    if reader.problems:
        raise SpecError(reader.problems, subject)
    return read


def name_problem(name: str) -> str | None:
    """Why `name` cannot be taken from a stranger's file into commands and reports, or None."""
    if not name.strip():
        return "is empty"
    if len(name) > MAXIMUM_NAME:
        return f"is longer than {MAXIMUM_NAME} characters"
    if any(unicodedata.category(character).startswith("C") or character in "\u2028\u2029" for character in name):
        return "holds control characters or invisible ones"
    return None


class _Reader:
    """Walks the tree and gathers mistakes."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._unread: dict[tuple[str, int], Unread] = {}

    def configuration(self, root: Element) -> NetworkConfiguration:
        self._skip([root], "VirtualNetworkConfiguration")
        inner = root.all("VirtualNetworkConfiguration")
        if len(inner) != 1:
            message = f"holds {len(inner)} VirtualNetworkConfiguration elements"
            self._problem("HS350", "NetworkConfiguration", root, "", message, "keep exactly one")
        self._skip(inner, "Dns", "LocalNetworkSites", "VirtualNetworkSites")
        servers = self._nested(inner, "Dns", "DnsServers", "DnsServer")
        sites = self._nested(inner, "LocalNetworkSites", "LocalNetworkSite")
        networks = self._nested(inner, "VirtualNetworkSites", "VirtualNetworkSite")
        return NetworkConfiguration(
            self._unique(servers, "", self._dns_server),
            self._unique(sites, "", self._site),
            self._unique(networks, "", self._network),
            tuple(self._unread.values()),
        )

    def _dns_server(self, element: Element, path: str) -> DnsServer | None:
        self._skip([element])
        name = self._name(element, path)
        address = element.attributes.get("IPAddress", "").strip()
        if not _is_address(address):
            self._problem(
                "HS353", f"{path}/@IPAddress", element, address, "is not an IPv4 address", "write it like 10.0.0.4"
            )
            return None
        return DnsServer(name, address, element.line) if name else None

    def _site(self, element: Element, path: str) -> LocalSite | None:
        self._skip([element], "AddressSpace", "VPNGatewayAddress")
        name = self._name(element, path)
        address = self._single(element, "VPNGatewayAddress", path)
        if address is not None and not _is_address(address):
            self._problem(
                "HS353",
                f"{path}/VPNGatewayAddress",
                element,
                address,
                "is not an IPv4 address",
                "write it like 10.0.0.4",
            )
        prefixes = self._prefixes(self._nested([element], "AddressSpace", "AddressPrefix"), path)
        return LocalSite(name, prefixes, address, element.line) if name else None

    def _network(self, element: Element, path: str) -> ClassicNetwork | None:
        self._skip([element], "AddressSpace", "Subnets", "DnsServersRef", "Gateway")
        name = self._name(element, path)
        prefixes = self._prefixes(self._nested([element], "AddressSpace", "AddressPrefix"), path)
        if not self._nested([element], "AddressSpace", "AddressPrefix"):
            self._problem("HS350", f"{path}/AddressSpace", element, "", "has no AddressPrefix", "give at least one")
        references = self._nested([element], "DnsServersRef", "DnsServerRef")
        gateways = element.all("Gateway")
        if len(gateways) > 1:
            self._problem("HS351", f"{path}/Gateway", gateways[1], "", "stands twice", "keep one")
        location, group = self._place(element, "Location", path), self._place(element, "AffinityGroup", path)
        if not name:
            return None
        return ClassicNetwork(
            name,
            location,
            group,
            prefixes,
            self._unique(self._nested([element], "Subnets", "Subnet"), path, self._subnet),
            tuple(name for item in references if (name := self._name(item, f"{path}/DnsServerRef"))),
            self._gateway(gateways[0], f"{path}/Gateway") if gateways else None,
            element.line,
        )

    def _place(self, element: Element, attribute: str, path: str) -> str | None:
        text = element.attributes.get(attribute, "").strip()
        if text and (problem := name_problem(text)):
            self._problem("HS355", f"{path}/@{attribute}", element, text, problem, "write it as Azure does")
            return None
        return text or None

    def _subnet(self, element: Element, path: str) -> ClassicSubnet | None:
        self._skip([element], "AddressPrefix", "NetworkSecurityGroup")
        name = self._name(element, path)
        texts = element.all("AddressPrefix")
        if len(texts) != 1:
            self._problem(
                "HS350", f"{path}/AddressPrefix", element, "", f"stands {len(texts)} times", "give exactly one"
            )
            return None
        prefixes = self._prefixes(texts, path)
        group = self._single(element, "NetworkSecurityGroup", path)
        if group is not None and (problem := name_problem(group)):
            self._problem("HS355", f"{path}/NetworkSecurityGroup", element, _shown(group), problem, "correct the name")
        return ClassicSubnet(name, prefixes[0], group, element.line) if name and prefixes else None

    def _gateway(self, element: Element, path: str) -> ClassicGateway:
        self._skip([element], "VPNClientAddressPool", "ConnectionsToLocalNetwork")
        pools = self._nested([element], "VPNClientAddressPool", "AddressPrefix")
        sites = self._nested([element], "ConnectionsToLocalNetwork", "LocalNetworkSiteRef")
        profile = element.attributes.get("profile", "").strip() or None
        return ClassicGateway(
            profile and _shown(profile),
            self._prefixes(pools, path),
            self._unique(sites, path, self._reference),
            element.line,
        )

    def _reference(self, element: Element, path: str) -> SiteReference | None:
        self._skip([element], "Connection")
        name = self._name(element, path)
        types: list[ConnectionType] = []
        for connection in element.all("Connection"):
            self._skip([connection])
            kind = connection.attributes.get("type", "")
            if kind in get_args(ConnectionType):
                types.append(cast("ConnectionType", kind))
            else:
                self._problem(
                    "HS354", f"{path}/Connection/@type", connection, kind, "is not known", "write IPsec or Dedicated"
                )
        if not element.all("Connection"):
            self._problem(
                "HS350", f"{path}/Connection", element, "", "is missing", 'add <Connection type="Dedicated"/>'
            )
        return SiteReference(name, tuple(types), element.line) if name else None

    def _prefixes(self, elements: Iterable[Element], path: str) -> tuple[ClassicPrefix, ...]:
        read: list[ClassicPrefix] = []
        for element in elements:
            self._skip([element])
            if (prefix := classic_prefix(element.text, element.line)) is not None:
                read.append(prefix)
            else:
                where = f"{path}/AddressPrefix"
                self._problem(
                    "HS352", where, element, element.text, "is not an IPv4 prefix", "write it like 10.0.0.0/24"
                )
        return tuple(read)

    def _unique(
        self, elements: Iterable[Element], path: str, build: Callable[[Element, str], _T | None]
    ) -> tuple[_T, ...]:
        """Every element built; names stand once. The path of an item is `<path>/<Element>[<name>]`."""
        seen: set[str] = set()
        built: list[_T] = []
        for element in elements:
            name = element.attributes.get("name", "")
            where = f"{path}/{element.name}[{_shown(name)}]".lstrip("/")
            if name in seen:
                self._problem("HS351", where, element, name, "is used twice", "give each its own name")
            seen.add(name)
            if (item := build(element, where)) is not None:
                built.append(item)
        return tuple(built)

    def _nested(self, elements: Iterable[Element], *names: str) -> list[Element]:
        """The elements reached by `names` one below the other; what else stands in between is noted as not read."""
        reached = [child for element in elements for child in element.all(names[0])]
        for name in names[1:]:
            self._skip(reached, name)
            reached = [child for element in reached for child in element.all(name)]
        return reached

    def _single(self, element: Element, name: str, path: str) -> str | None:
        """The text of the only child of that name; None without one or where it is empty."""
        found = element.all(name)
        self._skip(found)
        if len(found) > 1:
            self._problem("HS351", f"{path}/{name}", found[1], found[1].text, "stands twice", "keep one")
        return found[0].text or None if found else None

    def _name(self, element: Element, path: str) -> str:
        """The name attribute; an empty text after a mistake."""
        name = element.attributes.get("name", "")
        problem = name_problem(name)
        if problem is None:
            return name
        self._problem("HS355", f"{path}/@name", element, name, problem, "give a name of visible characters")
        return ""

    def _skip(self, elements: Iterable[Element], *known: str) -> None:
        """Note every child that the reader does not know, or that comes from another namespace."""
        for element in elements:
            for child in element.children:
                if child.name not in known or child.namespace != element.namespace:
                    path = f"{element.name}/{_shown(child.name)}"
                    self._unread[path, child.line] = Unread(path, child.line)

    def _problem(self, code: str, path: str, element: Element, value: str, message: str, instead: str) -> None:
        self.problems.append(Problem(code, path, _shown(value), f"{message} (line {element.line})", instead))


def _shown(text: str) -> str:
    """A stranger's text, short enough for a message."""
    return text if len(text) <= 80 else text[:77] + "..."


def _is_address(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return True
