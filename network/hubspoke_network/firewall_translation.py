"""Which hosts an Azure Firewall's address translation leads to from the Internet.

Source: azure-docs firewall-manager policy rule sets (NAT rule collections), firewall classic rules.
"""

from collections.abc import Iterator
from typing import Any

from hubspoke_network.addresses import AddressSet
from hubspoke_network.documents import at, listed
from hubspoke_network.model import Missing, NetworkModel, Resource
from hubspoke_network.topology import read_address
from hubspoke_network.unknown import Unknown

POLICY = "Microsoft.Network/firewallPolicies"
_NAT = "firewallpolicynatrulecollection"


def translated_addresses(model: NetworkModel, firewall: Resource) -> AddressSet | Unknown:
    """The hosts that rules of a firewall translate to; Unknown where its rules are not all known."""
    found = AddressSet.empty()
    for rule in _rules(model, firewall):
        if isinstance(rule, Unknown):
            return Unknown(f"what {firewall.label} translates: {rule.reason}")
        address = at(rule, "translatedAddress")
        parsed = read_address(address)
        if parsed is None:
            return Unknown(f"where {firewall.label} rule {at(rule, 'name')} translates to is not known")
        found |= AddressSet.of([parsed])
    return found


def _rules(model: NetworkModel, firewall: Resource) -> Iterator[Any]:
    for collection in _list(firewall.document, "properties.natRuleCollections"):
        yield from _list(collection, "properties.rules")
    policy = model.resolve(firewall, "properties.firewallPolicy.id", POLICY)
    while isinstance(policy, Resource):
        for group in model.children(policy, "ruleCollectionGroups"):
            for collection in _list(group.document, "properties.ruleCollections"):
                if isinstance(collection, Unknown):
                    yield collection
                elif str(at(collection, "ruleCollectionType")).lower() == _NAT:
                    yield from _list(collection, "rules")
        policy = model.resolve(policy, "properties.basePolicy.id", POLICY)
    if not isinstance(policy, Missing):
        yield policy


def _list(document: object, path: str) -> Iterator[Any]:
    if isinstance(document, Unknown):
        yield document
        return
    items = listed(document, path)
    if isinstance(items, Unknown):
        yield items
    else:
        yield from items
