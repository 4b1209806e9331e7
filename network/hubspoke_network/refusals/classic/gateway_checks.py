"""The gateway commands' errors before they happen: which condition leads to which, and what really is missing.

Source: field notes of a team that met all three, and Microsoft's article on coexisting classic gateways.
"""

from hubspoke_network.azure import gateway_sku
from hubspoke_network.readers.classic import GATEWAY_PROFILES, ClassicNetwork
from hubspoke_network.refusals.classic.case import Case, Findings, network_resource

_CLASSIC_LONGEST = 28
"""Longest prefix of a GatewaySubnet with one classic ExpressRoute gateway."""

_ARM_LONGEST = 27
"""Longest prefix of a GatewaySubnet for ARM gateways, and for two classic ones."""


def check_gateways(case: Case, findings: Findings) -> None:
    """Every finding about gateways and the way to the circuit."""
    for network in case.configuration.networks:
        _check_element(network, findings)
        if case.wants_circuit(network):
            _check_circuit_gateway(case, network, findings)


def _check_element(network: ClassicNetwork, findings: Findings) -> None:
    gateway, resource = network.gateway, network_resource(network)
    if gateway is None:
        return
    if gateway.profile is not None and gateway.profile not in GATEWAY_PROFILES:
        findings.add(
            "gateway-profile", resource, "gateway.profile", gateway.profile, line=gateway.line, profile=gateway.profile
        )
    if gateway.client_pools:
        pool = ", ".join(prefix.text for prefix in gateway.client_pools)
        findings.add("client-pool", resource, "gateway.clientPools", pool, line=gateway.line, pool=pool)


def _check_circuit_gateway(case: Case, network: ClassicNetwork, findings: Findings) -> None:
    known, resource = case.known(network), network_resource(network)
    _check_gateway_subnet(case, network, findings)
    if network.gateway is None or not network.gateway.sites:
        element = "has no Gateway element" if network.gateway is None else "has a Gateway element without a site"
        made = any(gateway.mode == "DedicatedCircuit" for gateway in known.gateways)
        if not made:
            findings.add("gateway-no-site", resource, "gateway", line=network.line, state=element)
    elif not network.connects("Dedicated"):
        sites = ", ".join(network.connects("IPsec"))
        state = f"its sites ({sites}) are connected as IPsec"
        path = "gateway.connectionsToLocalNetwork"
        findings.add("gateway-mode", resource, path, "IPsec", line=network.gateway.line, state=state)
    if case.listed(network):
        _check_state(case, network, findings)


def _check_state(case: Case, network: ClassicNetwork, findings: Findings) -> None:
    """The gateway that the inventory says is there."""
    gateways, resource = case.known(network).gateways, network_resource(network)
    dedicated = [gateway for gateway in gateways if gateway.mode == "DedicatedCircuit"]
    if not gateways:
        state = "no gateway has been made"
        findings.add("gateway-not-provisioned", resource, "gateways", line=network.line, state=state)
    elif not dedicated:
        state = "its gateway was made as IPsec"
        findings.add("gateway-mode", resource, "gateways[0].mode", gateways[0].mode, line=network.line, state=state)
    for index, gateway in enumerate(gateways):
        if gateway.mode != "DedicatedCircuit":
            continue
        if gateway.state != "Provisioned":
            path, state = f"gateways[{index}].state", f"its gateway is in state {gateway.state}"
            findings.add("gateway-not-provisioned", resource, path, gateway.state, line=network.line, state=state)
        if gateway_sku("ExpressRoute", gateway.sku) is None:
            path = f"gateways[{index}].sku"
            findings.add("gateway-sku", resource, path, gateway.sku, line=network.line, sku=gateway.sku)


def _check_gateway_subnet(case: Case, network: ClassicNetwork, findings: Findings) -> None:
    subnet, resource = network.gateway_subnet, network_resource(network)
    if subnet is None:
        findings.add("gateway-subnet-missing", resource, "subnets", line=network.line)
        return
    length = subnet.prefix.network.prefixlen
    two = len({gateway.mode for gateway in case.known(network).gateways}) > 1
    path, size = f"subnets.{subnet.name}", f"/{length}"
    if length > (_ARM_LONGEST if two else _CLASSIC_LONGEST):
        instead = "delete the gateway, give the subnet /27, make the gateway again (the network is cut off meanwhile)"
    elif length > _ARM_LONGEST:
        instead = "leave it: the plan gives the network the hub's gateway before an ARM gateway needs /27"
    else:
        return
    findings.add(
        "gateway-subnet-small", resource, path, subnet.prefix.text, line=subnet.line, size=size, instead=instead
    )
