"""The addresses of networks and subnets, as their documents give them."""

from collections.abc import Iterable

from hubspoke_network.core import Unknown, listed, text
from hubspoke_network.model.resource import Resource
from hubspoke_network.sets import AddressError, AddressSet


def space_of(vnet: Resource) -> AddressSet | Unknown:
    """A network's address space."""
    prefixes = listed(vnet.document, "properties.addressSpace.addressPrefixes")
    return prefixes if isinstance(prefixes, Unknown) else address_set(prefixes, f"{vnet.label} addressSpace")


def prefixes_of(subnet: Resource) -> AddressSet | Unknown:
    """A subnet's addresses, from `addressPrefix` or `addressPrefixes`."""
    single = text(subnet.document, "properties.addressPrefix")
    many = listed(subnet.document, "properties.addressPrefixes")
    if isinstance(many, Unknown):
        return many
    if isinstance(single, Unknown):
        return single
    return address_set([*many, *([single] if single and not many else [])], f"{subnet.label} addressPrefix")


def address_set(prefixes: Iterable[object], where: str) -> AddressSet | Unknown:
    """The addresses of a list of prefixes; Unknown where one is not known, or is no prefix, or there is none."""
    texts: list[str] = []
    for prefix in prefixes:
        if isinstance(prefix, Unknown):
            return prefix
        if not isinstance(prefix, str):
            return Unknown(f"{where}: {prefix!r} is no prefix")
        texts.append(prefix)
    try:
        return AddressSet.parse(*texts) if texts else Unknown(f"{where}: no prefix is given")
    except AddressError as error:
        return Unknown(f"{where}: {error}")
