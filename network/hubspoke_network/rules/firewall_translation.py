"""Which hosts an Azure Firewall's address translation leads to from the Internet.

Source: azure-docs firewall/policy-rule-sets (NAT rule collections).
"""

from hubspoke_network.core import Unknown, at
from hubspoke_network.model import Resource, ResourceIndex, read_address
from hubspoke_network.rules.firewall_policies import NAT, rules_of
from hubspoke_network.sets import AddressSet


def translated_addresses(model: ResourceIndex, firewall: Resource) -> AddressSet | Unknown:
    """The hosts that rules of a firewall translate to; Unknown where its rules are not all known."""
    rules = rules_of(model, firewall, NAT)
    if isinstance(rules, Unknown):
        return Unknown(f"what {firewall.label} translates: {rules.reason}")
    found = AddressSet.empty()
    for rule in rules:
        address = read_address(at(rule.document, "translatedAddress"))
        if address is None:
            return Unknown(f"where {firewall.label} rule {at(rule.document, 'name')} translates to is not known")
        found |= AddressSet.of([address])
    return found
