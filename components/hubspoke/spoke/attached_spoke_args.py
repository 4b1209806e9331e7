"""Arguments of a spoke whose virtual network somebody else made."""

from collections.abc import Iterator

from hubspoke.base import HubRef, NamingArgs, Placed, VnetRef, overlaps, override_problems, parsed
from hubspoke.vnet import PEERING
from hubspoke_network.core import Problem


class AttachedShape(VnetRef):
    """What an attached spoke has beside its hub."""

    use_hub_gateway: bool | None = None
    """Whether the network reaches on-premises by the hub's gateway, which it can only without one of its own. Default:
    yes where the hub has one."""
    label: str | None = None
    """The network's own part of the peerings' Azure names. Default: the component's name."""
    names: dict[str, str] | None = None
    """Azure names of single resources, by role (peering, hub-peering)."""

    def own_problems(self) -> Iterator[Problem]:
        """Names of what is not made, on top of the reference."""
        yield from super().own_problems()
        yield from override_problems(self.names or {}, {"peering": PEERING, "hub-peering": PEERING})


class AttachedSpokeArgs(AttachedShape):
    """Arguments of an attached spoke."""

    hub: HubRef
    """The hub: `hub.ref` of the same program, or written from another stack's outputs."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """A hub without the gateway that is asked for, and addresses that the hub has already."""
        yield from super().own_problems()
        if self.use_hub_gateway and not self.hub.has_gateway:
            message = "asks for a gateway that the hub does not have"
            yield Problem("HS152", "useHubGateway", "true", message, "give the hub a gateway, or leave this out")
        hub = [Placed("", network) for text in self.hub.address_space if (network := parsed(text)) is not None]
        own = [
            Placed(f"addressSpace[{index}]", network)
            for index, text in enumerate(self.address_space)
            if (network := parsed(text)) is not None
        ]
        for first, second in overlaps([*hub, *own]):
            if not first.path and second.path:
                message = f"overlaps the hub's {first.network}"
                instead = "give one of the two networks another range: Azure peers none that overlap"
                yield Problem("HS112", second.path, str(second.network), message, instead)
