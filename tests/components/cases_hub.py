"""Mistakes in what stands in a hub, each with the whole problem it is told by."""

from collections.abc import Callable
from typing import Any

from measuring import descriptions as d

from hubspoke import (
    Args,
    BastionArgs,
    FirewallApplicationRuleArgs,
    FirewallArgs,
    FirewallCollectionArgs,
    FirewallNetworkRuleArgs,
    FirewallRuleGroupArgs,
    HubArgs,
    HubRef,
    IpsecPolicyArgs,
    VpnGatewayArgs,
    VpnSiteArgs,
)
from hubspoke_network.core.errors import Problem

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
        lambda: d.site(adopted=True),
        Problem(
            "HS106",
            "adopted",
            "true",
            "is given beside a key: a tunnel that was imported keeps its own",
            "remove one of adopted, sharedKey",
        ),
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

SUBNET = "write its prefix, a /26 or larger"
FIREWALL_CASES: list[Case] = [
    (
        HubArgs,
        lambda: d.inspected_hub(firewallSubnet=None),
        Problem("HS155", "firewallSubnet", "", "is missing: a firewall needs it", SUBNET),
    ),
    (
        HubArgs,
        lambda: d.inspected_hub(firewallManagementSubnet=None, firewall={"tier": "Basic"}),
        Problem(
            "HS155",
            "firewallManagementSubnet",
            "",
            "is missing: a firewall of tier Basic, or with forcedTunnel, needs it",
            SUBNET,
        ),
    ),
    (
        HubArgs,
        lambda: d.inspected_hub(bastionSubnet=None),
        Problem("HS155", "bastionSubnet", "", "is missing: Bastion needs it", SUBNET),
    ),
    (
        HubArgs,
        lambda: d.inspected_hub(bastionSubnet="10.0.0.192/27"),
        Problem(
            "HS116",
            "bastionSubnet",
            "10.0.0.192/27",
            "is too small for AzureBastionSubnet, which needs a /26",
            "write 10.0.0.192/26 or larger",
        ),
    ),
    (
        HubArgs,
        lambda: d.inspected_hub(subnets={"AzureBastionSubnet": {"prefix": "10.0.2.0/26"}}),
        Problem(
            "HS106",
            "subnets.AzureBastionSubnet",
            "AzureBastionSubnet",
            "is the subnet that bastionSubnet makes",
            "remove one of the two",
        ),
    ),
    (
        HubArgs,
        lambda: d.inspected_hub(appliance={"address": "10.0.1.4"}),
        Problem("HS106", "appliance", "", "is given beside firewall", "keep one of firewall, appliance"),
    ),
    (
        HubArgs,
        lambda: d.inspected_hub(propagateGatewayRoutes=True),
        Problem(
            "HS106",
            "propagateGatewayRoutes",
            "true",
            "would lead past what inspects: what gateways learn is more specific than its routes",
            "remove it",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(appliance={"address": "10.0.1.4", "subnet": "edge"}),
        Problem("HS150", "appliance.subnet", "edge", "is not among subnets", "write one of shared, AzureBastionSubnet"),
    ),
    (
        HubArgs,
        lambda: d.hub(appliance={"address": "10.9.0.4"}),
        Problem(
            "HS158",
            "appliance.address",
            "10.9.0.4",
            "does not lie in any of the hub's subnets",
            "write an address of the appliance's subnet",
        ),
    ),
    (
        HubArgs,
        lambda: d.hub(appliance={"address": "10.0.1"}),
        Problem("HS158", "appliance.address", "10.0.1", "is not an address", "write one such as 10.0.1.4"),
    ),
    (
        FirewallArgs,
        lambda: d.firewall(intrusionDetection="Deny"),
        Problem("HS156", "intrusionDetection", "Deny", "is not possible with Standard", "write tier Premium"),
    ),
    (
        FirewallArgs,
        lambda: d.firewall(tier="Basic", dnsProxy=True),
        Problem("HS156", "dnsProxy", "", "is not possible with Basic", "write tier Standard"),
    ),
    (
        FirewallArgs,
        lambda: {"policyId": "id", "dnsProxy": True},
        Problem("HS106", "dnsProxy", "", "is a matter of the policy named by policyId", "remove one of the two"),
    ),
    (
        FirewallArgs,
        lambda: d.firewall(addresses=251),
        Problem("HS128", "addresses", "251", "is out of range", "write 1 to 250"),
    ),
    (
        FirewallArgs,
        lambda: d.firewall(ruleGroups={"a": d.rule_group(), "b": d.rule_group()}),
        Problem("HS157", "ruleGroups.b.priority", "200", "is the priority of a too", "give it a priority of its own"),
    ),
    (
        FirewallRuleGroupArgs,
        lambda: d.rule_group(priority=99),
        Problem("HS128", "priority", "99", "is out of range", "write 100 to 65000"),
    ),
    (
        FirewallCollectionArgs,
        lambda: {"priority": 100},
        Problem("HS157", "networkRules", "", "has no rules", "give each kind its collection"),
    ),
    (
        FirewallCollectionArgs,
        lambda: {"priority": 100, "action": "Deny", "natRules": {"a": d.NAT_RULE}},
        Problem("HS157", "action", "Deny", "has no meaning with natRules", "remove it"),
    ),
    (
        FirewallCollectionArgs,
        lambda: {"priority": 100, "natRules": {"a": d.NAT_RULE}, "networkRules": {"a": d.NETWORK_RULE}},
        Problem(
            "HS157",
            "natRules",
            "",
            "has rules of several kinds: networkRules, natRules",
            "give each kind its collection",
        ),
    ),
    (
        FirewallNetworkRuleArgs,
        lambda: {"destinations": ["*"]},
        Problem("HS157", "sources", "", "is missing", "write sources or sourceGroups; * is anywhere"),
    ),
    (
        FirewallNetworkRuleArgs,
        lambda: {"sources": ["*"]},
        Problem(
            "HS157",
            "destinations",
            "",
            "is missing",
            "write destinations, destinationGroups or destinationNames; * is anywhere",
        ),
    ),
    (
        FirewallNetworkRuleArgs,
        lambda: d.NETWORK_RULE | {"protocols": ["SCTP"]},
        Problem("HS104", "protocols[0]", "SCTP", "is not one of the choices", "write one of Any, TCP, UDP, ICMP"),
    ),
    (
        FirewallApplicationRuleArgs,
        lambda: {"sources": ["*"]},
        Problem("HS157", "names", "", "is missing", "write names or nameTags"),
    ),
    (
        FirewallApplicationRuleArgs,
        lambda: {"sources": ["*"], "names": ["example.org"], "protocols": ["Https"]},
        Problem(
            "HS157",
            "protocols[0]",
            "Https",
            "is not a protocol with its port",
            "write one such as Https:443, Http:80, Mssql:1433",
        ),
    ),
    (
        BastionArgs,
        lambda: {"sku": "Basic", "tunneling": True},
        Problem("HS156", "tunneling", "", "is not possible with Basic", "write sku Standard"),
    ),
    (
        BastionArgs,
        lambda: {"scaleUnits": 60},
        Problem("HS128", "scaleUnits", "60", "is out of range", "write 2 to 50"),
    ),
    (
        HubRef,
        lambda: d.hub_ref(inspectedTables={"gateway": "rt-gateway"}),
        Problem(
            "HS159",
            "inspectedTables",
            "",
            "goes with a firewall that inspects",
            "write inspected: true, or remove it",
        ),
    ),
]

HUB_CASES: list[Case] = [*SITE_CASES, *FIREWALL_CASES]
