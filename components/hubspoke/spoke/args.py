"""Arguments of a spoke: its virtual network and the hub it hangs on."""

from collections.abc import Iterator

from hubspoke.base import HubRef, Placed, overlaps, parsed
from hubspoke.spoke.base_args import SpokeBase
from hubspoke.spoke.dmz_args import DmzRulesArgs
from hubspoke.spoke.dmz_checks import overlap_problems, tier_object_problems, tier_problems
from hubspoke.spoke.egress_checks import egress_problems
from hubspoke.vnet import HubWays, Objects, PlacedVnet, egress_routes
from hubspoke_network.core import Problem


class SpokeShape(SpokeBase):
    """What a spoke has beside its place, its addresses and its hub."""

    dmz: DmzRulesArgs | None = None
    """Tiers among the subnets that only let their neighbours in, on named services, and infrastructure."""

    def own_problems(self) -> Iterator[Problem]:
        """Tiers that fit no subnet, and rules that meet."""
        yield from super().own_problems()
        if self.dmz is not None:
            yield from tier_problems(self, self.dmz)

    def asg_names(self) -> list[str]:
        """Every application security group of the network: one for each tier, too."""
        return [*super().asg_names(), *(self.dmz.tiers if self.dmz is not None else ())]

    def object_problems(self, objects: Objects) -> Iterator[Problem]:
        """Names in rules, those of tiers included, that stand for nothing."""
        yield from super().object_problems(objects)
        if self.dmz is not None:
            yield from tier_object_problems(self.dmz, objects)


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
        yield from egress_problems(self, HubWays.of(self.hub), self.address_space)
        yield from self._route_name_problems()
        if self.dmz is not None:
            prefixes = {key: subnet.prefix for key, subnet in (self.subnets or {}).items()}
            yield from overlap_problems(self.dmz, prefixes, self.objects())
        for first, second in overlaps(
            [*_placed("hub.addressSpace", self.hub.address_space), *_placed("addressSpace", self.address_space)]
        ):
            if first.path.startswith("hub.") and not second.path.startswith("hub."):
                message = f"overlaps the hub's {first.network}"
                yield Problem("HS112", second.path, str(second.network), message, "write a range that nothing else has")

    def _route_name_problems(self) -> Iterator[Problem]:
        """Own routes with a name or a prefix that a route of the way out or of the inspection has."""
        exceptions = self.egress_exceptions or {}
        made = dict(egress_routes(self.egress, self.hub, self.address_space, exceptions))
        prefixes = {route.prefix: name for name, route in made.items()}
        for key, subnet in (self.subnets or {}).items():
            for name, route in (subnet.routes or {}).items():
                path = f"subnets.{key}.routes.{name}"
                if name in made:
                    yield Problem("HS142", path, name, "is a route made for the spoke", "write another name")
                elif route.prefix in prefixes:
                    message = f"is routed by {prefixes[route.prefix]}, which is made for the spoke"
                    yield Problem("HS142", f"{path}.prefix", route.prefix, message, "remove it")


def _placed(path: str, space: list[str]) -> list[Placed]:
    return [Placed(f"{path}[{i}]", network) for i, text in enumerate(space) if (network := parsed(text)) is not None]
