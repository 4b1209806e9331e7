"""Arguments of what inspects a hub's traffic: an Azure Firewall, or an appliance of somebody else's."""

from collections.abc import Iterator
from enum import Enum
from ipaddress import ip_address

import pulumi

from hubspoke.base import Args, parsed, prefix_problems
from hubspoke.hub.firewall_rule_args import FirewallRuleGroupArgs, same_priority
from hubspoke.hub.gateway_args import zone_problems
from hubspoke.hub.vpn import is_address
from hubspoke.vnet import key_problems
from hubspoke_network.azure import limit
from hubspoke_network.core import Problem

FIREWALL = "Microsoft.Network/azureFirewalls"
POLICY = "Microsoft.Network/firewallPolicies"
RULE_GROUP = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"


class FirewallTier(Enum):
    """What a firewall can do, and costs."""

    BASIC = "Basic"
    """For small networks: 250 Mbps, no DNS proxy."""
    STANDARD = "Standard"
    """Network and application rules, DNS proxy, threat intelligence."""
    PREMIUM = "Premium"
    """As Standard, with intrusion detection and TLS inspection."""


class FirewallMode(Enum):
    """What is done about flows that threat intelligence or intrusion detection finds."""

    OFF = "Off"
    """Nothing."""
    ALERT = "Alert"
    """They are logged."""
    DENY = "Deny"
    """They are logged and denied."""


class FirewallArgs(Args):
    """An Azure Firewall with a policy of its own, unless another one is named."""

    tier: FirewallTier | None = None
    """Basic, Standard (the default) or Premium."""
    zones: list[str] | None = None
    """Availability zones. Default: 1, 2 and 3; an empty list in a region without zones."""
    addresses: int | None = None
    """How many public addresses it has, 1 (the default) to 250. Each gives it 2,496 more ports to leave by."""
    forced_tunnel: bool | None = None
    """Whether what it sends to the Internet goes on-premises, by a default route that is advertised. Needs
    firewallManagementSubnet. Default: no."""
    policy_id: pulumi.Input[str] | None = None
    """Id of a policy made elsewhere, in place of one of its own."""
    base_policy_id: pulumi.Input[str] | None = None
    """Id of a policy that its own inherits rules from."""
    threat_intelligence: FirewallMode | None = None
    """What is done about flows to and from addresses of bad repute: Off, Alert (the default) or Deny."""
    intrusion_detection: FirewallMode | None = None
    """What is done about intrusions: Off, Alert or Deny. Premium only. Default: Off."""
    private_ranges: list[str] | None = None
    """Prefixes towards which the sources of flows are kept. Default: RFC 1918 and 100.64.0.0/10."""
    dns_proxy: bool | None = None
    """Whether it answers DNS questions, as rules on names in networkRules need. Default: no."""
    dns_servers: list[str] | None = None
    """Addresses of the DNS servers it asks. Default: Azure's."""
    rule_groups: dict[str, FirewallRuleGroupArgs] | None = None
    """Rules, by group. Without any, it lets nothing through."""

    @property
    def tier_name(self) -> str:
        """The tier, with its default."""
        return (self.tier or FirewallTier.STANDARD).value

    @property
    def managed_apart(self) -> bool:
        """Whether it needs a subnet to be managed by."""
        return self.tier is FirewallTier.BASIC or bool(self.forced_tunnel)

    def own_problems(self) -> Iterator[Problem]:
        """Settings beside a policy that has them, and what the tier cannot do."""
        yield from zone_problems(self.zones)
        most = limit("firewall_addresses")
        if self.addresses is not None and not 1 <= self.addresses <= most:
            yield Problem("HS128", "addresses", str(self.addresses), "is out of range", f"write 1 to {most}")
        yield from prefix_problems("privateRanges", self.private_ranges or [])
        for index, server in enumerate(self.dns_servers or []):
            if not is_address(server):
                yield Problem(
                    "HS108", f"dnsServers[{index}]", server, "is not an address", "write one such as 10.0.0.4"
                )
        yield from key_problems("ruleGroups", self.rule_groups)
        yield from same_priority("ruleGroups", self.rule_groups or {})
        yield from self._tier_problems()
        for path, value in self._of_policy().items():
            if self.policy_id is not None and value is not None:
                yield Problem("HS106", path, "", "is a matter of the policy named by policyId", "remove one of the two")

    def _of_policy(self) -> dict[str, object]:
        return {
            "basePolicyId": self.base_policy_id,
            "threatIntelligence": self.threat_intelligence,
            "intrusionDetection": self.intrusion_detection,
            "privateRanges": self.private_ranges,
            "dnsProxy": self.dns_proxy,
            "dnsServers": self.dns_servers,
            "ruleGroups": self.rule_groups,
        }

    def _tier_problems(self) -> Iterator[Problem]:
        tier = self.tier_name
        if self.intrusion_detection not in {None, FirewallMode.OFF} and tier != "Premium":
            value = self.intrusion_detection.value if self.intrusion_detection else ""
            yield Problem("HS156", "intrusionDetection", value, f"is not possible with {tier}", "write tier Premium")
        if tier == "Basic":
            for path, asked in (
                ("dnsProxy", bool(self.dns_proxy)),
                ("dnsServers", bool(self.dns_servers)),
                ("threatIntelligence", self.threat_intelligence is FirewallMode.DENY),
            ):
                if asked:
                    yield Problem("HS156", path, "", "is not possible with Basic", "write tier Standard")


class ApplianceArgs(Args):
    """A firewall that somebody else makes in one of the hub's subnets, or the load balancer before several."""

    address: pulumi.Input[str]
    """Private address that packets are sent to."""
    subnet: str | None = None
    """Key of the subnet it stands in, of those under `subnets`. Default: the one that holds the address, where that is
    written."""

    def own_problems(self) -> Iterator[Problem]:
        """An address that is not one, and one that is not known without a subnet."""
        if isinstance(self.address, str) and not is_address(self.address):
            yield Problem("HS158", "address", self.address, "is not an address", "write one such as 10.0.1.4")
        if not isinstance(self.address, str) and self.subnet is None:
            message = "is missing: the address is known only after deployment"
            yield Problem("HS101", "subnet", "", message, "write the key of the appliance's subnet")

    def stands_in(self, prefixes: dict[str, str]) -> str | None:
        """Key of its subnet, of those with these prefixes; None where none holds the address."""
        if self.subnet is not None or not isinstance(self.address, str) or not is_address(self.address):
            return self.subnet
        address = ip_address(self.address)
        networks = {key: parsed(prefix) for key, prefix in prefixes.items()}
        return next((key for key, network in networks.items() if network is not None and address in network), None)
