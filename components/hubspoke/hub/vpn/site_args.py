"""Arguments of a site that a VPN gateway is connected to: its device, its prefixes, and the tunnel."""

from collections.abc import Iterator
from enum import Enum
from ipaddress import ip_address

import pulumi

from hubspoke.base import Args, prefix_problems, secret_field
from hubspoke.hub.vpn.ipsec_args import IpsecPolicyArgs
from hubspoke_network.azure import load, reserved_asn
from hubspoke_network.core import Problem

SITE = "Microsoft.Network/localNetworkGateways"
CONNECTION = "Microsoft.Network/connections"
_DPD_SECONDS = (9, 3600)


class ConnectionMode(Enum):
    """Which end of a tunnel begins."""

    DEFAULT = "Default"
    """Either."""
    INITIATOR_ONLY = "InitiatorOnly"
    """Azure's end."""
    RESPONDER_ONLY = "ResponderOnly"
    """The site's end."""


class SiteBgpArgs(Args):
    """BGP with a site's device."""

    asn: int
    """AS number of the site."""
    peer_address: str
    """Address of the device that speaks BGP: inside the site, or a link-local one (169.254.21.0 to 169.254.22.255)."""

    def own_problems(self) -> Iterator[Problem]:
        """An AS number that Azure keeps, and what is not an address."""
        if not 1 <= self.asn <= 4294967295 or reserved_asn(self.asn):
            yield Problem("HS126", "asn", str(self.asn), "cannot be used towards Azure", "write the site's AS number")
        if not is_address(self.peer_address):
            yield Problem("HS108", "peerAddress", self.peer_address, "is not an address", "write one such as 10.0.0.4")


class VpnSiteArgs(Args):
    """A site on-premises, and the tunnel to it."""

    address: pulumi.Input[str] | None = None
    """Public address of the site's VPN device."""
    fqdn: pulumi.Input[str] | None = None
    """Name of the site's VPN device in DNS, in place of its address."""
    prefixes: list[str] | None = None
    """Prefixes of the site. With BGP they may be left out: the site announces its own."""
    shared_key: pulumi.Input[str] | None = secret_field("Key that both ends of the tunnel share.")
    adopted: bool | None = None
    """Whether the tunnel was there before and was imported: it keeps its key, which Azure shows to nobody. Instead of
    `sharedKey`. Default: no."""
    bgp: SiteBgpArgs | None = None
    """BGP with the site, where the gateway's is on."""
    ipsec: IpsecPolicyArgs | None = None
    """What the tunnel uses. Default: whatever of Azure's proposals the device takes."""
    mode: ConnectionMode | None = None
    """Which end begins: Default, InitiatorOnly or ResponderOnly."""
    dpd_timeout_seconds: int | None = None
    """Seconds without an answer after which the site counts as gone, 9 to 3600. Default: 45."""
    routing_weight: int | None = None
    """0 (the default) to 32000; of several tunnels to the same prefixes the highest weight wins."""

    def own_problems(self) -> Iterator[Problem]:
        """A site that cannot be found, or of which nothing is known."""
        if (self.address is None) == (self.fqdn is None):
            given = "has neither address nor fqdn" if self.address is None else "has an address and an fqdn"
            yield Problem("HS145", "address", _shown(self.address), given, "write one of address, fqdn")
        if isinstance(self.address, str) and not is_address(self.address):
            yield Problem("HS145", "address", self.address, "is not an address", "write one such as 203.0.113.10")
        if not self.prefixes and self.bgp is None:
            instead = "write the site's prefixes, or bgp"
            yield Problem("HS146", "prefixes", "", "is missing: nothing says what is behind the tunnel", instead)
        yield from prefix_problems("prefixes", self.prefixes or [])
        if self.shared_key is None and not self.adopted:
            yield Problem("HS101", "sharedKey", "", "is missing", "write the key, as a secret of the stack")
        elif self.shared_key is not None and self.adopted:
            message = "is given beside a key: a tunnel that was imported keeps its own"
            yield Problem("HS106", "adopted", "true", message, "remove one of adopted, sharedKey")
        for path, value, (low, high) in (
            ("dpdTimeoutSeconds", self.dpd_timeout_seconds, _DPD_SECONDS),
            ("routingWeight", self.routing_weight, load("circuits")["routing_weight"]),
        ):
            if value is not None and not low <= value <= high:
                yield Problem("HS128", path, str(value), "is out of range", f"write {low} to {high}")


def is_address(text: str) -> bool:
    """Whether `text` is one address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _shown(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else "an Output"
