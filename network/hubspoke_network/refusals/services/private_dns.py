"""Rules on private DNS zones and their links to virtual networks."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import flag, text
from hubspoke_network.refusals.rule import DELETE, Values, rule
from hubspoke_network.refusals.view import View

LINK = "Microsoft.Network/privateDnsZones/virtualNetworkLinks"

_DOC = "dns/private-dns-virtual-network-links"
_BLOCKED = frozenset(
    {
        "azclient.ms",
        "azure.com",
        "cloudapp.net",
        "core.windows.net",
        "microsoft.com",
        "msidentity.com",
        "trafficmanager.net",
        "windows.net",
    }
)


@rule(
    "dns-zone-blocked", grade="A", source="dns/private-dns-privatednszone", message="Zone name {name} is not allowed."
)
def blocked_name(change: Change, _view: View) -> Iterator[Values]:
    """The zone has a name that Azure keeps for itself."""
    if change.name.lower() in _BLOCKED:
        yield {"name": change.name}


@rule(
    "dns-zone-with-links",
    grade="B",
    source="published responses",
    code="CannotDeleteResource",
    message="Cannot delete resource while nested resources exist. Zone {id} still has link {link}.",
    on=DELETE,
)
def with_links(change: Change, view: View) -> Iterator[Values]:
    """A zone is deleted that still has links."""
    for link in view.deleted_below(change.key) if change.requested else ():
        if link.type == LINK:
            yield {"id": change.id, "link": link.name}


@rule("dns-link-duplicate", grade="A", source=_DOC, message="Virtual network {network} is already linked by {other}.")
def duplicate(change: Change, view: View) -> Iterator[Values]:
    """A zone is linked to one network twice."""
    network = text(change.document, "properties.virtualNetwork.id") or ""
    for other in view.children(change.parent, LINK):
        named = text(other.document, "properties.virtualNetwork.id") or ""
        if other.key != change.key and named.lower() == network.lower():
            yield {"network": network, "other": other.name}


@rule(
    "dns-link-registration",
    grade="A",
    source=_DOC,
    message="Virtual network {network} already registers its machines by {other}; one zone may do so.",
)
def registration(change: Change, view: View) -> Iterator[Values]:
    """A network registers its machines in a second zone."""
    if not flag(change.document, "properties.registrationEnabled"):
        return
    network = (text(change.document, "properties.virtualNetwork.id") or "").lower()
    for other in view.referring(network, LINK.lower()):
        if other.key != change.key and flag(other.document, "properties.registrationEnabled"):
            yield {"network": network, "other": other.id}
