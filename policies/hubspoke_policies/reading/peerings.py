"""What the peering rules share: the two ends of a peering, as far as they are certain."""

from dataclasses import dataclass
from functools import lru_cache

from hubspoke_network.azure import PEERING, VNET
from hubspoke_network.core import Unknown, parse_id
from hubspoke_network.model import NetworkModel, Peering, Resource
from hubspoke_policies.reading.references import Targets, name_of, targets

REMOTE = "properties.remoteVirtualNetwork.id"
SEGMENT = "virtualNetworkPeerings"
USES = "useRemoteGateways"


@dataclass(frozen=True, slots=True)
class Ends:
    """A peering with its other end.

    `home` is the key of the network it lies in, `remote` what it may lead to. `back` is the other end where it is
    certain, `doubt` says why it is not certain whether there is one; neither means that there is none.
    """

    peering: Peering
    home: str
    remote: Targets
    back: Peering | None = None
    doubt: str = ""

    @property
    def resource(self) -> Resource:
        """The end that was asked about."""
        return self.peering.resource


class _Index:
    """Every peering of a model by where it lies and where it leads, so that a pair is found without a search."""

    def __init__(self, model: NetworkModel) -> None:
        self.remotes: dict[str, Targets] = {}
        self.certain: dict[tuple[str, str], Resource] = {}
        self.doubtful: dict[str, list[Resource]] = {}
        for peering in model.of_type(PEERING):
            home, remote = home_of(peering), targets(model, peering, REMOTE, VNET)
            self.remotes[peering.key] = remote
            if remote.certain is None:
                self.doubtful.setdefault(home, []).append(peering)
            else:
                self.certain.setdefault((home, remote.certain), peering)


@lru_cache(maxsize=1)
def _index(model: NetworkModel) -> _Index:
    return _Index(model)


def remote_of(model: NetworkModel, peering: Resource) -> Targets:
    """The network that a peering leads to."""
    return _index(model).remotes[peering.key]


def ends_of(model: NetworkModel, resource: Resource) -> Ends:
    """A peering and its other end."""
    index = _index(model)
    home, remote = home_of(resource), index.remotes[resource.key]
    peering = model.topology.peering(resource)
    if remote.certain is None:
        return Ends(peering, home, remote, doubt=f"the network at its other end {remote.reason(model)}")
    vnet = model.by_id(remote.certain)
    if vnet is None:
        return Ends(peering, home, remote, doubt=f"{name_of(model, remote.certain)} is not in this program")
    if not home:
        return Ends(peering, home, remote, doubt="the network it lies in is not known")
    back = index.certain.get((vnet.key, home))
    if back is not None:
        return Ends(peering, home, remote, model.topology.peering(back))
    unknown = model.unknown_children(vnet, SEGMENT)
    doubt = "" if unknown is None else f"the peerings of {name_of(model, vnet.key)}: {unknown.reason}"
    for other in index.doubtful.get(vnet.key, []):
        found = index.remotes[other.key]
        if found.open or home in found.keys:
            doubt = doubt or f"the other end of {name_of(model, other.key)} {found.reason(model)}"
    return Ends(peering, home, remote, doubt=doubt)


def home_of(resource: Resource) -> str:
    """The key of the network a peering lies in, empty where it is not known."""
    parsed = parse_id(resource.id) if isinstance(resource.id, str) else None
    return parsed.parent.key if parsed is not None and parsed.parent is not None else ""


def first_unknown(*answers: object) -> Unknown | None:
    """The first of these that is not known."""
    return next((answer for answer in answers if isinstance(answer, Unknown)), None)


PEERED = """
spoke = network.VirtualNetwork(
    "spoke",
    resource_group_name=group.name,
    address_space={{"address_prefixes": ["{space}"]}},
)
network.VirtualNetworkPeering(
    "hub-to-spoke",
    resource_group_name=group.name,
    virtual_network_name=hub.name,
    remote_virtual_network={{"id": spoke.id}},
    allow_virtual_network_access=True,
    allow_forwarded_traffic=True,
    allow_gateway_transit={transit},
)
network.VirtualNetworkPeering(
    "spoke-to-hub",
    resource_group_name=group.name,
    virtual_network_name=spoke.name,
    remote_virtual_network={{"id": hub.id}},
    allow_virtual_network_access={access},
    allow_forwarded_traffic=True,
    use_remote_gateways={uses},
)
"""


def peered(space: str = "10.1.0.0/16", transit: bool = True, uses: bool = True, access: bool = True) -> str:
    """A piece of an example: a spoke and both ends of its peering; stands after a hub."""
    return PEERED.format(space=space, transit=transit, uses=uses, access=access)
