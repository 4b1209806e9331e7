"""Rules on local network gateways."""

from collections.abc import Iterator

from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import table, text, texts
from hubspoke_network.refusals.rule import Values, rule
from hubspoke_network.refusals.view import View
from hubspoke_network.sets import PrefixError, parse_prefix


@rule(
    "local-gateway-prefix",
    grade="B",
    source="published responses",
    code="InvalidAddressPrefixFormat",
    message="Address prefix {prefix} of resource {id} is not formatted correctly. It should follow CIDR notation, for "
    "example 10.0.0.0/24.",
    seen=True,
)
def site_prefix(change: Change, _view: View) -> Iterator[Values]:
    """A prefix of the site is not in CIDR notation."""
    for prefix in texts(change.document, "properties.localNetworkAddressSpace.addressPrefixes"):
        try:
            parse_prefix(prefix)
        except PrefixError:
            yield {"prefix": prefix, "id": change.id}


@rule(
    "local-gateway-address",
    grade="D",
    source="inferred",
    message="Local network gateway {id} needs gatewayIpAddress or fqdn.",
)
def site_address(change: Change, _view: View) -> Iterator[Values]:
    """The site has no address."""
    if all(text(change.document, f"properties.{name}") is None for name in ("gatewayIpAddress", "fqdn")):
        yield {"id": change.id}


@rule(
    "local-gateway-nothing-behind",
    grade="B",
    source="hashicorp/terraform-provider-azurerm#15163",
    code="LocalNetworkGatewayCannotHaveEmptyAddressPrefixAndBgpSettings",
    message="The local network gateway {id} cannot have both empty address prefix and empty BGP Settings.",
    seen=True,
)
def nothing_behind(change: Change, _view: View) -> Iterator[Values]:
    """The site has neither prefixes nor BGP settings."""
    prefixes = texts(change.document, "properties.localNetworkAddressSpace.addressPrefixes")
    if not prefixes and not table(change.document, "properties.bgpSettings"):
        yield {"id": change.id}
