"""Which hosts an Azure Firewall's address translation leads to from the Internet.

Source: azure-docs firewall/policy-rule-sets (NAT rule collections), firewall/tutorial-firewall-dnat.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from hubspoke_network.core import Unknown, at, listed
from hubspoke_network.model.resource import Resource
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.model.topology import read_address
from hubspoke_network.rules.firewall_policies import NAT, FirewallRule, rules_of
from hubspoke_network.sets import AddressError, AddressSet, PortError, PortSet, Protocols


@dataclass(frozen=True, slots=True)
class NatRule:
    """One rule: which packets to which public addresses it leads to `host` and `ports`.

    `sources` None are all, `addresses` None any address of the firewall, `host` None one that is not known, for the
    reason in `doubt`.
    """

    label: str
    addresses: AddressSet | None
    sources: AddressSet | None
    protocols: Protocols
    public_ports: PortSet | None
    host: IPv4Address | IPv6Address | None
    ports: PortSet
    doubt: str = ""

    def is_for(self, public: Resource) -> bool:
        """Whether the rule is for a public address."""
        address = read_address(public.at("properties.ipAddress"))
        return self.addresses is not None and address is not None and address in self.addresses


def nat_rules(model: ResourceIndex, firewall: Resource) -> list[NatRule] | Unknown:
    """The NAT rules of a firewall; Unknown where they are not all known."""
    rules = rules_of(model, firewall, NAT)
    return rules if isinstance(rules, Unknown) else [_read(rule) for rule in rules]


def _read(rule: FirewallRule) -> NatRule:
    doubts: list[str] = []
    host, port = at(rule.document, "translatedAddress"), at(rule.document, "translatedPort")
    address = None if isinstance(host, Unknown) else read_address(host)
    if address is None:
        told = host.reason if isinstance(host, Unknown) else "it is a name, and its address is not known"
        doubts.append(f"where {rule.label} leads: {told}")
    protocols = listed(rule.document, "ipProtocols") or listed(rule.document, "protocols")
    return NatRule(
        rule.label,
        _addresses(listed(rule.document, "destinationAddresses"), f"the addresses of {rule.label}", doubts),
        _addresses(listed(rule.document, "sourceAddresses"), f"the sources of {rule.label}", doubts),
        _protocols(protocols, f"the protocols of {rule.label}", doubts),
        _ports(listed(rule.document, "destinationPorts"), f"the ports of {rule.label}", doubts),
        address,
        _ports((port,), f"the port of {rule.label}", doubts) or PortSet.everything(),
        "; ".join(doubts),
    )


def _addresses(given: object, what: str, doubts: list[str]) -> AddressSet | None:
    """The addresses of a rule; None for all of them, and where they are not known, with the reason among `doubts`."""
    if isinstance(given, tuple) and given and "*" not in given:
        try:
            return AddressSet.parse(*(str(one) for one in given))
        except AddressError:
            doubts.append(f"{what} are not all addresses")
    elif isinstance(given, Unknown):
        doubts.append(f"{what}: {given.reason}")
    return None


def _ports(given: object, what: str, doubts: list[str]) -> PortSet | None:
    if isinstance(given, tuple) and any(isinstance(one, Unknown) or one is None for one in given):
        doubts.append(f"{what} are not known")
    elif isinstance(given, tuple) and given and "*" not in given:
        try:
            return PortSet.parse(*(str(one) for one in given))
        except PortError:
            doubts.append(f"{what} are not all ports")
    elif isinstance(given, Unknown):
        doubts.append(f"{what}: {given.reason}")
    return None


def _protocols(given: object, what: str, doubts: list[str]) -> Protocols:
    if isinstance(given, Unknown) or not given:
        doubts.append(f"{what}: {given.reason}" if isinstance(given, Unknown) else f"{what} are not given")
        return "*"
    names = tuple(str(one) for one in given) if isinstance(given, tuple) else ()
    return "*" if "any" in {name.lower() for name in names} else names
