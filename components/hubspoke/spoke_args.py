"""Arguments of a spoke: its virtual network and the hub it hangs on."""

from collections.abc import Iterator

from hubspoke._prefix_checks import Placed, overlaps, parsed
from hubspoke.hub_ref import HubRef
from hubspoke.vnet_args import PEERING, PlacedVnet, VnetShape
from hubspoke_network.errors import Problem


class SpokeShape(VnetShape):
    """What a spoke has beside its place, its addresses and its hub."""

    use_hub_gateway: bool | None = None
    """Whether the spoke reaches on-premises by the hub's gateway. Default: yes where the hub has one."""

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        return super().slots() | {"peering": PEERING, "hub-peering": PEERING}


class SpokeArgs(PlacedVnet, SpokeShape):
    """Arguments of a spoke."""

    hub: HubRef
    """The hub: `hub.ref` of the same program, or written from another stack's outputs."""

    def own_problems(self) -> Iterator[Problem]:
        """A hub without the gateway that is asked for, and addresses that the hub has already."""
        yield from super().own_problems()
        if self.use_hub_gateway and not self.hub.has_gateway:
            yield Problem(
                "HS152",
                "useHubGateway",
                "true",
                "asks for a gateway that the hub does not have",
                "give the hub a gateway, or leave this out",
            )
        for first, second in overlaps(
            [*_placed("hub.addressSpace", self.hub.address_space), *_placed("addressSpace", self.address_space)]
        ):
            if first.path.startswith("hub.") and not second.path.startswith("hub."):
                message = f"overlaps the hub's {first.network}"
                yield Problem("HS112", second.path, str(second.network), message, "write a range that nothing else has")


def _placed(path: str, space: list[str]) -> list[Placed]:
    return [Placed(f"{path}[{i}]", network) for i, text in enumerate(space) if (network := parsed(text)) is not None]
