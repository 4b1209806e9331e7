"""The security rules of a subnet that talks to RFC 1918 addresses only.

Azure's default rules cannot be taken away, and the tag VirtualNetwork that they allow holds what a user-defined route
or an advertised default route names, so the whole Internet under forced tunnelling. Hence explicit prefixes, and an
explicit deny of everything else in both directions before the default rules are asked.
"""

from typing import NamedTuple

from hubspoke_network.prefixes import RFC1918

INTENT_TAG = "network-intent"
INTERNAL_ONLY = "internal-only"
EGRESS_INTERNET = "egress/internet"


class Rule(NamedTuple):
    """A security rule: its name and its ARM properties."""

    name: str
    properties: dict[str, object]


def internal_rules(*, internet: bool = False, probes: bool = False) -> tuple[Rule, ...]:
    """The rules, by direction and priority.

    `internet` lets the subnet out to the Internet as well (130), for proxies and web servers; nothing gets in by that.
    `probes` lets the health probes of Azure's load balancers in (130).
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
        outbound.append(_rule("Outbound-Internet", "Outbound", 130, "Allow", "*", "Internet"))
    else:
        outbound.append(_rule("NoInternet", "Outbound", 130, "Deny", "*", "Internet"))
    outbound.append(_rule("Outbound-DenyAll", "Outbound", 4096, "Deny", "*", "*"))
    return (*inbound, *outbound)


def intent(*, internet: bool) -> str:
    """The value of the tag `network-intent` that goes with these rules."""
    return EGRESS_INTERNET if internet else INTERNAL_ONLY


def _first(index: int) -> str:
    return str(RFC1918[index]).partition(".")[0]


def _rule(name: str, direction: str, priority: int, access: str, source: str, destination: str) -> Rule:
    return Rule(
        name,
        {
            "direction": direction,
            "priority": priority,
            "access": access,
            "protocol": "*",
            "sourceAddressPrefix": source,
            "sourcePortRange": "*",
            "destinationAddressPrefix": destination,
            "destinationPortRange": "*",
        },
    )
