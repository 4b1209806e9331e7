"""The network as one model: resources from any reader, what is known beside them, and what lies where."""

from collections.abc import Iterable
from functools import cached_property

from hubspoke_network.azure import (
    ASG,
    CIRCUIT,
    CONNECTION,
    FIREWALL,
    GATEWAY,
    LOAD_BALANCER,
    LOCAL_GATEWAY,
    NAT_GATEWAY,
    NIC,
    NSG,
    PEERING,
    PRIVATE_ENDPOINT,
    PUBLIC_ADDRESS,
    ROUTE,
    RULE,
    SUBNET,
    TABLE,
    VNET,
)
from hubspoke_network.model.facts import Facts
from hubspoke_network.model.resource import Missing, Resource, may_be
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.model.topology import Topology

__all__ = [
    "ASG",
    "CIRCUIT",
    "CONNECTION",
    "FIREWALL",
    "GATEWAY",
    "LOAD_BALANCER",
    "LOCAL_GATEWAY",
    "NAT_GATEWAY",
    "NIC",
    "NSG",
    "PEERING",
    "PRIVATE_ENDPOINT",
    "PUBLIC_ADDRESS",
    "ROUTE",
    "RULE",
    "SUBNET",
    "TABLE",
    "VNET",
    "Missing",
    "NetworkModel",
    "Resource",
    "build_model",
    "may_be",
]


class NetworkModel(ResourceIndex):
    """Resources, and what is known beside them. Built by `build_model`; nothing in it changes afterwards."""

    @cached_property
    def topology(self) -> Topology:
        """What lies where, indexed."""
        return Topology(self)


def build_model(resources: Iterable[Resource], facts: Facts | None = None) -> NetworkModel:
    """The model of these resources. Of two with one id, the later counts."""
    return NetworkModel(resources, facts)
