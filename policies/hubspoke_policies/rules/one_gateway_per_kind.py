"""A virtual network holds at most one VPN and one ExpressRoute gateway."""

from hubspoke_network.azure import GATEWAY, SUBNET, VNET
from hubspoke_network.core import Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    HUB,
    KINDS,
    Targets,
    gateway_program,
    kind_of,
    name_of,
    network_of,
    program,
    vpn_program,
)

INSTEAD = "keep one gateway of a kind in a virtual network, or put the other into a virtual network of its own"


def check(gateway: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report the gateway if another of its kind is in its virtual network; of a pair, the later by name."""
    kind = kind_of(gateway)
    if isinstance(kind, str) and kind not in KINDS:
        return NotApplicable(f"a gateway of type {kind} is neither a VPN nor an ExpressRoute gateway")
    rivals = [other for other in model.of_type(GATEWAY) if other is not gateway and _may_rival(kind, kind_of(other))]
    home = network_of(model, gateway)
    homes = {rival.key: network_of(model, rival) for rival in rivals}
    if home.keys and not home.open and all(_occupied(key, kind, rivals, homes) for key in home.keys):
        first = next(rival for rival in rivals if homes[rival.key].certain in home.keys)
        if home.certain and kind_of(first) == kind and _name(first) > _name(gateway):
            return []  # the other one of the pair is reported
        where = " or ".join(sorted(name_of(model, key) for key in home.keys))
        message = f"is a second {KINDS[str(kind)]} gateway in {where}, beside {name_of(model, first.key)}"
        return [context.finding(gateway, "gatewayType", gateway.at("properties.gatewayType"), message, INSTEAD)]
    for rival in rivals:
        if _may_meet(home, homes[rival.key]):
            return _undecided(gateway, rival, home, homes[rival.key], model, context)
    return []


def _may_rival(one: str | Unknown | None, other: str | Unknown | None) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return all(isinstance(kind, Unknown) or kind in KINDS for kind in (one, other))


def _occupied(key: str, kind: object, rivals: list[Resource], homes: dict[str, Targets]) -> bool:
    """Whether a gateway of this very kind is certain to be in the virtual network."""
    return isinstance(kind, str) and any(homes[r.key].certain == key and kind_of(r) == kind for r in rivals)


def _may_meet(one: Targets, other: Targets) -> bool:
    if not (one.keys or one.open) or not (other.keys or other.open):
        return False
    return bool(one.open or other.open or one.keys & other.keys)


def _undecided(
    gateway: Resource, rival: Resource, home: Targets, other: Targets, model: NetworkModel, context: Context[NoOptions]
) -> Outcome:
    if home.certain and other.certain:
        if _name(rival) > _name(gateway):
            return []
        path, reason = "gatewayType", "the type of one of the two gateways is not known"
    elif home.certain:
        return []  # told of the gateway whose place is not known
    else:
        path, reason = "ipConfigurations", f"its virtual network is not known: {home.reason(model)}"
    told = f"may be a second gateway of its kind beside {name_of(model, rival.key)}: {reason}"
    return [context.undecided(gateway, path, told)]


def _name(gateway: Resource) -> tuple[str, str]:
    return gateway.urn, gateway.key


RULE = Rule(
    id="one-gateway-per-kind",
    title="A virtual network has at most one VPN and one ExpressRoute gateway",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((GATEWAY,), check, reads=(VNET, SUBNET)),
    options=NoOptions,
    what="No virtual network holds two gateways of one type. A VPN gateway beside an ExpressRoute gateway is fine.",
    why=(
        "Azure refuses the second gateway, but only when it is created, up to 45 minutes into a deployment. A second "
        "gateway is usually a spoke that was given its own instead of using the hub's."
    ),
    remediation=INSTEAD,
    good=(Example("VPN beside ExpressRoute", program(HUB, gateway_program(), vpn_program("VpnGw1AZ"))),),
    bad=(
        Example(
            "two ExpressRoute gateways",
            program(HUB, gateway_program(), gateway_program(name="er-second")),
            breaks="er-second",
        ),
    ),
    evidence="Documented: one VPN and one ExpressRoute gateway a virtual network (azure-virtual-network-limits).",
    links=("https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways",),
    decidable="give the gateway's subnet as the id of a subnet in the same program, or as plain text",
)
