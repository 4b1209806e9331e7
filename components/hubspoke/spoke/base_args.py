"""What every kind of spoke has, a DMZ among them: its gateway and its way out."""

from collections.abc import Iterator

from hubspoke.vnet import PEERING, Egress, VnetShape, key_problems
from hubspoke_network.core import Problem


class SpokeBase(VnetShape):
    """What every kind of spoke has beside its place, its addresses and its hub."""

    use_hub_gateway: bool | None = None
    """Whether the spoke reaches on-premises by the hub's gateway. Default: yes where the hub has one."""
    egress: Egress | None = None
    """How the subnets leave for the Internet: internet, nat, firewall, forcedTunnel or none. Sets routes, propagation
    and tags together; what would open another way is refused. Default: as Azure's own routes have it."""
    egress_exceptions: dict[str, str] | None = None
    """Destinations that leave directly all the same, by name: prefixes or service tags (a licensing service). With
    egress firewall or forcedTunnel; the subnet needs a NAT gateway or an address of its own for them."""

    def own_problems(self) -> Iterator[Problem]:
        """Names of exceptions that cannot be part of a route's name."""
        yield from super().own_problems()
        yield from key_problems("egressExceptions", self.egress_exceptions)

    def slots(self) -> dict[str, str]:
        """Every resource that can be given a name, with its type."""
        return super().slots() | {"peering": PEERING, "hub-peering": PEERING}
