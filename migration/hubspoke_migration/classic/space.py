"""Addresses for the hub and the holding networks: free of everything the files name, the same on every run."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from hubspoke_network.sets import AddressSet, allocate
from hubspoke_network.sets.prefixes import RFC1918

POOL_LENGTH = 16
HUB_LENGTH = 22
GATEWAY_LENGTH = 26
"""Room for sixteen circuits and both kinds of gateway (Azure's advice: /27 or larger, /26 for sixteen circuits)."""
HOLDING_GATEWAY_LENGTH = 27
ROLE_LENGTH = 26
"""A subnet for roles whose present subnet is not known."""


def placed(
    pool: IPv4Network, used: AddressSet, requests: Mapping[str, int], held: Mapping[str, IPv4Network] | None = None
) -> dict[str, IPv4Network]:
    """A prefix of the pool for each request (key to prefix length) that fits, free of what is used and held."""
    found = allocate([pool], held or {}, requests, used.prefixes()).placed
    return {key: network for key, network in found.items() if isinstance(network, IPv4Network)}


def first_fit(free: AddressSet, length: int) -> IPv4Network | None:
    """The lowest prefix of that length inside `free`."""
    for prefix in free.prefixes():
        if isinstance(prefix, IPv4Network) and prefix.prefixlen <= length:
            return IPv4Network((prefix.network_address, length))
    return None


def free_pool(used: AddressSet, needed: int) -> IPv4Network | None:
    """A private range nobody uses, with room for `needed` addresses: a /16 where there is one, else the largest left.

    Looked for in 10.0.0.0/8, then 172.16.0.0/12, then 192.168.0.0/16.
    """
    longest = min(HUB_LENGTH, 32 - max(needed - 1, 1).bit_length())
    for length in range(min(POOL_LENGTH, longest), longest + 1):
        for private in RFC1918:
            if private.prefixlen <= length and (found := first_fit(AddressSet.of([private]) - used, length)):
                return found
    return None


def block_length(lengths: Iterable[int]) -> int:
    """Length of the smallest prefix that holds prefixes of these lengths."""
    total = sum(1 << (32 - length) for length in lengths)
    return 32 - max(total - 1, 0).bit_length()


def laid_out(block: IPv4Network, lengths: Mapping[str, int]) -> dict[str, IPv4Network]:
    """A prefix of each length inside `block`, largest first, so that nothing is lost to alignment."""
    placed: dict[str, IPv4Network] = {}
    address = int(block.network_address)
    for name, length in sorted(lengths.items(), key=lambda item: (item[1], item[0])):
        placed[name] = IPv4Network((address, length))
        address += 2 ** (32 - length)
    return {name: placed[name] for name in lengths}
