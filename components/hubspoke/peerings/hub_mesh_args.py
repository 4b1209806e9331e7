"""Arguments of meshed hubs: every hub is peered with every other one."""

from collections.abc import Iterator

from hubspoke.base import Args, HubRef, NamingArgs, Placed, overlaps, override_problems, parsed, prefix_problems
from hubspoke.vnet import PEERING, key_problems
from hubspoke_network.core import Problem
from hubspoke_network.sets import covers


class MeshedHubArgs(Args):
    """A hub of a mesh."""

    hub: HubRef
    """The hub: `hub.ref` of the same program, or written from another stack's outputs."""
    prefixes: list[str] | None = None
    """Prefixes of the hub's region beside its own: those of its spokes, or one that holds them all. Other hubs'
    firewalls send these to this one's. Default: none."""

    def own_problems(self) -> Iterator[Problem]:
        """Prefixes that cannot be read."""
        yield from prefix_problems("prefixes", self.prefixes or [])

    @property
    def region(self) -> list[str]:
        """Every prefix that is reached by this hub; its own addresses are left out where a prefix holds them."""
        given = [network for text in self.prefixes or [] if (network := parsed(text)) is not None]
        own = [text for text in self.hub.address_space if (net := parsed(text)) is None or not covers(given, net)]
        return list(dict.fromkeys([*own, *(self.prefixes or [])]))


class HubMeshArgs(Args):
    """Hubs that are peered with each other, each with all others."""

    hubs: dict[str, MeshedHubArgs]
    """Hubs by key. Adding one touches none of the peerings between the others."""
    label: str | None = None
    """The mesh's own part of Azure names. Default: the component's name."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    names: dict[str, str] | None = None
    """Azure names of single peerings, by role (peering-weu-to-neu)."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def pairs(self) -> list[tuple[str, str]]:
        """Every hub with every other one, both ways, in the order of their keys."""
        keys = sorted(self.hubs)
        return [(first, second) for first in keys for second in keys if first != second]

    def own_problems(self) -> Iterator[Problem]:
        """Keys, names, and regions that share addresses."""
        yield from key_problems("hubs", self.hubs)
        ends = [f"{first}-to-{second}" for first, second in self.pairs()]
        for end in sorted({end for end in ends if ends.count(end) > 1}):
            yield Problem("HS107", "hubs", end, "is the name of two peerings of these hubs", "write other keys")
        yield from override_problems(self.names or {}, {f"peering-{end}": PEERING for end in ends})
        placed = [
            Placed(f"hubs.{key}", network)
            for key, meshed in self.hubs.items()
            for text in meshed.region
            if (network := parsed(text)) is not None
        ]
        for first, second in overlaps(placed):
            if first.path != second.path:
                message = f"overlaps {first.network} of {first.path}"
                instead = "write ranges that no other region has"
                yield Problem("HS112", f"{second.path}.prefixes", str(second.network), message, instead)
