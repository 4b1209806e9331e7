"""Arguments of a direct peering of two spokes."""

from collections.abc import Iterator

from hubspoke.base import Args, NamingArgs, Placed, VnetRef, overlaps, override_problems, parsed
from hubspoke.vnet import PEERING
from hubspoke_network.core import Problem


class DirectPeeringArgs(Args):
    """Arguments of a direct peering."""

    first: VnetRef
    """One network: `spoke.ref` of the same program, or written by hand."""
    second: VnetRef
    """The other one."""
    label: str | None = None
    """The pair's own part of the peerings' Azure names. Default: the component's name."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    names: dict[str, str] | None = None
    """Azure names of single resources, by role (first-peering, second-peering)."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """One network twice, and networks that share addresses."""
        yield from override_problems(self.names or {}, {"first-peering": PEERING, "second-peering": PEERING})
        first, second = self.first.vnet_id, self.second.vnet_id
        if isinstance(first, str) and isinstance(second, str) and first.lower() == second.lower():
            yield Problem("HS106", "second.vnetId", second, "is the first network's", "write another network")
            return
        places = [
            Placed(f"{end}.addressSpace[{index}]", network)
            for end, ref in (("first", self.first), ("second", self.second))
            for index, text in enumerate(ref.address_space)
            if (network := parsed(text)) is not None
        ]
        for one, other in overlaps(places):
            if one.path.partition(".")[0] != other.path.partition(".")[0]:
                message = f"overlaps {one.path} {one.network}"
                instead = "give one of the two networks another range: Azure peers none that overlap"
                yield Problem("HS112", other.path, str(other.network), message, instead)
