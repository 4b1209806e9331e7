"""Where security groups are attached, and what they decide there. One index a model, made when first asked for."""

from collections.abc import Iterator
from functools import lru_cache

from hubspoke_network.azure import NSG, SUBNET
from hubspoke_network.core import Unknown, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.reach.routing import Router
from hubspoke_network.reach.walking import Surroundings
from hubspoke_network.rules import DecisionPart, Direction, SecurityGroup, SecurityRule, TagContext, decide
from hubspoke_network.sets import FlowSet
from hubspoke_policies.reading.references import logical_name

GROUP = "properties.networkSecurityGroup.id"


class Attached:
    """The security groups of a model where they are attached.

    `doubt` says which subnet or interface may have any group at all, and why; empty where there is none.
    """

    def __init__(self, model: NetworkModel) -> None:
        self._model = model
        self.router = Router(model.topology)
        self.surroundings = Surroundings(self.router)
        self._seats: dict[str, list[Resource]] = {}
        self.doubt = ""
        for subnet in model.of_type(SUBNET):
            self._seat(subnet, subnet)
        for interface in model.topology.interfaces:
            if isinstance(interface.subnet, Resource):
                self._seat(interface.nic, interface.subnet)

    def _seat(self, holder: Resource, subnet: Resource) -> None:
        """Note the groups that a subnet, or an interface in it, has or may have."""
        found = self._model.resolve(holder, GROUP, NSG)
        if isinstance(found, Resource):
            self._seats.setdefault(found.key, []).append(subnet)
        elif isinstance(found, Unknown) and not found.candidates:
            self.doubt = self.doubt or f"which group {logical_name(holder)} has: {stripped(found.reason)}"
        elif isinstance(found, Unknown):
            for key in found.candidates:
                self._seats.setdefault(key, []).append(subnet)

    def seats(self, group: Resource) -> list[Resource]:
        """The subnets a group is, or may be, attached to, by itself or by an interface in them."""
        return self._seats.get(group.key, [])

    def decided(self, group: Resource, direction: Direction, within: FlowSet) -> Iterator[tuple[str, DecisionPart]]:
        """Every part of what a group decides about the flows `within`, with the name of the subnet where it does.

        Estates give hundreds of groups the same rules. What these decide wherever they are is worked out once, and
        told without a place; only where that leaves something open are the surroundings of each subnet looked at.
        """
        read = self.surroundings.group(group)
        anywhere = _anywhere(read.rules, direction, within)
        if all(part.access != "Unknown" for part in anywhere):
            yield from (("", part) for part in anywhere)
            return
        for place, context in self._contexts(group):
            yield from ((place, part) for part in decide(read, direction, context, within).parts)

    def context(self, subnet: Resource, vnet: Resource | None) -> TagContext:
        """What tags hold on a subnet."""
        if vnet is None:
            return TagContext(Unknown(f"the virtual network of {logical_name(subnet)} is not in this program"))
        return self.surroundings.context(subnet, vnet)

    def _contexts(self, group: Resource) -> Iterator[tuple[str, TagContext]]:
        seats = self.seats(group)
        if not seats:
            yield "", TagContext(Unknown(f"{logical_name(group)} is attached to nothing in this program"))
        for subnet in seats:
            yield logical_name(subnet), self.context(subnet, self._model.parent(subnet))


@lru_cache(maxsize=1)
def attached(model: NetworkModel) -> Attached:
    """The groups of a model where they are attached; that of the last model is kept."""
    return Attached(model)


@lru_cache(maxsize=4096)
def _anywhere(rules: tuple[SecurityRule, ...], direction: Direction, within: FlowSet) -> tuple[DecisionPart, ...]:
    return decide(SecurityGroup("", "", rules), direction, TagContext(), within).parts
