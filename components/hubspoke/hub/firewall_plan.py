"""What an Azure Firewall and a Bastion host of a hub will consist of: pure."""

from dataclasses import dataclass

from hubspoke.base import Namer
from hubspoke.hub.args import HubArgs
from hubspoke.hub.bastion_args import BASTION
from hubspoke.hub.firewall_args import FIREWALL, POLICY, RULE_GROUP
from hubspoke.hub.gateway_args import zones_of
from hubspoke.hub.subnets import BASTIONS
from hubspoke.vnet import NSG, PublicAddressPlan, RulePlan, SecurityGroupPlan, address
from hubspoke_network.azure import bastion_rules


@dataclass(frozen=True, slots=True)
class RuleGroupPlan:
    """A rule collection group of the firewall's own policy."""

    key: str
    azure_name: str


@dataclass(frozen=True, slots=True)
class FirewallPlan:
    """An Azure Firewall. `policy_name` is None where its policy is made elsewhere; groups are in order of priority."""

    azure_name: str
    tier: str
    zones: tuple[str, ...]
    addresses: tuple[PublicAddressPlan, ...]
    management_address: PublicAddressPlan | None
    policy_name: str | None
    groups: tuple[RuleGroupPlan, ...]


@dataclass(frozen=True, slots=True)
class BastionPlan:
    """A Bastion host."""

    azure_name: str
    sku: str
    zones: tuple[str, ...]
    address: PublicAddressPlan


def plan_firewall(args: HubArgs, namer: Namer) -> FirewallPlan | None:
    """The hub's firewall; None where it has none."""
    asked = args.firewall
    if asked is None:
        return None
    zones = zones_of(asked.zones)
    # The first address keeps its name whatever the count: more of them are added beside it.
    keys = ["", *(str(number) for number in range(2, (asked.addresses or 1) + 1))]
    managed = args.firewall_management_subnet is not None
    groups = sorted((asked.rule_groups or {}).items(), key=lambda item: item[1].priority)
    # A policy in use cannot be made anew under its name; another tier makes it anew.
    policy = namer.name(POLICY, "firewall-policy", forces=(asked.tier_name, args.location))
    return FirewallPlan(
        azure_name=namer.name(FIREWALL, "firewall"),
        tier=asked.tier_name,
        zones=zones,
        addresses=tuple(
            address(key, zones, args.location, namer, "firewall-ip", f"firewall-{key}" if key else "firewall")
            for key in keys
        ),
        management_address=address("", zones, args.location, namer, "firewall-management-ip", "firewall-management")
        if managed
        else None,
        policy_name=policy if asked.policy_id is None else None,
        groups=tuple(RuleGroupPlan(key, namer.name(RULE_GROUP, "rule-group", key)) for key, _ in groups),
    )


def plan_bastion(args: HubArgs, namer: Namer) -> BastionPlan | None:
    """The hub's Bastion host; None where it has none."""
    asked = args.bastion
    if asked is None:
        return None
    zones = zones_of(asked.zones, usual=False)
    return BastionPlan(
        azure_name=namer.name(BASTION, "bastion"),
        sku=asked.sku_name,
        zones=zones,
        address=address("", zones, args.location, namer, "bastion-ip", "bastion"),
    )


def bastion_group(namer: Namer) -> SecurityGroupPlan:
    """The security group of Bastion's subnet: what Bastion cannot do without, and nothing else."""
    rules: list[RulePlan] = []
    for direction in ("Inbound", "Outbound"):
        wanted = [rule for rule in bastion_rules() if rule.direction == direction]
        for index, rule in enumerate(wanted):
            properties: dict[str, object] = {
                "direction": direction,
                "access": "Allow",
                "priority": 100 + 10 * index,
                "protocol": rule.protocol,
                "sourceAddressPrefix": rule.source,
                "sourcePortRange": "*",
                "destinationAddressPrefix": rule.destination,
            }
            many = len(rule.ports) > 1
            properties["destinationPortRanges" if many else "destinationPortRange"] = (
                list(rule.ports) if many else rule.ports[0]
            )
            rules.append(RulePlan(f"{direction}-{rule.source}-{rule.destination}".replace("*", "Any"), properties))
        rules.append(RulePlan(f"{direction}-DenyAll", _deny_all(direction)))
    return SecurityGroupPlan(
        "", namer.name(NSG, "bastion-nsg", part=BASTIONS.azure_name), tuple(rules), "", "bastion-nsg"
    )


def _deny_all(direction: str) -> dict[str, object]:
    return {
        "direction": direction,
        "access": "Deny",
        "priority": 4096,
        "protocol": "*",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "*",
    }
