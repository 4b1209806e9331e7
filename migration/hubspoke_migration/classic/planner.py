"""From a case to its plan: who migrates, who holds roles, where the hub and the holding networks go."""

from collections import Counter
from dataclasses import replace
from ipaddress import IPv4Network

from hubspoke_migration.classic.chapters import chapters
from hubspoke_migration.classic.holdings import holding_lengths, plan_holdings
from hubspoke_migration.classic.plan import (
    Action,
    GatewayProfile,
    Gateways,
    HoldingPlan,
    HubPlan,
    NetworkPlan,
    Plan,
    SiteFate,
    SitePlan,
    SubnetPlan,
)
from hubspoke_migration.classic.space import GATEWAY_LENGTH, HUB_LENGTH, block_length, free_pool, placed
from hubspoke_network.azure import SUBNET, VNET, circuit_tier, limit
from hubspoke_network.core import Finding, normal_location
from hubspoke_network.readers.classic import GATEWAY_PROFILES, ClassicNetwork
from hubspoke_network.refusals.classic import (
    Case,
    Findings,
    classic_rules,
    needs_holding,
    network_resource,
    slug,
    usable_name,
)
from hubspoke_network.refusals.classic.judge import in_order, judge

_CURED = frozenset({"classic-host-bits", "classic-name", "classic-dns-many"})
"""Rules about the target whose cure the plan carries out itself."""

_TARGET = "target"


def plan_migration(case: Case) -> Plan:
    """The whole plan. Never fails on a readable configuration: what cannot be planned is a finding."""
    judged = judge(case)
    findings = Findings(case.file)
    networks = _networks(case, judged)
    pool = _pool(case, networks, findings)
    hub = _hub(case, networks, pool, findings)
    holdings = plan_holdings(case, networks, pool, hub, findings) if pool is not None else ()
    kept = {holding.origin: holding.name for holding in holdings}
    circuit = _circuit(case, networks, findings)
    plan = Plan(
        stack=case.inventory.target.stack,
        subscription=case.inventory.subscription,
        pool=pool,
        circuit=circuit,
        circuit_id=_circuit_id(case, circuit),
        hub=hub,
        networks=tuple(replace(network, holding=kept.get(network.classic)) for network in networks),
        holdings=holdings,
        sites=_sites(case),
        profiles=_profiles(case, networks, holdings, findings),
        gateways=_gateways(networks, holdings, hub),
        findings=(),
    )
    _check_size(case, plan, findings)
    plan = replace(plan, findings=in_order((*judged, *findings.found)))
    return replace(plan, chapters=chapters(case, plan))


def _networks(case: Case, judged: tuple[Finding, ...]) -> tuple[NetworkPlan, ...]:
    """Every network in order of its name."""
    reasons: dict[str, list[str]] = {}
    rules = classic_rules()
    for finding in judged:
        rule = rules[finding.rule]
        blocks = rule.effect == _TARGET and rule.severity == "high" and rule.id not in _CURED
        if blocks or rule.effect == "unsupported" or rule.id == "classic-no-location":
            reasons.setdefault(finding.resource, []).append(rule.id)
    taken: set[str] = {"hub"}
    servers = {server.name: server.address for server in case.configuration.dns_servers}
    planned: list[NetworkPlan] = []
    for network in sorted(case.configuration.networks, key=lambda item: item.name):
        why = tuple(dict.fromkeys(reasons.get(network_resource(network), ())))
        known = case.known(network)
        guessed = 1 if network.gateway is not None and network.gateway.sites and not case.listed(network) else 0
        planned.append(
            NetworkPlan(
                classic=network.name,
                key=slug(network.name, taken),
                action=_action(case, network, why),
                reasons=why,
                name=usable_name(VNET, network.name),
                group=f"{network.name}-Migrated",
                location=normal_location(case.location(network) or "") or None,
                prefixes=tuple(prefix.network for prefix in network.prefixes),
                subnets=_subnets(network),
                dns_servers=tuple(servers[name] for name in network.dns if name in servers)[
                    : limit("dns_servers_per_virtual_network")
                ],
                circuit=case.wants_circuit(network),
                gateways=len(known.gateways) or guessed,
            )
        )
    return tuple(planned)


def _action(case: Case, network: ClassicNetwork, reasons: tuple[str, ...]) -> Action:
    if reasons:
        return "stays"
    return "holds" if case.has_roles(network) and not needs_holding(case, network) else "migrate"


def _subnets(network: ClassicNetwork) -> tuple[SubnetPlan, ...]:
    taken: set[str] = set()
    return tuple(
        SubnetPlan(
            subnet.name,
            slug(subnet.name, taken),
            usable_name(SUBNET, subnet.name),
            subnet.prefix.network,
            subnet.security_group,
        )
        for subnet in network.subnets
    )


def _pool(case: Case, networks: tuple[NetworkPlan, ...], findings: Findings) -> IPv4Network | None:
    """The pool: the given one, or a free private range."""
    given = case.inventory.target.pool
    if given is not None or not networks:
        return given
    moving = {network.classic for network in networks if network.action == "migrate"}
    lengths = [
        block_length(holding_lengths(case, network).values())
        for network in case.configuration.networks
        if network.name in moving and needs_holding(case, network)
    ]
    pool = free_pool(case.spoken_for, sum(2 ** (32 - length) for length in [*lengths, HUB_LENGTH]))
    if pool is None:
        findings.add("pool-none", _TARGET, "pool")
    else:
        findings.add("pool-chosen", _TARGET, "pool", str(pool), pool=str(pool))
    return pool


def _hub(case: Case, networks: tuple[NetworkPlan, ...], pool: IPv4Network | None, findings: Findings) -> HubPlan | None:
    target = case.inventory.target
    counted = Counter(network.location for network in networks if network.location is not None)
    most = min(counted, key=lambda location: (-counted[location], location), default=None)
    location = normal_location(target.location) if target.location else most
    if pool is None or location is None:
        return None
    prefix = placed(pool, case.spoken_for, {"hub": HUB_LENGTH}).get("hub")
    if prefix is None:
        findings.add("pool-full", _TARGET, "pool", str(pool), what="the hub", length=str(HUB_LENGTH))
        return None
    gateways = next(prefix.subnets(new_prefix=GATEWAY_LENGTH))
    vpn = any(site.fate == "vpn" for site in _sites(case))
    return HubPlan("hub", location, prefix, gateways, target.gateway_sku, vpn)


def _sites(case: Case) -> tuple[SitePlan, ...]:
    """Every local network site in order of its name."""
    taken: set[str] = set()
    dedicated = {name for network in case.configuration.networks for name in network.connects("Dedicated")}
    planned: list[SitePlan] = []
    for site in sorted(case.configuration.sites, key=lambda item: item.name):
        fate: SiteFate = "circuit" if site.name in dedicated else "vpn"
        kind = case.site_kinds[site.name]
        if kind != "on-premises":
            fate = "unused" if kind == "unused" else "peering"
        prefixes = tuple(prefix.network for prefix in site.prefixes)
        users = tuple(case.site_users[site.name])
        planned.append(SitePlan(site.name, slug(site.name, taken), fate, prefixes, site.vpn_address, users))
    return tuple(planned)


def _circuit(case: Case, networks: tuple[NetworkPlan, ...], findings: Findings) -> str | None:
    """The circuit the hub is connected to: the given one, the only one, or the one most networks use."""
    circuits, given = case.inventory.circuits, case.inventory.target.circuit
    if given in circuits:
        return given
    used = Counter(case.known(network).circuit for network in case.configuration.networks)
    known = sorted(circuits, key=lambda name: (-used[name], name))
    if not known and any(network.circuit for network in networks):
        findings.add("no-circuit", _TARGET, "circuit")
    return known[0] if known else None


def _circuit_id(case: Case, name: str | None) -> str | None:
    """The circuit's id; None for one of another subscription, whose link needs a key that no file should hold."""
    circuit, own = case.circuit(name or ""), case.inventory.subscription
    if circuit is None or own is None or circuit.resource_group is None or circuit.subscription not in (None, own):
        return None
    group = f"/subscriptions/{own}/resourceGroups/{circuit.resource_group}"
    return f"{group}/providers/Microsoft.Network/expressRouteCircuits/{name}"


def _profiles(
    case: Case, networks: tuple[NetworkPlan, ...], holdings: tuple[HoldingPlan, ...], findings: Findings
) -> tuple[GatewayProfile, ...]:
    """A profile for each classic network that must reach the circuit meanwhile."""
    classic = {network.name: network for network in case.configuration.networks}
    wanted = [(network.classic, network.key, classic[network.classic]) for network in networks if network.circuit]
    wanted += [(item.name, item.key, classic[item.origin]) for item in holdings if item.reach == "gateway"]
    planned: list[GatewayProfile] = []
    for name, key, like in sorted(wanted, key=lambda item: item[0]):
        sites = _profile_sites(case, like)
        if not sites:
            findings.add("no-on-premises", network_resource(name), "gateway")
            continue
        profile = like.gateway.profile if like.gateway else None
        size = profile if profile in GATEWAY_PROFILES and profile is not None else GATEWAY_PROFILES[0]
        planned.append(GatewayProfile(name, key, size, sites))
    return tuple(planned)


def _profile_sites(case: Case, like: ClassicNetwork) -> tuple[tuple[str, tuple[IPv4Network, ...]], ...]:
    """The network's own sites, else those other networks reach by circuit, else whatever lies on-premises."""
    sites = {site.name: tuple(prefix.network for prefix in site.prefixes) for site in case.configuration.sites}
    everywhere = sorted({name for network in case.configuration.networks for name in network.connects("Dedicated")})
    outside = [name for name, kind in case.site_kinds.items() if kind == "on-premises"]
    own = [name for name in like.connects("IPsec") if name in outside]
    for names in (like.connects("Dedicated"), own, everywhere, outside):
        found = tuple((name, sites[name]) for name in names if sites.get(name))
        if found:
            return found
    stated = tuple(case.inventory.target.on_premises)
    return (("OnPremNetworks", stated),) if stated else ()


def _gateways(networks: tuple[NetworkPlan, ...], holdings: tuple[HoldingPlan, ...], hub: HubPlan | None) -> Gateways:
    before = sum(network.gateways for network in networks)
    in_hub = (2 if hub.vpn else 1) if hub is not None else 0
    meanwhile = 1 if any(holding.reach == "gateway" for holding in holdings) else 0
    staying = sum(network.gateways for network in networks if network.action == "stays")
    return Gateways(before, before + in_hub + meanwhile, in_hub + staying)


def _check_size(case: Case, plan: Plan, findings: Findings) -> None:
    """Regions, the hub's peerings and the circuit's links."""
    for network in plan.networks:
        if plan.hub is not None and network.location not in (None, plan.hub.location):
            resource, here = network_resource(network.classic), network.location or ""
            findings.add("other-region", resource, "location", here, location=here, hub=plan.hub.location)
    count, most = len(plan.with_action("migrate")) + len(plan.with_action("holds")) + len(plan.holdings), 0
    if count > (most := limit("peerings_per_virtual_network")):
        findings.add("peerings-most", _TARGET, "hub", str(count), count=str(count), limit=str(most))
    circuit = case.circuit(plan.circuit or "")
    tier = circuit_tier(circuit.tier) if circuit is not None else None
    if circuit is None or tier is None:
        return
    links = sum(1 for network in plan.networks if network.circuit)
    links += 1 + (1 if any(holding.reach == "gateway" for holding in plan.holdings) else 0)
    allowed = tier.max_links(circuit.bandwidth_in_mbps or 50)
    if links > allowed:
        resource = f"circuits/{plan.circuit}"
        findings.add("circuit-links", resource, "", str(links), count=str(links), limit=str(allowed))
