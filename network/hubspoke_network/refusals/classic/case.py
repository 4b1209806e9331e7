"""What is judged: a configuration with its inventory, and the findings as they gather."""

from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network
from typing import Literal

from hubspoke_network.core import Finding, SourcePosition
from hubspoke_network.readers.classic import (
    Circuit,
    ClassicNetwork,
    CloudService,
    Inventory,
    LocalSite,
    NetworkConfiguration,
    VirtualNetwork,
)
from hubspoke_network.refusals.classic.rules import classic_finding
from hubspoke_network.sets import AddressSet

SiteKind = Literal["on-premises", "network", "transit", "unused"]


@dataclass(frozen=True)
class Case:
    """One subscription. `file` is the configuration's name for positions in findings."""

    configuration: NetworkConfiguration
    inventory: Inventory = field(default_factory=Inventory)
    file: str = "netcfg.xml"

    def known(self, network: ClassicNetwork) -> VirtualNetwork:
        """What the inventory says of the network itself; an empty record for one that is not listed."""
        return self._known.get(network.name.lower(), VirtualNetwork())

    def services(self, network: ClassicNetwork) -> dict[str, CloudService]:
        """The cloud services in the network, in order of their names."""
        return self._services.get(network.name.lower(), {})

    def listed(self, network: ClassicNetwork) -> bool:
        """Whether the inventory says anything about the network."""
        return network.name.lower() in self._known or network.name.lower() in self._services

    def has_machines(self, network: ClassicNetwork) -> bool:
        """Whether there are virtual machines in the network."""
        return any(service.virtual_machines for service in self.services(network).values())

    def has_roles(self, network: ClassicNetwork) -> bool:
        """Whether there are web or worker roles in the network."""
        return any(service.roles for service in self.services(network).values())

    def wants_circuit(self, network: ClassicNetwork) -> bool:
        """Whether the network is on the circuit, or has to reach it until it has moved."""
        known = self.known(network)
        dedicated = any(gateway.mode == "DedicatedCircuit" for gateway in known.gateways)
        return dedicated or known.circuit is not None or bool(network.connects("Dedicated"))

    def location(self, network: ClassicNetwork) -> str | None:
        """The network's region: from the configuration, else from the inventory."""
        return network.location or self.known(network).location

    def classic(self, name: str) -> ClassicNetwork:
        """The network of that name, exactly. Raises KeyError."""
        return self._by_name[name]

    def circuit(self, name: str) -> Circuit | None:
        """The circuit of that name, exactly."""
        return self.inventory.circuits.get(name)

    @cached_property
    def site_kinds(self) -> dict[str, SiteKind]:
        """What each site stands for.

        A site made of other classic networks' prefixes is such a network seen from another one (network-to-network
        VPN); one that mixes them with others is a transit to what lies behind.
        """
        users = self.site_users
        owners: dict[IPv4Network, set[str]] = {}
        for network in self.configuration.networks:
            for prefix in network.prefixes:
                owners.setdefault(prefix.network, set()).add(network.name)
        kinds: dict[str, SiteKind] = {}
        for site in self.configuration.sites:
            by = set(users[site.name])
            inside = [bool(owners.get(prefix.network, set()) - by) for prefix in site.prefixes]
            kind: SiteKind = "on-premises"
            if any(inside):
                kind = "network" if all(inside) else "transit"
            kinds[site.name] = kind if by else "unused"
        return kinds

    @cached_property
    def site_users(self) -> dict[str, list[str]]:
        """For each site, the networks whose gateway refers to it."""
        users: dict[str, list[str]] = {site.name: [] for site in self.configuration.sites}
        for network in self.configuration.networks:
            for reference in network.gateway.sites if network.gateway else ():
                if reference.site in users:
                    users[reference.site].append(network.name)
        return users

    @cached_property
    def on_premises(self) -> list[tuple[IPv4Network, str]]:
        """Every prefix known to lie on-premises, with where it is said."""
        sites = [
            (prefix.network, f"the site {site.name}")
            for site in self.configuration.sites
            if self.site_kinds[site.name] == "on-premises"
            for prefix in site.prefixes
        ]
        return sites + [(network, "target.onPremises") for network in self.inventory.target.on_premises]

    @cached_property
    def spoken_for(self) -> AddressSet:
        """Every address that some network, site, client pool or reservation uses."""
        prefixes = [prefix.network for site in self.configuration.sites for prefix in site.prefixes]
        for network in self.configuration.networks:
            prefixes += [prefix.network for prefix in network.prefixes]
            prefixes += [subnet.prefix.network for subnet in network.subnets]
            prefixes += [pool.network for pool in (network.gateway.client_pools if network.gateway else ())]
        target = self.inventory.target
        return AddressSet.of([*prefixes, *target.on_premises, *target.reserved])

    @cached_property
    def _by_name(self) -> dict[str, ClassicNetwork]:
        return {network.name: network for network in self.configuration.networks}

    @cached_property
    def _known(self) -> dict[str, VirtualNetwork]:
        return {name.lower(): known for name, known in self.inventory.virtual_networks.items()}

    @cached_property
    def _services(self) -> dict[str, dict[str, CloudService]]:
        found: dict[str, dict[str, CloudService]] = {}
        for name, service in sorted(self.inventory.cloud_services.items()):
            if service.virtual_network is not None:
                found.setdefault(service.virtual_network.lower(), {})[name] = service
        return found


@dataclass(slots=True)
class Findings:
    """Gathers findings; each thing is said once."""

    file: str
    found: dict[Finding, None] = field(default_factory=dict)

    def add(
        self, rule: str, resource: str, path: str, value: str = "", *, witness: str = "", line: int = 0, **words: str
    ) -> None:
        """Add a finding of rule `classic-<rule>`; `words` fill its texts."""
        source = SourcePosition(self.file, line) if line else None
        self.found[classic_finding(rule, resource, path, value, witness=witness, source=source, **words)] = None


def network_resource(network: ClassicNetwork | str) -> str:
    """How findings call a network."""
    return f"virtualNetworks/{network if isinstance(network, str) else network.name}"


def site_resource(site: LocalSite | str) -> str:
    """How findings call a local network site."""
    return f"localNetworkSites/{site if isinstance(site, str) else site.name}"


def holding_name(network: str) -> str:
    """What a plan calls the network that takes a network's roles in."""
    return f"{network}-roles"


def needs_holding(case: Case, network: ClassicNetwork) -> bool:
    """Whether roles keep machines of the network from migrating."""
    return case.has_roles(network) and case.has_machines(network)
