"""Mistakes in what stands in a hub, each with the whole problem it is told by."""

from collections.abc import Callable
from typing import Any

from tests.components import descriptions as d

from hubspoke import Args, HubArgs, IpsecPolicyArgs, VpnGatewayArgs, VpnSiteArgs
from hubspoke_network.errors import Problem

Case = tuple[type[Args], Callable[[], dict[str, Any]], Problem]

SITE_CASES: list[Case] = [
    (
        VpnSiteArgs,
        lambda: d.site(fqdn="vpn.example.org"),
        Problem("HS145", "address", "203.0.113.10", "has an address and an fqdn", "write one of address, fqdn"),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(address=None),
        Problem("HS145", "address", "", "has neither address nor fqdn", "write one of address, fqdn"),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(address="vpn.example.org"),
        Problem("HS145", "address", "vpn.example.org", "is not an address", "write one such as 203.0.113.10"),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(prefixes=[]),
        Problem(
            "HS146",
            "prefixes",
            "",
            "is missing: nothing says what is behind the tunnel",
            "write the site's prefixes, or bgp",
        ),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(sharedKey=None),
        Problem("HS101", "sharedKey", "", "is missing", "write the key, as a secret of the stack"),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(dpdTimeoutSeconds=5),
        Problem("HS128", "dpdTimeoutSeconds", "5", "is out of range", "write 9 to 3600"),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(bgp={"asn": 65517, "peerAddress": "192.168.10.1"}),
        Problem("HS126", "bgp.asn", "65517", "cannot be used towards Azure", "write the site's AS number"),
    ),
    (
        VpnSiteArgs,
        lambda: d.site(bgp={"asn": 65010, "peerAddress": "192.168.10"}),
        Problem("HS108", "bgp.peerAddress", "192.168.10", "is not an address", "write one such as 10.0.0.4"),
    ),
    (
        IpsecPolicyArgs,
        lambda: {"ipsecEncryption": "GCMAES256", "ipsecIntegrity": "SHA256"},
        Problem(
            "HS147",
            "ipsecIntegrity",
            "SHA256",
            "does not go with the encryption GCMAES256: AES-GCM does both",
            "write GCMAES256",
        ),
    ),
    (
        IpsecPolicyArgs,
        lambda: {"lifetimeSeconds": 60},
        Problem("HS147", "lifetimeSeconds", "60", "is out of range", "write 300 to 172799"),
    ),
    (
        VpnGatewayArgs,
        lambda: d.vpn_gateway(linkLocalAddresses=["169.254.20.1"]),
        Problem(
            "HS148",
            "linkLocalAddresses[0]",
            "169.254.20.1",
            "is not a link-local address that Azure's end may have",
            "write one from 169.254.21.0 to 169.254.22.255",
        ),
    ),
    (
        VpnGatewayArgs,
        lambda: d.vpn_gateway(linkLocalAddresses=["169.254.21.1"], bgp=False),
        Problem("HS148", "linkLocalAddresses", "169.254.21.1", "goes with BGP", "write bgp: true, or remove it"),
    ),
    (
        VpnGatewayArgs,
        lambda: d.vpn_gateway(secondLinkLocalAddresses=["169.254.21.5"], activeActive=False),
        Problem(
            "HS148",
            "secondLinkLocalAddresses",
            "169.254.21.5",
            "is for a second instance, which there is not",
            "write activeActive: true, or remove it",
        ),
    ),
    (
        VpnGatewayArgs,
        lambda: d.vpn_gateway(bgp=False, sites={"a": d.site(bgp={"asn": 65010, "peerAddress": "192.168.10.1"})}),
        Problem(
            "HS146",
            "sites.a.bgp",
            "",
            "needs BGP on the gateway, where it is off",
            "write bgp: true on the gateway",
        ),
    ),
    (
        VpnGatewayArgs,
        lambda: d.vpn_gateway(defaultSite="elsewhere"),
        Problem("HS150", "defaultSite", "elsewhere", "is not among sites", "write one of branch"),
    ),
    (
        HubArgs,
        lambda: d.hub(vpnGateway=d.vpn_gateway(sites={"a": d.site(prefixes=["10.0.3.0/24"])})),
        Problem(
            "HS112",
            "vpnGateway.sites.a.prefixes[0]",
            "10.0.3.0/24",
            "overlaps the hub's 10.0.0.0/22",
            "write a range that nothing else has",
        ),
    ),
]

HUB_CASES: list[Case] = [*SITE_CASES]
