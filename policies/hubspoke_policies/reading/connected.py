"""Which networks are, or may become, connected: the address spaces that must not share an address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.azure import GATEWAY, PEERING, VNET
from hubspoke_network.core import Unknown, listed
from hubspoke_network.model import NetworkModel, Resource, learned_by
from hubspoke_network.sets import Network, PrefixError, parse_prefix
from hubspoke_policies.reading.gateways import network_of
from hubspoke_policies.reading.peerings import home_of, remote_of
from hubspoke_policies.reading.references import name_of


@dataclass(frozen=True, slots=True)
class Claim:
    """A prefix that somebody uses: a network, by its key and the place in its address space, or on-premises."""

    network: Network
    owner: str
    path: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two claims that share addresses. `certain` is False where it is not certain that their owners are connected."""

    mine: Claim
    other: Claim
    certain: bool


class Connections:
    """Groups of networks that peerings connect, directly or through others, and what overlaps inside a group."""

    def __init__(self, model: NetworkModel) -> None:
        self.model = model
        self._sure, self._maybe = _Groups(), _Groups()
        self.doubts: dict[str, str] = {}
        for peering in model.of_type(PEERING):
            self._connect(peering)
        self.unknown_spaces: dict[str, str] = {}
        claims = [claim for vnet in model.of_type(VNET) for claim in self._claims(vnet)]
        self._overlaps: dict[str, list[Overlap]] = {}
        for mine, other in _overlapping(claims):
            self._keep(mine, other)
        self.learned: dict[str, list[Claim]] = {}
        self.learned_doubts: dict[str, str] = {}
        for gateway in model.of_type(GATEWAY):
            self._learn(gateway)

    def _connect(self, peering: Resource) -> None:
        home = home_of(peering)
        remote = remote_of(self.model, peering)
        for key in remote.keys:
            self._maybe.join(home, key)
            if remote.certain:
                self._sure.join(home, key)
        absent = [key for key in remote.keys if self.model.by_id(key) is None]
        if remote.open:
            self.doubts.setdefault(
                home, f"{name_of(self.model, peering.key)} leads to a network that is not known: {remote.open}"
            )
        elif absent:
            names = " or ".join(sorted(name_of(self.model, key) for key in absent))
            self.doubts.setdefault(
                home, f"{name_of(self.model, peering.key)} leads to {names}, which is not in this program"
            )

    def _claims(self, vnet: Resource) -> Iterator[Claim]:
        items = listed(vnet.document, "properties.addressSpace.addressPrefixes")
        if isinstance(items, Unknown):
            self.unknown_spaces[vnet.key] = items.reason
            return
        for index, item in enumerate(items):
            path = f"addressSpace.addressPrefixes[{index}]"
            try:
                yield Claim(parse_prefix(item), vnet.key, path)
            except (PrefixError, TypeError, AttributeError) as error:
                why = item.reason if isinstance(item, Unknown) else str(error)
                self.unknown_spaces.setdefault(vnet.key, f"{path} {why}")

    def _keep(self, mine: Claim, other: Claim) -> None:
        if mine.owner != other.owner and self._maybe.same(mine.owner, other.owner):
            later, earlier = (mine, other) if mine.owner > other.owner else (other, mine)
            certain = self._sure.same(mine.owner, other.owner)
            self._overlaps.setdefault(later.owner, []).append(Overlap(later, earlier, certain))

    def _learn(self, gateway: Resource) -> None:
        model, home = self.model, network_of(self.model, gateway)
        name = name_of(model, gateway.key)
        if home.certain is None:
            for key in (vnet.key for vnet in model.of_type(VNET)):
                if home.open or key in home.keys:
                    self.learned_doubts.setdefault(key, f"the network of the gateway {name} {home.reason(model)}")
        networks = [network for key in home.keys if (network := model.by_id(key)) is not None]
        for vnet in networks:
            for learned in learned_by(model.topology, gateway, vnet):
                if learned.vnet is not None:
                    continue
                if isinstance(learned.prefixes, Unknown):
                    why = f"what {name} learns from on-premises: {learned.prefixes.reason}"
                    self.learned_doubts.setdefault(vnet.key, why)
                    continue
                claims = [Claim(prefix, vnet.key, "", learned.source) for prefix in learned.prefixes]
                self.learned.setdefault(self._maybe.root(vnet.key), []).extend(claims)

    def overlaps(self, vnet: Resource) -> list[Overlap]:
        """What the network shares with connected ones; of two networks the later by id has it."""
        return self._overlaps.get(vnet.key, [])

    def on_premises(self, vnet: Resource, *, summaries: bool) -> Iterator[Overlap]:
        """What the network shares with prefixes learnt from on-premises by a gateway it is connected to.

        `summaries` lets learnt prefixes be that hold the network's whole prefix and more.
        """
        learned = self.learned.get(self._maybe.root(vnet.key), [])
        for mine in self._claims(vnet):
            for other in learned:
                if not mine.network.overlaps(other.network) or other.network.prefixlen == 0:
                    continue
                if summaries and mine.network != other.network and other.network.supernet_of(mine.network):  # type: ignore[arg-type]
                    continue
                yield Overlap(mine, other, self._sure.same(mine.owner, other.owner))

    def doubt(self, vnet: Resource) -> str:
        """Why not everything that the network shares can be told, empty where it can."""
        alone = not self._maybe.others(vnet.key)
        unknown = self.unknown_spaces.get(vnet.key)
        if unknown is not None and not alone:
            return f"its address space {unknown}"
        return self.doubts.get(vnet.key, "") or self.learned_doubts.get(vnet.key, "")


class _Groups:
    """Disjoint sets of keys."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._joined: set[str] = set()

    def root(self, key: str) -> str:
        while (above := self._parent.get(key, key)) != key:
            self._parent[key] = self._parent.get(above, above)
            key = above
        return key

    def join(self, one: str, other: str) -> None:
        a, b = self.root(one), self.root(other)
        if a == b:
            return
        low, high = sorted((a, b))
        self._parent[high] = low
        self._joined.add(low)

    def same(self, one: str, other: str) -> bool:
        return self.root(one) == self.root(other)

    def others(self, key: str) -> bool:
        return self.root(key) in self._joined


def _overlapping(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every pair that shares an address: a sweep over the prefixes, each open until its last address has passed."""
    many = list(claims)
    for version in (4, 6):
        own = [claim for claim in many if claim.network.version == version]
        own.sort(key=lambda claim: (int(claim.network.network_address), claim.network.prefixlen, claim.owner))
        open_: list[Claim] = []
        for claim in own:
            start = claim.network.network_address
            open_ = [other for other in open_ if other.network.broadcast_address >= start]  # type: ignore[operator]
            yield from ((claim, other) for other in open_)
            open_.append(claim)


@lru_cache(maxsize=1)
def connections(model: NetworkModel) -> Connections:
    """The connections of a model; those of the last one are kept."""
    return Connections(model)


def shared_address(overlap: Overlap) -> str:
    """An address in both."""
    ends = (overlap.mine.network, overlap.other.network)
    return str(max(network.network_address for network in ends))
