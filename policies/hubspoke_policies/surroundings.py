"""Where a security group is attached, and what tags hold there."""

from collections.abc import Iterator

from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.security_groups import TagContext
from hubspoke_network.unknown import Unknown


def contexts_of(model: NetworkModel, group: Resource) -> Iterator[tuple[str, TagContext]]:
    """Each place a group is attached to, with what service tags hold there."""
    members = model.facts.asgs
    yield "", TagContext(Unknown(f"where {group.label} is attached is not known"), members)
