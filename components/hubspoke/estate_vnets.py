"""Arguments of the hubs and spokes of an estate."""

from collections.abc import Iterator

from hubspoke._prefix_checks import address_space_problems, subnet_problems
from hubspoke.hub_args import HubShape
from hubspoke.spoke_args import SpokeShape
from hubspoke.subnet_args import SubnetArgs
from hubspoke.vnet_args import VnetShape
from hubspoke_network.errors import Problem


class EstateVnet(VnetShape):
    """Place and addresses of a hub or spoke of an estate."""

    address_space: list[str]
    """Prefixes of the virtual network."""
    subnets: dict[str, SubnetArgs] | None = None
    """Subnets by key. Each is a resource of its own; adding one touches no other."""
    location: str | None = None
    """Azure region. Default: the estate's."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""
    resource_group: str | None = None
    """Name of a resource group that exists. Default: one is made."""

    def own_problems(self) -> Iterator[Problem]:
        """Addresses, on top of what every virtual network is checked for."""
        yield from super().own_problems()
        yield from address_space_problems("addressSpace", self.address_space)
        yield from subnet_problems(self.prefixes(), self.address_space, self.prefix_names())

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet."""
        return {f"subnets.{key}.prefix": subnet.prefix for key, subnet in (self.subnets or {}).items()}

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name of every subnet, as far as the name means something to Azure."""
        return {f"subnets.{key}.prefix": self.subnet_name(key) for key in self.subnets or {}}


class EstateHubArgs(EstateVnet, HubShape):
    """A hub of an estate."""

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet, the gateways' first."""
        found = {"gatewaySubnet": self.gateway_subnet} if self.gateway_subnet is not None else {}
        return found | super().prefixes()

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name; the size of the gateways' subnet is judged with the gateways."""
        return super().prefix_names() | {"gatewaySubnet": "gateways"}


class EstateSpokeArgs(EstateVnet, SpokeShape):
    """A spoke of an estate."""

    hub: str | None = None
    """Key of its hub. Needed where there is more than one."""
