"""Arguments of the hubs and spokes of an estate."""

from collections.abc import Iterator

from hubspoke.base import address_space_problems, subnet_problems
from hubspoke.hub import SERVICE_NAMES, HubShape
from hubspoke.spoke import SpokeShape
from hubspoke.vnet import HubWays, SubnetArgs, VnetShape
from hubspoke_network.core import Problem


class EstateSubnetArgs(SubnetArgs):
    """A subnet of a hub or spoke of an estate."""

    prefix: str
    """The subnet's prefix (10.1.0.0/24), or its size alone (/24), to be placed inside its network."""


class EstateVnet(VnetShape):
    """Place and addresses of a hub or spoke of an estate."""

    address_space: list[str]
    """Prefixes of the virtual network (10.1.0.0/22), or their sizes alone (/22), to be placed inside the pool."""
    subnets: dict[str, EstateSubnetArgs] | None = None
    """Subnets by key. Each is a resource of its own; adding one touches no other."""
    pool: str | None = None
    """Key of the pool that sizes are placed in, of those under `addresses.pools`. Default: that of its region and
    environment, or the only one."""
    location: str | None = None
    """Azure region. Default: the estate's."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""
    resource_group: str | None = None
    """Name of a resource group that exists. Default: one is made."""
    formerly: str | None = None
    """Key that it had before: it is taken over under the new one, not made anew. Needs `label`, which keeps the names
    that Azure knows it by; its pins go with it. Remove it once every stack has been run, and pinned again."""

    def own_problems(self) -> Iterator[Problem]:
        """A former key without the label that goes with it."""
        yield from super().own_problems()
        if self.formerly is not None and self.label is None:
            message = "is missing: by the new key Azure would be asked for new resources"
            yield Problem("HS101", "label", "", message, f"write {self.formerly}, or the label it had")

    def address_problems(self) -> Iterator[Problem]:
        """What is wrong with the addresses, once sizes have been placed."""
        yield from address_space_problems("addressSpace", self.address_space)
        prefixes = self.prefixes()
        names = {path: self.prefix_name(path) for path in prefixes}
        yield from subnet_problems(prefixes, self.address_space, names)

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet."""
        return {f"subnets.{key}.prefix": subnet.prefix for key, subnet in (self.subnets or {}).items()}

    def prefix_name(self, path: str) -> str:
        """The Azure name of the subnet at `path`, as far as the name means something to Azure."""
        return self.subnet_name(path.removeprefix("subnets.").removesuffix(".prefix"))


class EstateHubArgs(EstateVnet, HubShape):
    """A hub of an estate."""

    meshed: bool | None = None
    """Whether it is peered with the other hubs where `mesh` is on. Default: yes."""

    @property
    def ways(self) -> HubWays:
        """What decides how its spokes leave."""
        return HubWays(
            gateway=self.has_gateway,
            express_route=self.express_route_gateway is not None,
            firewall=self.inspected,
            inspected=self.inspected,
            tunnels=self.firewall is not None and bool(self.firewall.forced_tunnel),
        )

    def address_problems(self) -> Iterator[Problem]:
        """What is wrong with the addresses, once sizes have been placed."""
        yield from super().address_problems()
        yield from self.placed_problems(self.address_space)

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet, those of services first."""
        return {item.path: prefix for item, prefix in self.service_subnets().items()} | super().prefixes()

    def prefix_name(self, path: str) -> str:
        """The Azure name of the subnet at `path`, as far as the name means something to Azure."""
        return SERVICE_NAMES.get(path) or super().prefix_name(path)


class EstateSpokeArgs(EstateVnet, SpokeShape):
    """A spoke of an estate."""

    hub: str | None = None
    """Key of its hub. Needed where there is more than one."""
