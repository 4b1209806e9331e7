"""Checks of address prefixes that every component shares. Each yields problems with paths relative to its caller."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hubspoke_network.azure import ReservedSubnet, limit, reserved_subnet
from hubspoke_network.core import Problem
from hubspoke_network.sets import FORBIDDEN, RESERVED_ADDRESSES, Network, PrefixError, covers, overlapping, parse_prefix


class Placed(NamedTuple):
    """A prefix and the path it stands at."""

    path: str
    network: Network


def parsed(text: str) -> Network | None:
    """The network, or None where the text is not one (which `prefix_problem` tells)."""
    try:
        return parse_prefix(text)
    except PrefixError:
        return None


def prefix_problem(path: str, text: str) -> Problem | None:
    """What is wrong with the writing of one prefix."""
    try:
        parse_prefix(text)
    except PrefixError as error:
        instead = f"write {error.corrected}" if error.corrected else "write a prefix such as 10.0.0.0/24"
        return Problem("HS110", path, text, error.reason, instead)
    return None


def prefix_problems(path: str, texts: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the writing of each prefix of a list."""
    for index, text in enumerate(texts):
        problem = prefix_problem(f"{path}[{index}]", text)
        if problem:
            yield problem


def address_space_problems(path: str, texts: list[str]) -> Iterator[Problem]:
    """What is wrong with the address space of a virtual network."""
    if not texts:
        yield Problem("HS110", path, "", "has no prefix", "write at least one, for example 10.0.0.0/16")
    yield from prefix_problems(path, texts)
    placed = [Placed(f"{path}[{i}]", n) for i, text in enumerate(texts) if (n := parsed(text)) is not None]
    for place in placed:
        for forbidden, _ in overlapping(FORBIDDEN, [place.network]):
            message = f"holds addresses of {forbidden}, which no virtual network may have"
            yield Problem(
                "HS111", place.path, str(place.network), message, "write a private range, for example 10.0.0.0/16"
            )
    yield from overlap_problems(placed, "HS112")


def overlap_problems(places: Iterable[Placed], code: str) -> Iterator[Problem]:
    """Each prefix that shares addresses with one told before it."""
    for first, second in overlaps(places):
        message = f"overlaps {first.path} {first.network}"
        yield Problem(code, second.path, str(second.network), message, "write a range that nothing else has")


def overlaps(places: Iterable[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Each pair of prefixes that share addresses, the one told first first."""
    by_network: dict[Network, list[tuple[int, Placed]]] = {}
    for index, place in enumerate(places):
        by_network.setdefault(place.network, []).append((index, place))
    for left, right in overlapping(by_network, by_network):
        for index, one in by_network[left]:
            for other_index, other in by_network[right]:
                if index < other_index:
                    yield one, other


def subnet_problems(subnets: Mapping[str, str], space: list[str], names: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the subnets of a virtual network: path to prefix, the space, and path to Azure name."""
    networks = [network for text in space if (network := parsed(text)) is not None]
    placed: list[Placed] = []
    for path, text in subnets.items():
        problem = prefix_problem(path, text)
        if problem:
            yield problem
            continue
        network = parse_prefix(text)
        placed.append(Placed(path, network))
        if len(networks) == len(space) and not covers(networks, network):
            yield Problem(
                "HS113", path, text, f"lies outside the address space {', '.join(space)}", _inside(networks, network)
            )
        yield from _size_problems(path, network, reserved_subnet(names[path]))
    yield from overlap_problems(placed, "HS114")


def _inside(space: list[Network], network: Network) -> str:
    for outer in space:
        if outer.version == network.version and outer.prefixlen <= network.prefixlen:
            return f"write a /{network.prefixlen} inside it, for example {outer.network_address}/{network.prefixlen}"
    return "write a prefix inside it, or add one to the address space"


def _size_problems(path: str, network: Network, reserved: ReservedSubnet | None) -> Iterator[Problem]:
    if network.version == 6:
        if network.prefixlen != limit("ipv6_subnet_prefix"):
            yield Problem("HS115", path, str(network), "is an IPv6 subnet that is not a /64", "write a /64")
        return
    longest = limit("ipv4_subnet_longest_prefix")
    shortest = limit("ipv4_subnet_shortest_prefix")
    if network.prefixlen > longest:
        message = f"is smaller than a /{longest}: Azure keeps {RESERVED_ADDRESSES} addresses of every subnet"
        yield Problem("HS115", path, str(network), message, f"write a /{longest} or larger")
    elif network.prefixlen < shortest:
        yield Problem("HS115", path, str(network), f"is larger than a /{shortest}", f"write a /{shortest} or smaller")
    elif reserved and network.prefixlen > reserved.longest_prefix:
        larger = network.supernet(new_prefix=reserved.longest_prefix)
        message = f"is too small for {reserved.name}, which needs a /{reserved.longest_prefix}"
        yield Problem("HS116", path, str(network), message, f"write {larger} or larger")
