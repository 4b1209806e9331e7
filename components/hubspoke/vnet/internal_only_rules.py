"""The security rules of a subnet that talks to RFC 1918 addresses only.

Azure's default rules cannot be taken away, and the tag VirtualNetwork that they allow holds what a user-defined route
or an advertised default route names, so the whole Internet under forced tunnelling. Hence explicit prefixes, and an
explicit deny of everything else in both directions before the default rules are asked.
"""

from typing import NamedTuple

from hubspoke_network.sets import AddressSet
from hubspoke_network.sets.prefixes import RFC1918

INTENT_TAG = "network-intent"
INTERNAL_ONLY = "internal-only"
EGRESS_INTERNET = "egress/internet"


_BEYOND = tuple(str(prefix) for prefix in (AddressSet.all_ipv4() - AddressSet.of(RFC1918)).prefixes())


class RulePlan(NamedTuple):
    """A security rule: its name and its ARM properties."""

    name: str
    properties: dict[str, object]


def internal_rules(*, internet: bool = False, probes: bool = False, routed: bool = False) -> tuple[RulePlan, ...]:
    """The rules, by direction and priority.

    `internet` lets the subnet out to the Internet as well (130), for proxies and web servers; nothing gets in by that.
    `routed` says that a default route takes it there: such a route makes everything part of the tag VirtualNetwork, so
    that the tag Internet holds nothing, and the rule names every IPv4 address beyond RFC 1918 instead. `probes` lets
    the health probes of Azure's load balancers in (130).
    """
    inbound = [
        _rule(f"Inbound-{_first(i)}", "Inbound", 100 + 10 * i, "Allow", str(p), "*") for i, p in enumerate(RFC1918)
    ]
    if probes:
        inbound.append(_rule("Inbound-Probes", "Inbound", 130, "Allow", "AzureLoadBalancer", "*"))
    inbound.append(_rule("Inbound-DenyAll", "Inbound", 4096, "Deny", "*", "*"))
    outbound = [
        _rule(f"Outbound-{_first(i)}", "Outbound", 100 + 10 * i, "Allow", "*", str(p)) for i, p in enumerate(RFC1918)
    ]
    if internet:
        outbound.append(
            _rule("Outbound-Internet", "Outbound", 130, "Allow", "*", *(_BEYOND if routed else ("Internet",)))
        )
    else:
        outbound.append(_rule("NoInternet", "Outbound", 130, "Deny", "*", "Internet"))
    outbound.append(_rule("Outbound-DenyAll", "Outbound", 4096, "Deny", "*", "*"))
    return (*inbound, *outbound)


def intent(*, internet: bool) -> str:
    """The value of the tag `network-intent` that goes with these rules."""
    return EGRESS_INTERNET if internet else INTERNAL_ONLY


def _first(index: int) -> str:
    return str(RFC1918[index]).partition(".")[0]


def _rule(name: str, direction: str, priority: int, access: str, source: str, *destinations: str) -> RulePlan:
    many = len(destinations) > 1
    return RulePlan(
        name,
        {
            "direction": direction,
            "priority": priority,
            "access": access,
            "protocol": "*",
            "sourceAddressPrefix": source,
            "sourcePortRange": "*",
            **(
                {"destinationAddressPrefixes": [*destinations]}
                if many
                else {"destinationAddressPrefix": destinations[0]}
            ),
            "destinationPortRange": "*",
        },
    )
