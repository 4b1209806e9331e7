"""Addresses: what ARM refuses, and what cannot be routed once everything hangs on one hub."""

from collections.abc import Iterable

from hubspoke_network.azure import limit
from hubspoke_network.readers.classic import ClassicNetwork, ClassicPrefix
from hubspoke_network.refusals.classic.case import Case, Findings, network_resource, site_resource
from hubspoke_network.refusals.classic.nesting import collisions
from hubspoke_network.sets.prefixes import FORBIDDEN, RFC1918, SHARED

_Placed = tuple[str, str, ClassicPrefix]
"""Resource, path and prefix."""


def check_addresses(case: Case, findings: Findings) -> None:
    """Every finding about prefixes."""
    for resource, path, prefix in _all_prefixes(case):
        if prefix.has_host_bits:
            words = {"corrected": str(prefix.network)}
            findings.add("host-bits", resource, path, prefix.text, line=prefix.line, **words)
    for network in case.configuration.networks:
        _check_space(network, findings)
        _check_subnets(network, findings)
    _check_networks(case, findings)
    _check_surroundings(case, findings)
    _check_sites(case, findings)


def _all_prefixes(case: Case) -> Iterable[_Placed]:
    for site in case.configuration.sites:
        for index, prefix in enumerate(site.prefixes):
            yield site_resource(site), f"addressSpace[{index}]", prefix
    for network in case.configuration.networks:
        yield from _space(network)
        for subnet in network.subnets:
            yield network_resource(network), f"subnets.{subnet.name}", subnet.prefix
        for index, pool in enumerate(network.gateway.client_pools if network.gateway else ()):
            yield network_resource(network), f"gateway.clientPools[{index}]", pool


def _space(network: ClassicNetwork) -> Iterable[_Placed]:
    for index, prefix in enumerate(network.prefixes):
        yield network_resource(network), f"addressSpace[{index}]", prefix


def _check_space(network: ClassicNetwork, findings: Findings) -> None:
    placed = list(_space(network))
    for resource, path, prefix in placed:
        forbidden = next((range_ for range_ in FORBIDDEN if range_.overlaps(prefix.network)), None)
        if forbidden is not None:
            findings.add("forbidden-range", resource, path, prefix.text, line=prefix.line, range=str(forbidden))
        elif not any(prefix.network.subnet_of(private) for private in (*RFC1918, SHARED)):
            findings.add("public-space", resource, path, prefix.text, line=prefix.line)
    for inner, outer in collisions([(prefix.network, index) for index, (_, _, prefix) in enumerate(placed)]):
        resource, path, prefix = placed[inner]
        findings.add(
            "space-overlaps-itself", resource, path, prefix.text, line=prefix.line, other=placed[outer][2].text
        )


def _check_subnets(network: ClassicNetwork, findings: Findings) -> None:
    resource = network_resource(network)
    space = [prefix.network for prefix in network.prefixes]
    shortest, longest = limit("ipv4_subnet_shortest_prefix"), limit("ipv4_subnet_longest_prefix")
    for subnet in network.subnets:
        path, text = f"subnets.{subnet.name}", subnet.prefix.text
        if not any(subnet.prefix.network.subnet_of(prefix) for prefix in space):
            findings.add("subnet-outside", resource, path, text, line=subnet.line)
        if not shortest <= subnet.prefix.network.prefixlen <= longest:
            length = str(subnet.prefix.network.prefixlen)
            findings.add("subnet-size", resource, path, text, line=subnet.line, length=length)
    for inner, outer in collisions([(subnet.prefix.network, index) for index, subnet in enumerate(network.subnets)]):
        subnet, other = network.subnets[inner], network.subnets[outer]
        words = {"other": f"{other.name} ({other.prefix.text})"}
        findings.add(
            "subnets-overlap", resource, f"subnets.{subnet.name}", subnet.prefix.text, line=subnet.line, **words
        )


def _check_networks(case: Case, findings: Findings) -> None:
    """Networks among themselves."""
    placed = [(network, *item) for network in case.configuration.networks for item in _space(network)]
    for inner, outer in collisions([(prefix.network, network.name) for network, _, _, prefix in placed]):
        _, resource, path, prefix = placed[inner]
        other = f"{placed[outer][3].text} of {placed[outer][0].name}"
        findings.add("networks-overlap", resource, path, prefix.text, line=prefix.line, other=other)


def _check_surroundings(case: Case, findings: Findings) -> None:
    """Networks against on-premises and against what the target uses."""
    used = [(network, "target.reserved") for network in case.inventory.target.reserved]
    placed = [(network, *item) for network in case.configuration.networks for item in _space(network)]
    for rule, others in (("overlaps-on-premises", case.on_premises), ("overlaps-target", used)):
        items = [(prefix.network, "network") for _, _, _, prefix in placed] + [(net, "other") for net, _ in others]
        for inner, outer in collisions(items):
            subject, other = (inner, outer) if inner < len(placed) else (outer, inner)
            _, resource, path, prefix = placed[subject]
            network, where = others[other - len(placed)]
            around = network != prefix.network and prefix.network.subnet_of(network)
            name = "within-on-premises" if around and rule == "overlaps-on-premises" else rule
            findings.add(name, resource, path, prefix.text, line=prefix.line, other=f"{network} of {where}")


def _check_sites(case: Case, findings: Findings) -> None:
    """On-premises sites among themselves."""
    placed = [
        (site, index, prefix)
        for site in case.configuration.sites
        if case.site_kinds[site.name] in ("on-premises", "unused")
        for index, prefix in enumerate(site.prefixes)
    ]
    for inner, outer in collisions([(prefix.network, site.name) for site, _, prefix in placed]):
        site, index, prefix = placed[inner]
        other = f"{placed[outer][2].text} of {placed[outer][0].name}"
        path = f"addressSpace[{index}]"
        findings.add("sites-overlap", site_resource(site), path, prefix.text, line=prefix.line, other=other)
