"""The subjects of questions: what a name, an id or an address stands for in a model.

A subject is `vnet/subnet`, a network, an interface, an application security group, an object group (each by name), the
id of one of these, an address, a prefix or a range, `internet`, or `onpremises`. Anything else is an error: a question
about something unknown is never answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from hubspoke_network.azure import ASG, NIC, PUBLIC, SUBNET, VNET
from hubspoke_network.core import Unknown, UnknownSubject, parse_id
from hubspoke_network.model import (
    SHORTEST_SITE,
    NetworkModel,
    Resource,
    Topology,
    all_gateways,
    known_sites,
    learned_by,
    spaces,
)
from hubspoke_network.sets import AddressError, AddressSet

Where = Literal["subnet", "internet", "on-premises", "nowhere", "unplaced"]
_KINDS = (SUBNET, VNET, NIC, ASG)


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses in one place: a subnet, the Internet, on-premises, or nowhere the model knows of.

    `unplaced` are those of which it is not known where they are.
    """

    where: Where
    addresses: AddressSet
    subnet: Resource | None = None
    vnet: Resource | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about. `unknown` says why its addresses are not known, empty where they are.

    Where they are not, `addresses` are all it may have.
    """

    label: str
    places: tuple[Place, ...]
    unknown: str = ""

    @property
    def addresses(self) -> AddressSet:
        """Every address of the subject."""
        return AddressSet.union(place.addresses for place in self.places)

    @property
    def homes(self) -> dict[str, AddressSet]:
        """The addresses meant in each subnet of the subject, by the subnet's key."""
        found: dict[str, AddressSet] = {}
        for place in self.places:
            if place.subnet is not None:
                found[place.subnet.key] = found.get(place.subnet.key, AddressSet.empty()) | place.addresses
        return found


def find_subject(model: NetworkModel, text: str) -> Subject:
    """The subject that `text` names. Raises `UnknownSubject`, with what it may have meant."""
    asked = text.strip()
    word = asked.lower().replace("-", "").replace("_", "")
    if word == "internet":
        return Subject("internet", (Place("internet", internet(model.topology)),))
    if word == "onpremises":
        return _on_premises(model.topology)
    found = _by_id(model, asked) if asked.startswith("/") else _by_name(model, asked)
    if len(found) > 1:
        ids = "; ".join(str(resource) for resource in found)
        raise UnknownSubject(f"{text!r} names several resources; give one of their ids: {ids}")
    if found:
        return _of_resource(model, found[0])
    group = model.facts.object_groups
    kind = group.kind(asked)
    if kind == "addresses":
        return replace(_placed(model.topology, group.address_set(asked)), label=asked)
    if kind == "applicationSecurityGroups":
        asgs = [_of_resource(model, resource) for key in group.asgs_of(asked) for resource in _by_id(model, key)]
        places = tuple(place for subject in asgs for place in subject.places)
        return Subject(asked, places, "; ".join(dict.fromkeys(s.unknown for s in asgs if s.unknown)))
    try:
        return _placed(model.topology, AddressSet.parse(asked))
    except AddressError as error:
        raise UnknownSubject(f"{text!r} is nothing in this model{_suggestion(model, asked, error)}") from None


def _suggestion(model: NetworkModel, asked: str, error: AddressError) -> str:
    if error.corrected:
        return f": it {error.reason}; write {error.corrected}"
    names = [resource.label for kind in _KINDS for resource in model.of_type(kind)]
    names += ["internet", "onpremises", *model.facts.object_groups.addresses]
    close = get_close_matches(asked.lower(), [name.lower() for name in names], n=3, cutoff=0.4)
    spelt = {name.lower(): name for name in names}
    if close:
        return f"; write {' or '.join(spelt[name] for name in close)}"
    return f"; write vnet/subnet, an id, an address, internet or onpremises{_some(names)}"


def _some(names: Iterable[str]) -> str:
    shown = sorted(name for name in names if "/" in name)[:5]
    return f" (there are {', '.join(shown)} and others)" if shown else ""


def _by_id(model: NetworkModel, text: str) -> list[Resource]:
    parsed = parse_id(text)
    found = model.by_id(text)
    if found is None:
        near = model.named(parsed.type, parsed.name) if parsed else []
        instead = f"; there is {near[0]}" if near else ""
        raise UnknownSubject(f"{text!r} is not among the resources given{instead}")
    if found.type not in _KINDS:
        raise UnknownSubject(
            f"{text!r} is a {found.type}, which no flow begins or ends at; give a subnet or an address"
        )
    return [found]


def _by_name(model: NetworkModel, text: str) -> list[Resource]:
    if "/" in text:
        return [s for s in model.named(SUBNET, text.rpartition("/")[2]) if s.label.lower() == text.lower()]
    return [resource for kind in (VNET, NIC, ASG) for resource in model.named(kind, text)]


def _of_resource(model: NetworkModel, resource: Resource) -> Subject:
    topology = model.topology
    if resource.type == ASG:
        return _of_asg(topology, resource)
    if resource.type == NIC:
        return _of_interfaces(topology, resource)
    subnets = [resource] if resource.type == SUBNET else topology.subnets(resource)
    places, reasons = [], []
    for subnet in subnets:
        vnet, prefixes = model.parent(subnet), topology.prefixes(subnet)
        if vnet is None or isinstance(prefixes, Unknown):
            told = prefixes.reason if isinstance(prefixes, Unknown) else f"the network of {subnet.label} is not given"
            reasons.append(told)
            prefixes = AddressSet.everything()
        places.append(Place("subnet", prefixes, subnet, vnet))
    if not places:
        why = model.unknown_children(resource, "subnets")
        if why is None:
            raise UnknownSubject(f"{resource.label} has no subnets, so no flow begins or ends there")
        reasons.append(why.reason)
    return Subject(resource.label, tuple(places), "; ".join(reasons))


def _of_interfaces(topology: Topology, nic: Resource) -> Subject:
    places, reasons = [], []
    for interface in topology.interfaces:
        if interface.nic is not nic:
            continue
        if isinstance(interface.subnet, Unknown):
            reasons.append(interface.subnet.reason)
            continue
        vnet, prefixes = topology.model.parent(interface.subnet), topology.prefixes(interface.subnet)
        if isinstance(interface.address, Unknown):
            reasons.append(interface.address.reason)
            addresses = AddressSet.everything() if isinstance(prefixes, Unknown) else prefixes
        else:
            addresses = AddressSet.of([interface.address])
        places.append(Place("subnet", addresses, interface.subnet, vnet))
    return Subject(nic.label, tuple(places), "; ".join(reasons))


def _of_asg(topology: Topology, asg: Resource) -> Subject:
    members = [i for i in topology.interfaces if asg.key in i.asgs]
    subjects = [_of_interfaces(topology, interface.nic) for interface in members]
    reasons = [subject.unknown for subject in subjects if subject.unknown]
    places = dict.fromkeys(place for subject in subjects for place in subject.places)
    if not members:
        reasons.append(f"no interface among the resources given is in {asg.label}")
        places = {Place("unplaced", spaces(topology).certain): None}
    return Subject(asg.label, tuple(places), "; ".join(reasons))


def _on_premises(topology: Topology) -> Subject:
    known, reasons = AddressSet.empty(), []
    for vnet, gateway in all_gateways(topology):
        for learned in learned_by(topology, gateway, vnet):
            if learned.vnet is not None:
                continue
            if isinstance(learned.prefixes, Unknown):
                reasons.append(learned.prefixes.reason)
            else:
                known |= AddressSet.of(n for n in learned.prefixes if n.prefixlen >= SHORTEST_SITE)
    if not reasons and not known:
        raise UnknownSubject(
            "no gateway learns anything from on-premises; give its prefixes (facts onPremises, or the tag "
            "network-on-premises)"
        )
    addresses = (AddressSet.everything() if reasons else known) - spaces(topology).certain
    places = (Place("on-premises", addresses),)
    return Subject("onpremises", places, "; ".join(dict.fromkeys(reasons)))


def internet(topology: Topology) -> AddressSet:
    """Public addresses that are neither in a network of the model nor known to be on-premises."""
    return PUBLIC - spaces(topology).certain - known_sites(topology)


def _placed(topology: Topology, addresses: AddressSet) -> Subject:
    """Addresses, parted by where they are. What is nowhere known has no place, and nothing can begin there."""
    places = []
    for vnet in topology.vnets:
        for subnet in topology.subnets(vnet):
            prefixes = topology.prefixes(subnet)
            if isinstance(prefixes, AddressSet) and not prefixes.isdisjoint(addresses):
                places.append(Place("subnet", prefixes & addresses, subnet, vnet))
    rest = addresses - AddressSet.union(place.addresses for place in places)
    if rest:
        sites = known_sites(topology)
        places.append(Place("on-premises", rest & sites))
        places.append(Place("internet", (rest & PUBLIC) - sites))
        places.append(Place("nowhere", rest - sites - PUBLIC))
    return Subject(str(addresses), tuple(place for place in places if place.addresses))
