"""Names, references and what does not fit together between the two files."""

from collections.abc import Iterable
from ipaddress import ip_address

from hubspoke_network.azure import LOCAL_GATEWAY, SUBNET, VNET, limit, name_rule
from hubspoke_network.readers.classic import ClassicNetwork
from hubspoke_network.refusals.classic.arm_names import usable_name
from hubspoke_network.refusals.classic.case import Case, Findings, network_resource, site_resource
from hubspoke_network.sets import AddressSet


def check_references(case: Case, findings: Findings) -> None:
    """Every finding about names, references, DNS servers, regions and the inventory's own names."""
    for unread in case.configuration.unread:
        findings.add("unread", case.file, unread.path, line=unread.line)
    _check_sites(case, findings)
    _check_names(case, findings)
    for network in case.configuration.networks:
        _check_network(case, network, findings)
    _check_dns_servers(case, findings)
    _check_inventory(case, findings)


def _check_sites(case: Case, findings: Findings) -> None:
    for site in case.configuration.sites:
        if case.site_kinds[site.name] == "unused":
            findings.add("site-unused", site_resource(site), "", line=site.line)
        if not site.prefixes:
            findings.add("site-empty", site_resource(site), "addressSpace", line=site.line)


def _check_network(case: Case, network: ClassicNetwork, findings: Findings) -> None:
    resource, configuration = network_resource(network), case.configuration
    sites = {site.name for site in configuration.sites}
    for reference in network.gateway.sites if network.gateway else ():
        if reference.site not in sites:
            path = "gateway.connectionsToLocalNetwork"
            findings.add("site-gone", resource, path, reference.site, line=reference.line, site=reference.site)
    servers = {server.name for server in configuration.dns_servers}
    for name in network.dns:
        if name not in servers:
            findings.add("dns-gone", resource, "dnsServersRef", name, line=network.line, server=name)
    most = limit("dns_servers_per_virtual_network")
    if len(network.dns) > most:
        count = str(len(network.dns))
        findings.add("dns-many", resource, "dnsServersRef", count, line=network.line, count=count, limit=str(most))
    if case.location(network) is None:
        group = f", only the affinity group {network.affinity_group}" if network.affinity_group else ""
        findings.add("no-location", resource, "location", line=network.line, group=group, network=network.name)
    if not case.listed(network):
        findings.add("uninventoried", resource, "", line=network.line)


def _check_dns_servers(case: Case, findings: Findings) -> None:
    """Private DNS servers that lie in no network and no site. Public ones are reached anyway."""
    used = {name for network in case.configuration.networks for name in network.dns}
    private = AddressSet("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    for server in case.configuration.dns_servers:
        address = ip_address(server.address)
        if server.name in used and address in private and address not in case.spoken_for:
            resource = f"dnsServers/{server.name}"
            findings.add(
                "dns-unplaced", resource, "IPAddress", server.address, line=server.line, address=server.address
            )


def _check_names(case: Case, findings: Findings) -> None:
    networks, sites = case.configuration.networks, case.configuration.sites
    named = [(VNET, network_resource(network), "name", network.name, network.line) for network in networks]
    named += [
        (SUBNET, network_resource(network), f"subnets.{subnet.name}.name", subnet.name, subnet.line)
        for network in networks
        for subnet in network.subnets
    ]
    named += [(LOCAL_GATEWAY, site_resource(site), "name", site.name, site.line) for site in sites]
    for arm_type, resource, path, name, line in named:
        rule = name_rule(arm_type)
        problem = rule.problem(name) if rule else None
        if problem is not None:
            findings.add("name", resource, path, name, line=line, problem=problem, instead=usable_name(arm_type, name))
    _check_collisions(((network_resource(item), "name", item.name, item.line) for item in networks), findings)
    _check_collisions(((site_resource(item), "name", item.name, item.line) for item in sites), findings)
    for network in networks:
        resource = network_resource(network)
        _check_collisions(
            ((resource, f"subnets.{item.name}", item.name, item.line) for item in network.subnets), findings
        )


def _check_inventory(case: Case, findings: Findings) -> None:
    inventory = case.inventory
    networks = {network.name.lower(): network for network in case.configuration.networks}
    for name, known in sorted(inventory.virtual_networks.items()):
        if name.lower() not in networks:
            findings.add("unknown-network", f"inventory/virtualNetworks/{name}", "", name)
        _check_circuit(case, f"inventory/virtualNetworks/{name}", "circuit", known.circuit, findings)
    _check_circuit(case, "inventory/target", "circuit", inventory.target.circuit, findings)
    for name, service in sorted(inventory.cloud_services.items()):
        resource = f"inventory/cloudServices/{name}"
        if service.virtual_network is None:
            findings.add("no-network", resource, "virtualNetwork")
        elif (network := networks.get(service.virtual_network.lower())) is None:
            findings.add("unknown-network", resource, "virtualNetwork", service.virtual_network)
        else:
            subnets = {subnet.name.lower() for subnet in network.subnets}
            used = [role.subnet for role in service.roles.values() if role.subnet is not None]
            used += [subnet for machine in service.virtual_machines.values() for subnet in machine.subnets]
            for subnet in sorted({subnet for subnet in used if subnet.lower() not in subnets}):
                findings.add("unknown-subnet", resource, "subnets", subnet, subnet=subnet, network=network.name)


def _check_circuit(case: Case, resource: str, path: str, name: str | None, findings: Findings) -> None:
    if name is not None and case.circuit(name) is None:
        findings.add("unknown-circuit", resource, path, name, circuit=name)


def _check_collisions(named: Iterable[tuple[str, str, str, int]], findings: Findings) -> None:
    """Names (resource, path, name, line) that differ in case only."""
    seen: dict[str, str] = {}
    for resource, path, name, line in named:
        first = seen.setdefault(name.lower(), name)
        if first != name:
            findings.add("names-collide", resource, path, name, line=line, other=first)
