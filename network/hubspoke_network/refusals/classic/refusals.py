"""What the migration service refuses, drops or cannot take, seen in the inventory.

Source: Microsoft's overview, deep dive and error list of the platform-supported migration.
"""

from collections.abc import Callable, Iterable

from hubspoke_network.readers.classic import ClassicNetwork, CloudService, Service, VirtualMachine
from hubspoke_network.refusals.classic.case import Case, Findings, holding_name, network_resource
from hubspoke_network.refusals.classic.rules import extensions

_SERVICES: dict[Service, str] = {
    "ApplicationGateway": "application-gateway",
    "AppServiceEnvironment": "app-service-environment",
    "HDInsight": "hdinsight",
    "ApiManagement": "api-management",
    "DynamicsLifecycleServices": "dynamics-lifecycle",
}


def check_refusals(case: Case, findings: Findings) -> None:
    """Every finding about what runs in the networks and about circuits."""
    for name, circuit in sorted(case.inventory.circuits.items()):
        if circuit.model == "classic":
            findings.add("circuit-classic", f"circuits/{name}", "model", "classic")
    for network in case.configuration.networks:
        _check_network(case, network, findings)
        for name, service in case.services(network).items():
            _check_roles(network, name, service, case.has_machines(network), findings)
            _check_sets(network, name, service, findings)
            for machine_name, machine in sorted(service.virtual_machines.items()):
                _check_machine(network, name, machine_name, machine, findings)
    _check_transit(case, findings)


def _check_network(case: Case, network: ClassicNetwork, findings: Findings) -> None:
    known, resource = case.known(network), network_resource(network)
    for peer in known.peerings:
        findings.add("peering", resource, "peerings", peer, line=network.line, peer=peer)
    for service in sorted(set(known.services)):
        findings.add(_SERVICES[service], resource, "services", service, line=network.line, network=network.name)
    modes = {gateway.mode for gateway in known.gateways}
    if modes == {"DedicatedCircuit", "IPsec"}:
        findings.add("two-gateways", resource, "gateways", line=network.line)
    if "DedicatedCircuit" in modes and network.connects("Dedicated"):
        sites = ", ".join(network.connects("Dedicated"))
        path = "gateway.connectionsToLocalNetwork"
        findings.add("dedicated-connection", resource, path, sites, line=network.line, sites=sites)
    circuit = case.circuit(known.circuit or "")
    if circuit is not None and circuit.subscription not in (None, case.inventory.subscription):
        words = {"circuit": known.circuit or "", "subscription": circuit.subscription or ""}
        findings.add("circuit-other-subscription", resource, "circuit", known.circuit or "", line=network.line, **words)


def _check_roles(network: ClassicNetwork, name: str, service: CloudService, machines: bool, findings: Findings) -> None:
    if not service.roles:
        return
    roles = ", ".join(f"{role} ({what.kind})" for role, what in sorted(service.roles.items()))
    words = {"service": name, "deployment": service.deployment, "roles": roles, "holding": holding_name(network.name)}
    rule = "roles-beside-machines" if machines else "roles-only"
    findings.add(rule, network_resource(network), f"cloudServices.{name}.roles", roles, line=network.line, **words)


def _check_sets(network: ClassicNetwork, name: str, service: CloudService, findings: Findings) -> None:
    machines = service.virtual_machines
    sets = sorted({machine.availability_set for machine in machines.values() if machine.availability_set})
    outside = sorted(machine for machine, what in machines.items() if not what.availability_set)
    words = {"service": name, "deployment": service.deployment, "sets": ", ".join(sets), "outside": ", ".join(outside)}
    path = f"cloudServices.{name}.virtualMachines"
    if len(sets) > 1:
        findings.add("availability-sets", network_resource(network), path, words["sets"], line=network.line, **words)
    elif sets and outside:
        rule = "availability-set-partial"
        findings.add(rule, network_resource(network), path, words["outside"], line=network.line, **words)


def _check_machine(
    network: ClassicNetwork, service: str, name: str, machine: VirtualMachine, findings: Findings
) -> None:
    path = f"cloudServices.{service}.virtualMachines.{name}"

    def add(rule: str, part: str, value: str, **words: str) -> None:
        given = {"machine": name, "service": service} | words
        findings.add(rule, network_resource(network), f"{path}.{part}", value, line=network.line, **given)

    subnets = sorted(set(machine.subnets))
    if not subnets:
        add("machine-no-subnet", "subnets", "")
    elif len(subnets) > 1:
        add("machine-subnets", "subnets", ", ".join(subnets), subnets=", ".join(subnets))
    if machine.endpoint_acls:
        add("endpoint-acl", "endpointAcls", "true")
    if machine.boot_diagnostics_on_premium_storage:
        add("boot-diagnostics", "bootDiagnosticsOnPremiumStorage", "true")
    _check_extensions(machine, add)
    lost = [word for word, given in (("alerts", machine.alerts), ("autoscale", machine.autoscale)) if given]
    if lost:
        add("settings-dropped", lost[0], "true", settings=" and ".join(lost))


def _check_extensions(machine: VirtualMachine, add: Callable[..., None]) -> None:
    for extension in sorted(set(machine.extensions)):
        if _matches(extension, extensions("backup")):
            add("extension-backup", "extensions", extension, extension=extension)
        elif _matches(extension, extensions("defender")):
            add("extension-defender", "extensions", extension, extension=extension)
        elif _matches(extension, extensions("xml")) and not _matches(extension, ["bginfo 2", "bginfo 3"]):
            add("extension-xml", "extensions", extension, extension=extension)


def _matches(extension: str, beginnings: Iterable[str]) -> bool:
    return extension.lower().startswith(tuple(beginnings))


def _check_transit(case: Case, findings: Findings) -> None:
    """Networks that reach on-premises through another network, by a site that mixes the two."""
    spaces = {prefix.network: network.name for network in case.configuration.networks for prefix in network.prefixes}
    for network in case.configuration.networks:
        for site_name in network.connects("IPsec"):
            site = case.configuration.site(site_name)
            if site is None or case.site_kinds[site.name] != "transit":
                continue
            peers = sorted({name for prefix in site.prefixes if (name := spaces.get(prefix.network, network.name))})
            others = ", ".join(prefix.text for prefix in site.prefixes if prefix.network not in spaces)
            words = {"site": site_name, "others": others, "network": ", ".join(peers)}
            path = "gateway.connectionsToLocalNetwork"
            findings.add("transit-vpn", network_resource(network), path, site_name, line=network.line, **words)
