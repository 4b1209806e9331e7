"""Where the sizes of an estate's networks and subnets are placed: pools, reservations and pins."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from hubspoke.base import Args, Placed, overlaps, parsed, prefix_problem, prefix_problems
from hubspoke.estate.vnets import EstateHubArgs, EstateVnet
from hubspoke.hub import HUB_SUBNETS
from hubspoke.vnet import key_problems
from hubspoke_network.core import Problem
from hubspoke_network.sets import Allocation, Network, allocate, covers

_SIZE = re.compile(r"/(\d{1,3})")


class AddressesArgs(Args):
    """Pools that networks of which only the size is given are placed in."""

    pools: dict[str, list[str]] | None = None
    """Prefixes of each pool. A network that names none takes the pool called `<region>-<environment>`, `<region>` or
    `<environment>`, the first that there is, else the only one."""
    reserved: list[str] | None = None
    """Prefixes that nothing is placed in."""
    pins: dict[str, str] | None = None
    """Prefixes that were placed for good, by the path of the size (spokes.apps.addressSpace[0]). A stack keeps them in
    a file of its own, addresses.<stack>.yaml, written by `hubspoke plan --pin`."""
    allow_unpinned: bool | None = None
    """Whether what is placed may stay without a pin, so that a later change can move it. Default: no."""

    def own_problems(self) -> Iterator[Problem]:
        """Prefixes that cannot be read, and pools that share addresses."""
        yield from key_problems("pools", self.pools)
        for key, prefixes in (self.pools or {}).items():
            yield from prefix_problems(f"pools.{key}", prefixes)
            if not prefixes:
                yield Problem("HS110", f"pools.{key}", "", "has no prefix", "write at least one")
        yield from prefix_problems("reserved", self.reserved or [])
        for path, text in (self.pins or {}).items():
            problem = prefix_problem("pins", text)
            if problem:
                yield Problem(problem.code, f"pins.{path}", text, problem.message, problem.instead)
        places = [
            Placed(f"pools.{key}[{index}]", network)
            for key, prefixes in (self.pools or {}).items()
            for index, text in enumerate(prefixes)
            if (network := parsed(text)) is not None
        ]
        for first, second in overlaps(places):
            message = f"overlaps {first.path} {first.network}"
            yield Problem("HS112", second.path, str(second.network), message, "write a range of its own")


class Addressed(Protocol):
    """What of an estate decides its addresses."""

    @property
    def addresses(self) -> AddressesArgs | None:
        """Pools and pins."""

    def vnets(self) -> Iterator[tuple[str, EstateVnet]]:
        """Path and arguments of every virtual network."""

    def other_ranges(self) -> dict[str, str]:
        """Path to prefix of whatever else holds addresses."""

    def own_pools(self, vnet: EstateVnet) -> Iterator[str]:
        """Keys of the pools that a network takes without naming one, the best first."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The prefixes that sizes were given, by the path of the size."""

    prefixes: Mapping[str, str]
    unpinned: tuple[str, ...]
    problems: tuple[Problem, ...]

    def applied(self, path: str, vnet: EstateVnet) -> EstateVnet:
        """`vnet`, which stands at `path`, with prefixes in place of sizes."""
        space = [self.prefixes.get(f"{path}.addressSpace[{i}]", text) for i, text in enumerate(vnet.address_space)]
        changes: dict[str, object] = {"address_space": space}
        if vnet.subnets is not None:
            changes["subnets"] = {
                key: subnet.model_copy(
                    update={"prefix": self.prefixes.get(f"{path}.subnets.{key}.prefix", subnet.prefix)}
                )
                for key, subnet in vnet.subnets.items()
            }
        if isinstance(vnet, EstateHubArgs):
            for item, prefix in vnet.service_subnets().items():
                changes[item.field] = self.prefixes.get(f"{path}.{item.path}", prefix)
        return vnet.model_copy(update=changes)


def is_size(text: str) -> bool:
    """Whether `text` gives a size alone (/24)."""
    return _SIZE.fullmatch(text) is not None


def place(estate: Addressed) -> Placement:
    """Place every size: networks in their pools first, then subnets in their networks."""
    vnets = list(estate.vnets())
    if not any(is_size(text) for _, vnet in vnets for text in (*vnet.address_space, *vnet.prefixes().values())):
        return Placement({}, (), ())
    placer = _Placer(vnets, estate.addresses or AddressesArgs(), estate)
    placer.place_networks(estate.other_ranges().values())
    for path, vnet in vnets:
        placer.place_subnets(path, vnet)
    problems = placer.problems
    if not placer.addresses.allow_unpinned:
        problems += [_unpinned(path, placer.prefixes[path]) for path in placer.unpinned]
    return Placement(placer.prefixes, tuple(placer.unpinned), tuple(problems))


def renamed_pins(vnets: Iterable[tuple[str, EstateVnet]], pins: Mapping[str, str]) -> dict[str, str]:
    """Paths of pins under a former key of a network, and the paths that they have now."""
    found: dict[str, str] = {}
    for path, vnet in vnets:
        if vnet.formerly is None:
            continue
        before = f"{path.partition('.')[0]}.{vnet.formerly}."
        moved = {old: f"{path}.{old.removeprefix(before)}" for old in pins if old.startswith(before)}
        found |= {old: new for old, new in moved.items() if new not in pins}
    return found


def current_pins(vnets: Iterable[tuple[str, EstateVnet]], addresses: AddressesArgs | None) -> dict[str, str]:
    """The pins by the paths that they have now: those of a network that was renamed go with it."""
    pins = (addresses.pins or {}) if addresses else {}
    renamed = renamed_pins(vnets, pins)
    return {renamed.get(path, path): prefix for path, prefix in pins.items()}


class _Placer:
    def __init__(self, vnets: list[tuple[str, EstateVnet]], addresses: AddressesArgs, estate: Addressed) -> None:
        self.vnets, self.addresses, self.estate = vnets, addresses, estate
        self.pools = addresses.pools or {}
        self.pins = _networks_by_key(current_pins(vnets, addresses))
        self.prefixes: dict[str, str] = {}
        self.unpinned: list[str] = []
        self.problems: list[Problem] = []

    def place_networks(self, others: Iterable[str]) -> None:
        explicit = [text for _, vnet in self.vnets for text in vnet.address_space if not is_size(text)]
        taken = _networks([*explicit, *others, *(self.addresses.reserved or [])])
        for key, requests in self._by_pool().items():
            pool = _networks(self.pools[key])
            pins = {p: net for p, net in self.pins.items() if p in requests or self._without_network(p, net, pool)}
            self._keep(allocate(pool, pins, requests, taken))

    def place_subnets(self, path: str, vnet: EstateVnet) -> None:
        space = [self.prefixes.get(f"{path}.addressSpace[{i}]", text) for i, text in enumerate(vnet.address_space)]
        requests = {f"{path}.{inner}": int(text[1:]) for inner, text in vnet.prefixes().items() if is_size(text)}
        if not requests or any(is_size(text) for text in space):
            return
        mine = (f"{path}.subnets.", *(f"{path}.{item.path}" for item in HUB_SUBNETS))
        pins = {key: network for key, network in self.pins.items() if key.startswith(mine)}
        self._keep(allocate(_networks(space), pins, requests, _networks(vnet.prefixes().values())))

    def _keep(self, outcome: Allocation) -> None:
        self.prefixes |= {path: str(network) for path, network in outcome.placed.items()}
        self.unpinned += outcome.unpinned
        self.problems += outcome.problems

    def _by_pool(self) -> dict[str, dict[str, int]]:
        """The sizes of networks, by the pool they are placed in."""
        found: dict[str, dict[str, int]] = {}
        for path, vnet in self.vnets:
            space = enumerate(vnet.address_space)
            sizes = {f"{path}.addressSpace[{i}]": int(text[1:]) for i, text in space if is_size(text)}
            key = self._pool_of(path, vnet, bool(sizes))
            if sizes and key is not None:
                found.setdefault(key, {}).update(sizes)
        return found

    def _pool_of(self, path: str, vnet: EstateVnet, needed: bool) -> str | None:
        pools = self.pools
        if vnet.pool is None:
            own = next((key for key in self.estate.own_pools(vnet) if key in pools), None)
            if own is not None or len(pools) == 1:
                return own or next(iter(pools))
            if needed:
                instead = f"write one of {', '.join(pools)}" if pools else "add one under addresses.pools, or a prefix"
                self.problems.append(Problem("HS101", f"{path}.pool", "", "is missing: a size needs a pool", instead))
            return None
        if vnet.pool in pools:
            return vnet.pool
        instead = f"write one of {', '.join(pools)}" if pools else f"add addresses.pools.{vnet.pool}"
        self.problems.append(Problem("HS150", f"{path}.pool", vnet.pool, "is not among addresses.pools", instead))
        return None

    def _without_network(self, path: str, network: Network, pool: list[Network]) -> bool:
        """Whether a pin belongs to a network that is not there (any more): its range in the pool stays held."""
        there = any(path.startswith(f"{known}.") for known, _ in self.vnets)
        return not there and path.endswith("]") and covers(pool, network)


def _networks_by_key(texts: Mapping[str, str]) -> dict[str, Network]:
    return {key: network for key, text in texts.items() if (network := parsed(text)) is not None}


def _networks(texts: Iterable[str]) -> list[Network]:
    return [network for text in texts if (network := parsed(text)) is not None]


def _unpinned(path: str, prefix: str) -> Problem:
    message = f"is not pinned: it would be {prefix} now, and could be another range after the next change"
    return Problem("HS184", path, "", message, f"run hubspoke plan --pin, or write {prefix}")
