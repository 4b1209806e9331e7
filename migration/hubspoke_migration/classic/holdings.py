"""Holding networks: where web and worker roles live until they have been redesigned.

One for each network that has roles beside machines, so that roles which were apart stay apart.
"""

from ipaddress import IPv4Network

from hubspoke_migration.classic.plan import HoldingPlan, HoldingSubnet, HubPlan, NetworkPlan
from hubspoke_migration.classic.space import HOLDING_GATEWAY_LENGTH, ROLE_LENGTH, block_length, laid_out, placed
from hubspoke_network.azure import GATEWAY_SUBNET
from hubspoke_network.readers.classic import ClassicNetwork, HoldingReach
from hubspoke_network.refusals.classic import Case, Findings, holding_name, needs_holding, network_resource, slug

_UNPLACED = "roles"
_SHORTEST, _LONGEST = 20, 28


def holding_lengths(case: Case, network: ClassicNetwork) -> dict[str, int]:
    """Prefix lengths of the holding network's subnets by name: as long as those the roles are in today."""
    today = {subnet.name.lower(): subnet for subnet in network.subnets}
    lengths: dict[str, int] = {GATEWAY_SUBNET: HOLDING_GATEWAY_LENGTH}
    for name in _roles_by_subnet(case, network):
        subnet = today.get(name.lower())
        length = subnet.prefix.network.prefixlen if subnet else ROLE_LENGTH
        lengths[name] = min(max(length, _SHORTEST), _LONGEST)
    return lengths


def plan_holdings(
    case: Case, networks: tuple[NetworkPlan, ...], pool: IPv4Network, hub: HubPlan | None, findings: Findings
) -> tuple[HoldingPlan, ...]:
    """The holding networks, in order of the networks' names, with their addresses out of the pool."""
    classic = {network.name: network for network in case.configuration.networks}
    taken: set[str] = {network.key for network in networks}
    wanted = {
        plan.classic: holding_lengths(case, classic[plan.classic])
        for plan in networks
        if plan.action == "migrate" and needs_holding(case, classic[plan.classic])
    }
    blocks = {name: block_length(lengths.values()) for name, lengths in wanted.items()}
    prefixes = placed(pool, case.spoken_for, blocks, {"": hub.prefix} if hub is not None else None)
    planned: list[HoldingPlan] = []
    for plan in networks:
        network = classic[plan.classic]
        if plan.classic not in wanted:
            continue
        prefix = prefixes.get(plan.classic)
        if prefix is None:
            what, length = f"the holding network of {plan.classic}", str(blocks[plan.classic])
            findings.add("pool-full", network_resource(network), "", str(pool), what=what, length=length)
            continue
        roles = _roles_by_subnet(case, network)
        today = {subnet.name.lower(): subnet.name for subnet in network.subnets}
        subnets = tuple(
            HoldingSubnet(name, where, today.get(name.lower()), tuple(roles.get(name, ())))
            for name, where in laid_out(prefix, wanted[plan.classic]).items()
        )
        name = holding_name(plan.classic)
        planned.append(
            HoldingPlan(
                name=name,
                key=slug(name, taken),
                origin=plan.classic,
                location=plan.location or "",
                place=case.location(network) or "",
                prefix=prefix,
                subnets=subnets,
                reach=_reach(case, plan, hub),
                services=tuple(key for key, service in case.services(network).items() if service.roles),
                dns=network.dns,
            )
        )
    return tuple(planned)


def _reach(case: Case, network: NetworkPlan, hub: HubPlan | None) -> HoldingReach:
    """Its own gateway where it is asked for, and where the hub is out of a classic network's reach (its region)."""
    if not network.circuit:
        return "peering"
    if hub is None or hub.location != network.location:
        return "gateway"
    return case.inventory.target.holding_reach


def _roles_by_subnet(case: Case, network: ClassicNetwork) -> dict[str, list[str]]:
    """Service/role by the name of the subnet it is in, as the configuration spells it."""
    today = {subnet.name.lower(): subnet.name for subnet in network.subnets}
    found: dict[str, list[str]] = {}
    for service_name, service in case.services(network).items():
        for role_name, role in sorted(service.roles.items()):
            name = today.get((role.subnet or "").lower(), role.subnet or _UNPLACED)
            found.setdefault(name, []).append(f"{service_name}/{role_name}")
    return dict(sorted(found.items()))
