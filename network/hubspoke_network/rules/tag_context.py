"""What the ends of security rules stand for around one security group: tags and application security groups.

Sources: azure-docs service-tags-overview (`VirtualNetwork`, `Internet`, `AzureLoadBalancer`),
network-security-groups-overview (platform considerations).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from hubspoke_network.azure import PLATFORM, PUBLIC, WIRE_SERVER, deny_only
from hubspoke_network.core import Unknown
from hubspoke_network.rules.security_rules import Asg, Tag, Term
from hubspoke_network.rules.service_tags import ServiceTags
from hubspoke_network.sets import AddressSet, Bounds

_VNET_UNKNOWN = Unknown("the virtual network of the security group is not known")


@dataclass(frozen=True, slots=True)
class TagContext:
    """The surroundings a group is read in.

    `virtual_network` is what the tag `VirtualNetwork` holds there (the VNet, its peers, on-premises, prefixes of
    user-defined routes; the platform's 168.63.129.16 is added here). `asgs` gives the members of application security
    groups by id in lower case; one that is not listed has unknown members.
    """

    virtual_network: AddressSet | Bounds | Unknown = _VNET_UNKNOWN
    asgs: Mapping[str, AddressSet | Bounds] = field(default_factory=dict)
    service_tags: ServiceTags = field(default_factory=ServiceTags.shipped)

    def worlds(self) -> Iterator["World"]:
        """Every way in which the unknown part of `VirtualNetwork` can matter to one flow.

        A flow has two ends, and each is in the tag or not; what `Internet` holds follows from it. So the smallest and
        the largest set, for either end, tell everything.
        """
        bounds = Bounds.read(self.virtual_network)
        sets = list(dict.fromkeys([bounds.certain | WIRE_SERVER, bounds.possible | WIRE_SERVER]))
        for source, destination in product(sets, repeat=2):
            yield World(self, source, destination)

    @property
    def reason(self) -> str:
        """Why `VirtualNetwork` is not known exactly, empty where it is."""
        return Bounds.read(self.virtual_network).reason


@dataclass(frozen=True, slots=True)
class World:
    """A context with `VirtualNetwork` settled, for the source end and the destination end of a flow."""

    context: TagContext
    source_network: AddressSet
    destination_network: AddressSet

    def source(self, terms: Iterable[Term]) -> Bounds:
        """What the source end of a rule holds."""
        return _union(self._term(term, self.source_network) for term in terms)

    def destination(self, terms: Iterable[Term], outbound: bool) -> Bounds:
        """What the destination end holds; outbound, platform addresses are matched by the platform's own tags only."""
        found = []
        for term in terms:
            bounds = self._term(term, self.destination_network)
            own = isinstance(term, Unknown) or (isinstance(term, Tag) and deny_only(term.name))
            found.append(bounds if own or not outbound else bounds.without(PLATFORM))
        return _union(found)

    def _term(self, term: Term, network: AddressSet) -> Bounds:
        if isinstance(term, AddressSet):
            return Bounds.exactly(term)
        if isinstance(term, Unknown):
            return Bounds.anything(term.reason)
        if isinstance(term, Asg):
            members = self.context.asgs.get(term.id)
            return Bounds.read(members or Unknown(f"the members of {term.id.rpartition('/')[2]} are not known"))
        if term.name == "VirtualNetwork":
            return Bounds.exactly(network)
        if term.name == "Internet":
            return Bounds.exactly(PUBLIC - network)
        ranges = self.context.service_tags.of(term.name)
        if ranges is not None:
            return Bounds.exactly(ranges)
        return Bounds(AddressSet.empty(), PUBLIC, f"the address ranges of the tag {term.name} are not given")


def _union(many: Iterable[Bounds]) -> Bounds:
    total = Bounds.exactly(AddressSet.empty())
    for bounds in many:
        total |= bounds
    return total
