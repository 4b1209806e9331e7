"""What no Azure resource holds and answers depend on: on-premises prefixes, and what appliances let through."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hubspoke_network.sets import AddressSet, FlowSet, Network
from hubspoke_network.sets.object_groups import ObjectGroups

Prefixes = tuple[Network, ...]
"""Prefixes as they are advertised: which of them is the longest matters, so they are not merged."""


@dataclass(frozen=True, slots=True)
class Appliance:
    """A firewall or another appliance that forwards. `passes` are the flows it lets through, by their first packet.

    `stateful` says that it drops replies to flows it has not seen; `translates` that flows to public addresses leave it
    with an address of its own.
    """

    passes: FlowSet
    stateful: bool = True
    translates: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the resources. Keys are names or ids of Azure resources, in lower case.

    `on_premises` is what every gateway learns from on-premises; the others are for one gateway, circuit, connection or
    virtual network with gateways, and count before it. None means that nothing was said. `appliances` are also found by
    address. `asgs` are members of application security groups, complete where given.
    """

    on_premises: Prefixes | None = None
    gateways: Mapping[str, Prefixes] = field(default_factory=dict)
    circuits: Mapping[str, Prefixes] = field(default_factory=dict)
    connections: Mapping[str, Prefixes] = field(default_factory=dict)
    hubs: Mapping[str, Prefixes] = field(default_factory=dict)
    appliances: Mapping[str, Appliance] = field(default_factory=dict)
    asgs: Mapping[str, AddressSet] = field(default_factory=dict)
    object_groups: ObjectGroups = field(default_factory=ObjectGroups)
