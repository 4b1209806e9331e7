"""What an estate's addresses come to: who has which prefix and why, what is left of each pool, and what fits next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hubspoke.base import parsed
from hubspoke.estate.addresses import current_pins, is_size
from hubspoke.estate.args import EstateArgs
from hubspoke_network.sets import AddressSet, Network, allocate, covers


class KeptBy(StrEnum):
    """What keeps a prefix where it is."""

    WRITTEN = "written"
    """The settings name the prefix itself."""
    PIN = "pin"
    """The settings name a size, and a pin its place."""
    NOTHING = "nothing yet"
    """The settings name a size, and the next change may move it: it has no pin."""


@dataclass(frozen=True, slots=True)
class PlannedPrefix:
    """One range of a network, or one subnet: what was asked for at `path`, and what it has."""

    path: str
    asked: str
    prefix: str
    kept_by: KeptBy


@dataclass(frozen=True, slots=True)
class Fit:
    """How many more networks of one size a pool takes, and the prefix that the next one would get (None: none)."""

    length: int
    count: int
    next: str | None


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """A pool and what is left of it. Sizes are in addresses."""

    key: str
    prefixes: tuple[str, ...]
    size: int
    free: AddressSet
    fits: tuple[Fit, ...]

    @property
    def largest_free(self) -> str | None:
        """The largest block that is free as a whole."""
        blocks = sorted(self.free.prefixes(), key=lambda block: -block.num_addresses)
        return str(blocks[0]) if blocks else None


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """The addresses of an estate.

    `networks` and `subnets` have every range in the order of the settings; `held` the pins of what is not there any
    more, whose ranges stay taken; `reserved` what nothing is placed in, `others` what on-premises and the like have.
    """

    pools: tuple[PoolPlan, ...]
    networks: tuple[PlannedPrefix, ...]
    subnets: tuple[PlannedPrefix, ...]
    held: Mapping[str, str]
    reserved: tuple[str, ...]
    others: Mapping[str, str]

    @property
    def unpinned(self) -> tuple[PlannedPrefix, ...]:
        """What the next change may move."""
        return tuple(item for item in (*self.networks, *self.subnets) if item.kept_by is KeptBy.NOTHING)


def plan_addresses(estate: EstateArgs, lengths: Sequence[int] = ()) -> AddressPlan:
    """The address plan of an estate. For each pool it tells what fits next: the sizes in use there, and `lengths`."""
    pins = current_pins(estate.vnets(), estate.addresses)
    networks, subnets = [], []
    for (path, asked), (_, placed) in zip(estate.vnets(), estate.placed().vnets(), strict=True):
        for index, (size, prefix) in enumerate(zip(asked.address_space, placed.address_space, strict=True)):
            networks.append(_planned(f"{path}.addressSpace[{index}]", size, prefix, pins))
        prefixes = placed.prefixes()
        subnets += [
            _planned(f"{path}.{inner}", size, prefixes[inner], pins) for inner, size in asked.prefixes().items()
        ]
    paths = {item.path for item in (*networks, *subnets)}
    held = {path: prefix for path, prefix in pins.items() if path not in paths}
    reserved = tuple((estate.addresses.reserved or ()) if estate.addresses else ())
    others = estate.other_ranges()
    taken = [
        *(item.prefix for item in networks),
        *(prefix for path, prefix in held.items() if path.endswith("]")),
        *reserved,
        *others.values(),
    ]
    pools = (estate.addresses.pools or {}) if estate.addresses else {}
    return AddressPlan(
        pools=tuple(_pool(key, prefixes, networks, taken, lengths) for key, prefixes in pools.items()),
        networks=tuple(networks),
        subnets=tuple(subnets),
        held=held,
        reserved=reserved,
        others=others,
    )


def _planned(path: str, asked: str, prefix: str, pins: Mapping[str, str]) -> PlannedPrefix:
    if not is_size(asked):
        return PlannedPrefix(path, asked, prefix, KeptBy.WRITTEN)
    return PlannedPrefix(path, asked, prefix, KeptBy.PIN if path in pins else KeptBy.NOTHING)


def _pool(
    key: str, prefixes: list[str], networks: list[PlannedPrefix], taken: Iterable[str], lengths: Sequence[int]
) -> PoolPlan:
    pool, used = list(_networks(prefixes)), list(_networks(taken))
    free = AddressSet.of(pool) - AddressSet.of(used)
    inside = [network for network in _networks(item.prefix for item in networks) if covers(pool, network)]
    wanted = sorted({*(network.prefixlen for network in inside), *lengths})
    fits = tuple(_fit(length, pool, used) for length in wanted)
    return PoolPlan(key, tuple(prefixes), AddressSet.of(pool).size, free, fits)


def _fit(length: int, pool: list[Network], used: list[Network]) -> Fit:
    """What is free of each prefix, cut into aligned blocks, holds every place that a prefix of that length can have."""
    taken = AddressSet.of(used)
    blocks = [block for outer in pool for block in (AddressSet.of([outer]) - taken).prefixes()]
    count = sum(1 << (length - block.prefixlen) for block in blocks if block.prefixlen <= length <= block.max_prefixlen)
    following = allocate(pool, {}, {"next": length}, used).placed.get("next")
    return Fit(length, count, str(following) if following is not None else None)


def _networks(texts: Iterable[str]) -> Iterator[Network]:
    return (network for text in texts if (network := parsed(text)) is not None)
