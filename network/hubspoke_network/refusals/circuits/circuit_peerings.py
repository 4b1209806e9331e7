"""Rules on the peerings of ExpressRoute circuits."""

from collections.abc import Iterator

from hubspoke_network.azure import load, microsoft_asn, reserved_asn
from hubspoke_network.refusals.change import Change, Resource
from hubspoke_network.refusals.circuit_questions import CONNECTION, filter_of
from hubspoke_network.refusals.documents import number, text, texts
from hubspoke_network.refusals.network_questions import address_space, gateway_network, parsed
from hubspoke_network.refusals.rule import DELETE, Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets.prefixes import RFC1918, SHARED, Network, PrefixError, overlapping, parse_prefix

_ROUTING = "expressroute/expressroute-routing"
_HOWTO = "expressroute/expressroute-howto-routing-arm"
_NAMES = ("AzurePrivatePeering", "MicrosoftPeering", "AzurePublicPeering")
_IPV6 = "properties.ipv6PeeringConfig."
_LINKS = ("primaryPeerAddressPrefix", "secondaryPeerAddressPrefix")


def _type(change: Change) -> str:
    return (text(change.document, "properties.peeringType") or change.name).lower()


@rule(
    "circuit-peering-type",
    grade="A",
    source=_HOWTO,
    message="Peering {id}: {problem}.",
)
def peering_type(change: Change, _view: View) -> Iterator[Values]:
    """The peering's name is not its type, or the type is closed or unknown."""
    kind = _type(change)
    if kind not in {name.lower() for name in _NAMES}:
        yield {"id": change.id, "problem": f"type '{kind}' is not AzurePrivatePeering or MicrosoftPeering"}
    elif kind != change.name.lower():
        yield {"id": change.id, "problem": f"the name must be the type, {kind}"}
    elif kind == "azurepublicpeering":
        yield {"id": change.id, "problem": "Azure public peering is closed to new circuits; use MicrosoftPeering"}


@rule("circuit-peering-asn", grade="A", source=_ROUTING, message="peerASN {asn} of peering {id} {problem}.")
def peer_asn(change: Change, _view: View) -> Iterator[Values]:
    """The peer's AS number is out of range or one that Azure keeps."""
    asn = number(change.document, "properties.peerASN")
    if asn is None:
        return
    if not 1 <= asn <= 4_294_967_295:
        yield {"asn": asn, "id": change.id, "problem": "must be a 16 or 32 bit AS number"}
    elif reserved_asn(asn) or asn == microsoft_asn():
        yield {"asn": asn, "id": change.id, "problem": "is reserved by Azure"}


def _links(change: Change) -> Iterator[tuple[str, str, int]]:
    for start, length in (("properties.", 30), (_IPV6, 126)):
        for name in _LINKS:
            value = text(change.document, start + name)
            if value is not None:
                yield f"{start}{name}".removeprefix("properties."), value, length


@rule(
    "circuit-peering-links",
    grade="A",
    source=_ROUTING,
    message="{path} '{value}' of peering {id} {problem}.",
)
def link_prefixes(change: Change, _view: View) -> Iterator[Values]:
    """A link's prefix is not a /30 (IPv6: /126), or both links have the same."""
    seen: dict[Network, str] = {}
    for path, value, length in _links(change):
        values = {"path": path, "value": value, "id": change.id}
        try:
            prefix = parse_prefix(value)
        except PrefixError as error:
            yield {**values, "problem": error.reason}
            continue
        if prefix.prefixlen != length:
            yield {**values, "problem": f"must be a /{length}"}
        elif prefix in seen:
            yield {**values, "problem": f"is the same as {seen[prefix]}"}
        seen[prefix] = path


@rule(
    "circuit-peering-microsoft-public",
    grade="A",
    source=_ROUTING,
    message="{path} '{value}' of Microsoft peering {id} must be public address space.",
)
def public_space(change: Change, _view: View) -> Iterator[Values]:
    """Microsoft peering uses or advertises private addresses."""
    if _type(change) != "microsoftpeering":
        return
    path = "properties.microsoftPeeringConfig.advertisedPublicPrefixes"
    named = [(name, value) for name, value, _ in _links(change)]
    named += [("advertisedPublicPrefixes", value) for value in texts(change.document, path)]
    for name, value in named:
        if overlapping(parsed([value]), [*RFC1918, SHARED]):
            yield {"path": name, "value": value, "id": change.id}


@rule(
    "circuit-peering-microsoft-prefixes",
    grade="A",
    source=_ROUTING,
    message="Microsoft peering {id} over IPv4 needs microsoftPeeringConfig.advertisedPublicPrefixes.",
)
def advertised_prefixes(change: Change, _view: View) -> Iterator[Values]:
    """Microsoft peering over IPv4 advertises nothing."""
    path = "properties.microsoftPeeringConfig.advertisedPublicPrefixes"
    uses_ipv4 = text(change.document, f"properties.{_LINKS[0]}") is not None
    if _type(change) == "microsoftpeering" and uses_ipv4 and not texts(change.document, path):
        yield {"id": change.id}


@rule(
    "circuit-peering-shared-key",
    grade="A",
    source=_HOWTO,
    message="sharedKey of peering {id} has more than {limit} characters.",
)
def shared_key(change: Change, _view: View) -> Iterator[Values]:
    """The MD5 key is too long."""
    most = int(load("circuits")["shared_key_characters"])
    if len(text(change.document, "properties.sharedKey") or "") > most:
        yield {"id": change.id, "limit": most}


@rule(
    "circuit-peering-vlan",
    grade="D",
    source="inferred; the service was seen not to check",
    message="vlanId {vlan} of peering {id} {problem}.",
)
def vlan(change: Change, view: View) -> Iterator[Values]:
    """The VLAN is out of range, or that of the circuit's other peering."""
    value = number(change.document, "properties.vlanId")
    first, last = load("circuits")["vlan"]
    if value is None:
        return
    if not first <= value <= last:
        yield {"vlan": value, "id": change.id, "problem": f"is not in {first} to {last}"}
    for other in view.children(change.parent, change.type):
        if other.key != change.key and number(other.document, "properties.vlanId") == value:
            yield {"vlan": value, "id": change.id, "problem": f"is that of {other.name}"}


@rule(
    "circuit-peering-network-overlap",
    grade="A",
    source=_ROUTING,
    message="Prefix {prefix} of private peering {id} overlaps address space {space} of linked virtual network "
    "{network}.",
)
def network_overlap(change: Change, view: View) -> Iterator[Values]:
    """A link of private peering lies in the space of a linked virtual network."""
    if change.new is not None and _type(change) == "azureprivatepeering":
        for connection in view.referring(change.parent, CONNECTION.lower()):
            yield from _overlap(change.id, change.new, connection, view)


def _overlap(shown: str, peering: Resource, connection: Resource, view: View) -> Iterator[Values]:
    gateway = view.get(text(connection.document, "properties.virtualNetworkGateway1.id") or "")
    network = view.get(gateway_network(gateway)) if gateway else None
    if network is None:
        return
    links = [text(peering.document, start + name) for start in ("properties.", _IPV6) for name in _LINKS]
    ours = parsed(link for link in links if link)
    for prefix, space in overlapping(ours, parsed(address_space(network))):
        yield {"prefix": prefix, "id": shown, "space": space, "network": network.id}


def overlaps_private_peering(peering: Resource, connection: Resource, view: View) -> Iterator[Values]:
    """The same breach, found when a connection is made."""
    yield from _overlap(connection.id, peering, connection, view)


@rule(
    "circuit-peering-filter-type",
    grade="C",
    source="terraform-provider-azurerm; expressroute/how-to-routefilter-portal",
    message="Peering {id} cannot have a route filter; only Microsoft peering can.",
)
def filter_on_private(change: Change, view: View) -> Iterator[Values]:
    """A route filter is put on another peering than Microsoft's."""
    if change.new is not None and _type(change) != "microsoftpeering" and filter_of(change.new, view):
        yield {"id": change.id}


@rule(
    "circuit-peering-in-use",
    grade="A",
    source=_HOWTO,
    message="Private peering {id} cannot be removed while {connection} is linked to the circuit.",
    on=DELETE,
)
def private_in_use(change: Change, view: View) -> Iterator[Values]:
    """Private peering is removed while virtual networks or other circuits are linked."""
    if _type(change) != "azureprivatepeering":
        return
    for connection in view.referring(change.parent, CONNECTION.lower()):
        yield {"id": change.id, "connection": connection.id}
    for other in view.deleted_below(change.key) if change.requested else ():
        yield {"id": change.id, "connection": other.id}
