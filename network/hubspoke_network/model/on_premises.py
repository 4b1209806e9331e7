"""What gateways learn from outside: on-premises prefixes, and networks behind other gateways.

Sources: azure-docs virtual-networks-udr-overview (gateway routes), expressroute virtual-network-connectivity-guidance
(network to network over a circuit is off unless both gateways allow it), vpn-gateway documentation (local network
gateways, point to site).

No Azure resource holds what a circuit's peer advertises. It comes from facts, or from the tag `network-on-premises` on
the connection, the circuit, the gateway or its network: prefixes with blanks between. Without either it is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hubspoke_network.azure import CIRCUIT, CONNECTION, GATEWAY, LOCAL_GATEWAY, ON_PREMISES_TAG
from hubspoke_network.core import Unknown, flag, listed, parse_id, text
from hubspoke_network.model.facts import Prefixes
from hubspoke_network.model.resource import Missing, Resource, may_be
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.model.topology import Topology
from hubspoke_network.sets import AddressSet, Bounds, PrefixError, parse_prefix

SHORTEST_SITE = 8
"""Prefixes shorter than this are default routes or halves of one: what they lead to is beyond on-premises."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Prefixes a gateway has from one source. `vnet` is the network behind it, None for on-premises.

    `doubt` says why it may not have them after all; empty where that is certain.
    """

    gateway: Resource
    kind: str
    prefixes: Prefixes | Unknown
    source: str
    vnet: Resource | None = None
    doubt: str = ""


def learned_by(topology: Topology, gateway: Resource, vnet: Resource) -> list[Learned]:
    """What a gateway in `vnet` learns."""
    model, kind = topology.model, gateway_kind(gateway)
    said = _fact(model.facts.gateways, gateway)
    if said is not None:
        return [Learned(gateway, kind, said, f"on-premises, by {gateway.label}"), *_networks(topology, gateway, vnet)]
    facts = _first(_fact(model.facts.hubs, vnet), model.facts.on_premises)
    tags = _first(_tagged(gateway), _tagged(vnet))
    found = list(_clients(gateway, kind))
    connections = list(_connections(model, gateway))
    around = _first(facts, tags)
    if not connections and around is not None:
        found.append(Learned(gateway, kind, around, f"on-premises, by {gateway.label}"))
    for connection, doubt in connections:
        items = _from_connection(model, gateway, kind, connection, facts, tags)
        found += [replace(learned, doubt=doubt or learned.doubt) for learned in items]
    return [*found, *_networks(topology, gateway, vnet)]


def gateway_kind(gateway: Resource) -> str:
    """`ExpressRoute` or `Vpn`; `Vpn` also where the type is not known, the one that loses on equal prefixes."""
    kind = text(gateway.document, "properties.gatewayType")
    return "ExpressRoute" if isinstance(kind, str) and kind.lower() == "expressroute" else "Vpn"


def _first(*values: Prefixes | Unknown | None) -> Prefixes | Unknown | None:
    return next((value for value in values if value is not None), None)


def _fact(facts: Mapping[str, Prefixes], resource: Resource | str) -> Prefixes | None:
    """What was said of a resource, by its id or its name."""
    if isinstance(resource, str):
        parsed = parse_id(resource)
        keys = [resource.rstrip("/").lower(), parsed.name.lower() if parsed else ""]
    else:
        keys = [resource.key, resource.name.lower() if isinstance(resource.name, str) else ""]
    return next((facts[key] for key in keys if key in facts), None)


def _tagged(resource: Resource) -> Prefixes | Unknown | None:
    """The prefixes in a resource's tag; None where it has none."""
    tags = resource.at("tags")
    value = tags.get(ON_PREMISES_TAG) if isinstance(tags, Mapping) else tags
    if value is None or isinstance(value, Unknown):
        return value
    try:
        return tuple(parse_prefix(part) for part in str(value).replace(",", " ").split())
    except PrefixError as error:
        return Unknown(f"the tag {ON_PREMISES_TAG} of {resource.label}: {error}")


def _connections(model: ResourceIndex, gateway: Resource) -> Iterator[tuple[Resource, str]]:
    """The connections of a gateway, and why one may be another's."""
    for connection in model.of_type(CONNECTION):
        end = model.resolve(connection, "properties.virtualNetworkGateway1.id", GATEWAY)
        if end is gateway:
            yield connection, ""
        elif isinstance(end, Unknown) and may_be(end, gateway):
            yield connection, end.reason
        elif isinstance(end, Missing):
            yield connection, f"{connection.label} names no gateway"


def _from_connection(
    model: ResourceIndex,
    gateway: Resource,
    kind: str,
    connection: Resource,
    facts: Prefixes | Unknown | None,
    tags: Prefixes | Unknown | None,
) -> Iterator[Learned]:
    """What one connection brings. Facts count before tags, and what is said of the connection before all else."""
    said, tagged = _fact(model.facts.connections, connection), _tagged(connection)
    what = text(connection.document, "properties.connectionType")
    kind_of = what.lower() if isinstance(what, str) else ""
    if kind_of == "vnet2vnet":
        return
    if kind_of == "ipsec":
        yield from _from_site(model, gateway, kind, connection, _first(said, tagged), _first(facts, tags))
        return
    circuit, reference = model.resolve(connection, "properties.peer.id", CIRCUIT), connection.at("properties.peer.id")
    of_circuit = [
        _fact(model.facts.circuits, item) for item in (circuit, reference) if isinstance(item, Resource | str)
    ]
    on_circuit = _tagged(circuit) if isinstance(circuit, Resource) else None
    prefixes = _first(said, *of_circuit, facts, tagged, on_circuit, tags)
    why = _not_given(f"the prefixes that {connection.label} learns from on-premises")
    yield Learned(gateway, kind, why if prefixes is None else prefixes, f"on-premises, by {connection.label}")


def _from_site(
    model: ResourceIndex,
    gateway: Resource,
    kind: str,
    connection: Resource,
    said: Prefixes | Unknown | None,
    around: Prefixes | Unknown | None,
) -> Iterator[Learned]:
    """A site-to-site tunnel: the prefixes of the local network gateway, and with BGP whatever the site advertises."""
    site = model.resolve(connection, "properties.localNetworkGateway2.id", LOCAL_GATEWAY)
    name = f"site of {connection.label}"
    if isinstance(site, Resource):
        given = listed(site.document, "properties.localNetworkAddressSpace.addressPrefixes")
        yield Learned(gateway, kind, _prefixes(given, site.label), name)
    elif said is None:
        why = site if isinstance(site, Unknown) else Unknown(f"{connection.label} names no local network gateway")
        yield Learned(gateway, kind, why, name)
    bgp = flag(connection.document, "properties.enableBgp", default=False)
    if said is not None or bgp is not False:
        prefixes = _first(said, around)
        why = _not_given(f"the prefixes that {connection.label} learns by BGP")
        doubt = bgp.reason if isinstance(bgp, Unknown) else ""
        name = f"on-premises, by {connection.label}"
        yield Learned(gateway, kind, why if prefixes is None else prefixes, name, doubt=doubt)


def _clients(gateway: Resource, kind: str) -> Iterator[Learned]:
    """Point-to-site clients have addresses from a pool."""
    pool = listed(gateway.document, "properties.vpnClientConfiguration.vpnClientAddressPool.addressPrefixes")
    if gateway.at("properties.vpnClientConfiguration") is not None and pool != ():
        yield Learned(gateway, kind, _prefixes(pool, gateway.label), f"clients of {gateway.label}")


def _networks(topology: Topology, gateway: Resource, vnet: Resource) -> Iterator[Learned]:
    """Networks behind other gateways: by a tunnel, or over a circuit where both gateways allow it."""
    model = topology.model
    for connection in model.of_type(CONNECTION):
        ends = [model.resolve(connection, f"properties.virtualNetworkGateway{n}.id", GATEWAY) for n in (1, 2)]
        if ends[0] is gateway and isinstance(ends[1], Resource):
            yield from _behind(topology, gateway, ends[1], vnet, connection.label)
    if flag(gateway.document, "properties.allowRemoteVnetTraffic", default=False) is not True:
        return
    mine = {_circuit_key(model, connection) for connection, _ in _connections(model, gateway)} - {""}
    for other in model.of_type(GATEWAY):
        shared = mine & {_circuit_key(model, connection) for connection, _ in _connections(model, other)}
        allowed = flag(other.document, "properties.allowRemoteVnetTraffic", default=False)
        if other is not gateway and shared and allowed is True:
            yield from _behind(topology, gateway, other, vnet, f"circuit {shared.pop().rpartition('/')[2]}")


def _behind(topology: Topology, gateway: Resource, other: Resource, vnet: Resource, source: str) -> Iterator[Learned]:
    for remote in topology.vnets:
        if remote is not vnet and other in topology.gateways(remote):
            space = listed(remote.document, "properties.addressSpace.addressPrefixes")
            yield Learned(gateway, gateway_kind(gateway), _prefixes(space, remote.label), source, remote)


def _circuit_key(model: ResourceIndex, connection: Resource) -> str:
    circuit = model.resolve(connection, "properties.peer.id", CIRCUIT)
    reference = connection.at("properties.peer.id")
    if isinstance(circuit, Resource):
        return circuit.key
    return reference.rstrip("/").lower() if isinstance(reference, str) and not isinstance(circuit, Missing) else ""


def _prefixes(values: tuple[object, ...] | Unknown, where: str) -> Prefixes | Unknown:
    if isinstance(values, Unknown):
        return values
    found = []
    for value in values:
        if isinstance(value, Unknown):
            return value
        try:
            found.append(parse_prefix(str(value)))
        except PrefixError as error:
            return Unknown(f"{where}: {error}")
    return tuple(found)


def _not_given(what: str) -> Unknown:
    return Unknown(f"{what} are not given (facts onPremises, or the tag {ON_PREMISES_TAG})")


def all_gateways(topology: Topology) -> Iterator[tuple[Resource, Resource]]:
    """Every network with a gateway, and the gateway."""
    for vnet in topology.vnets:
        for gateway in topology.gateways(vnet):
            yield vnet, gateway


def known_sites(topology: Topology) -> AddressSet:
    """The addresses known to be on-premises: what gateways learn, less what is in a network of the model."""
    learned = [item for vnet, gateway in all_gateways(topology) for item in learned_by(topology, gateway, vnet)]
    networks = (
        network
        for item in learned
        if item.vnet is None and not isinstance(item.prefixes, Unknown)
        for network in item.prefixes
        if network.prefixlen >= SHORTEST_SITE
    )
    return AddressSet.of(networks) - spaces(topology).certain


def spaces(topology: Topology) -> Bounds:
    """The addresses of every network of the model. Of a network whose space is not known, its subnets' are."""
    total = Bounds.exactly(AddressSet.empty())
    for vnet in topology.vnets:
        space = topology.space(vnet)
        if isinstance(space, Unknown):
            prefixes = (topology.prefixes(subnet) for subnet in topology.subnets(vnet))
            known = AddressSet.union(prefix for prefix in prefixes if isinstance(prefix, AddressSet))
            total |= Bounds(known, AddressSet.everything(), f"the address space of {vnet.label}: {space.reason}")
        else:
            total |= Bounds.exactly(space)
    return total
