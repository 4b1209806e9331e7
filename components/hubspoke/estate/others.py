"""What of an estate somebody else makes: hubs of other stacks, networks that are attached, and pairs of spokes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pulumi

from hubspoke.base import Args, HubRef, Placed, address_space_problems, id_problems, overlaps, parsed, prefix_problems
from hubspoke.spoke import AttachedShape
from hubspoke.vnet import HubWays
from hubspoke_network.core import Problem


class EstateOtherHubArgs(HubRef):
    """A hub that this stack does not make: of another stack, or somebody else's."""

    stack: str | None = None
    """The stack whose `hubRefs` have it: `hub`, `network/hub` or `organization/network/hub`. What stands beside it is
    checked against it. Without one, `vnetId` is needed."""
    hub: str | None = None
    """Its key in that stack. Default: the same as here."""
    express_route: bool | None = None
    """With `stack`: whether one of its gateways is ExpressRoute's. Default: no."""
    firewall: bool | None = None
    """With `stack`: whether it has a firewall, or an appliance in its place. Default: where it inspects."""
    vnet_id: pulumi.Input[str] | None = None  # type: ignore[assignment]
    """Id of its virtual network, without `stack`."""
    vnet_name: pulumi.Input[str] | None = None  # type: ignore[assignment]
    """Name of its virtual network. Default: as the id says."""
    resource_group_name: pulumi.Input[str] | None = None  # type: ignore[assignment]
    """Resource group of its virtual network. Default: as the id says."""
    location: str | None = None  # type: ignore[assignment]
    """Its region. Default: the estate's."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""
    meshed: bool | None = None
    """Whether it is peered with the hubs made here, where `mesh` is on. This stack makes both ends then, and the routes
    at both firewalls: of two stacks with a hub each, one says so. Default: no."""
    region: list[str] | None = None
    """With `meshed`: prefixes of its spokes that other stacks make, or one that holds them all. The other hubs'
    firewalls send these to its own. Default: none."""

    def own_problems(self) -> Iterator[Problem]:
        """Neither a stack nor an id, or both; prefixes."""
        yield from address_space_problems("addressSpace", self.address_space)
        yield from prefix_problems("region", self.region or [])
        if self.region and not self.meshed:
            message = "goes with a hub that is meshed with those made here"
            yield Problem("HS106", "region", ", ".join(self.region), message, "write meshed: true, or remove it")
        yield from self.inspection_problems()
        if self.inspected and self.stack is None and self.firewall_address is None:
            message = "is missing: a firewall that inspects what spokes send has one"
            yield Problem("HS191", "firewallAddress", "", message, "write its private address, or leave inspected out")
        if self.inspected and self.firewall is False:
            message = "contradicts inspected: what inspects is a firewall"
            yield Problem("HS191", "firewall", "false", message, "remove it, or leave inspected out")
        if (self.stack is None) == (self.vnet_id is None):
            message = "is missing" if self.stack is None else "stands beside vnetId: either another stack has the hub"
            yield Problem("HS106", "stack", self.stack or "", message, "write either stack or vnetId")
        elif self.stack is not None and not 1 <= len(self.stack.split("/")) <= 3:
            yield Problem("HS103", "stack", self.stack, "is not a stack's name", "write organization/project/stack")
        if isinstance(self.vnet_id, str):
            name = self.vnet_name if isinstance(self.vnet_name, str) else None
            group = self.resource_group_name if isinstance(self.resource_group_name, str) else None
            yield from id_problems(self.vnet_id, name, group, None)

    @property
    def ways(self) -> HubWays:
        """How its spokes leave."""
        return HubWays(
            gateway=bool(self.has_gateway),
            express_route=bool(self.express_route) or self.express_route_gateway_id is not None,
            firewall=self.has_firewall or self.firewall_address is not None,
            inspected=bool(self.inspected),
            tunnels=bool(self.firewall_tunnels),
        )

    @property
    def has_firewall(self) -> bool:
        """Whether there is a firewall in it, as far as `stack` goes."""
        return bool(self.inspected if self.firewall is None else self.firewall)


class EstateAttachedSpokeArgs(AttachedShape):
    """A virtual network that somebody else made, attached to a hub of an estate."""

    hub: str | None = None
    """Key of its hub. Needed where there is more than one."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""


class SpokePairArgs(Args):
    """Two spokes that are peered with each other, and reach each other past the hub."""

    spokes: list[str]
    """Keys of the two."""

    def own_problems(self) -> Iterator[Problem]:
        """Not two of them."""
        if len(set(self.spokes)) != 2 or len(self.spokes) != 2:
            told = ", ".join(self.spokes)
            yield Problem("HS106", "spokes", told, "are not two different spokes", "write the keys of two")


def pair_problems(pairs: Mapping[str, SpokePairArgs], spokes: Sequence[str]) -> Iterator[Problem]:
    """Pairs of what is not there, and one pair twice, which Azure refuses."""
    seen: dict[frozenset[str], str] = {}
    for key, pair in pairs.items():
        path = f"connections.{key}.spokes"
        for index, spoke in enumerate(pair.spokes):
            if spoke not in spokes:
                instead = f"write one of {', '.join(spokes)}" if spokes else "add it under spokes"
                yield Problem("HS150", f"{path}[{index}]", spoke, "is not among spokes", instead)
        both = frozenset(pair.spokes)
        if both in seen:
            message = f"are connected already, as {seen[both]}"
            yield Problem("HS106", path, ", ".join(pair.spokes), message, "remove one of the two")
        seen.setdefault(both, key)


def region_problems(reached: Iterable[tuple[str, str, list[str]]]) -> Iterator[Problem]:
    """Regions of meshed hubs that hold what is reached by another hub: firewalls would send it to two of them.

    `reached` has key of the hub, path and prefixes, regions last. What other ranges share is told without a mesh.
    """
    hubs: dict[str, str] = {}
    placed: list[Placed] = []
    for hub, path, prefixes in reached:
        for index, text in enumerate(prefixes):
            network = parsed(text)
            if network is not None:
                hubs[f"{path}[{index}]"] = hub
                placed.append(Placed(f"{path}[{index}]", network))
    for first, second in overlaps(placed):
        if hubs[first.path] != hubs[second.path] and ".region[" in second.path:
            message = f"overlaps {first.path} {first.network}, which hub {hubs[first.path]} reaches"
            yield Problem("HS112", second.path, str(second.network), message, "write what no other meshed hub reaches")
