"""Where security groups are attached, and what they decide there. One index a model, made when first asked for."""

from collections.abc import Iterator
from functools import lru_cache

from hubspoke_network.effective_routes import Router
from hubspoke_network.flows import FlowSet
from hubspoke_network.model import NSG, SUBNET, Missing, NetworkModel, Resource
from hubspoke_network.security_groups import Part, SecurityGroup, TagContext, decide
from hubspoke_network.security_rules import Direction, SecurityRule
from hubspoke_network.surroundings import Surroundings
from hubspoke_network.unknown import Unknown
from hubspoke_policies.reading import logical_name


class Attached:
    """The security groups of a model where they are attached."""

    def __init__(self, model: NetworkModel) -> None:
        self._model = model
        self.router = Router(model.topology)
        self.surroundings = Surroundings(self.router)
        self._seats: dict[str, list[Resource]] = {}
        for subnet in model.of_type(SUBNET):
            for key in _groups(model, subnet, "properties.networkSecurityGroup.id"):
                self._seats.setdefault(key, []).append(subnet)
        for interface in model.topology.interfaces:
            if isinstance(interface.subnet, Resource):
                for key in _groups(model, interface.nic, "properties.networkSecurityGroup.id"):
                    self._seats.setdefault(key, []).append(interface.subnet)

    def seats(self, group: Resource) -> list[Resource]:
        """The subnets a group is, or may be, attached to, by itself or by an interface in them."""
        return self._seats.get(group.key, [])

    def decided(self, group: Resource, direction: Direction, within: FlowSet) -> Iterator[tuple[str, Part]]:
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
def _anywhere(rules: tuple[SecurityRule, ...], direction: Direction, within: FlowSet) -> tuple[Part, ...]:
    return decide(SecurityGroup("", "", rules), direction, TagContext(), within).parts


def _groups(model: NetworkModel, resource: Resource, path: str) -> Iterator[str]:
    found = model.resolve(resource, path, NSG)
    if isinstance(found, Resource):
        yield found.key
    elif not isinstance(found, Missing):
        yield from (key for key in found.candidates if model.by_id(key) is not None)
