"""A VPN gateway beside an ExpressRoute gateway can coexist with it."""

from collections.abc import Iterator

from hubspoke_network.azure import GATEWAY, SUBNET, VNET, gateway_sku
from hubspoke_network.core import Finding, Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    HUB,
    Targets,
    gateway_program,
    kind_of,
    logical_name,
    network_of,
    program,
    vpn_program,
)

NONE = NotApplicable("no VPN gateway stands beside an ExpressRoute gateway")


def check(gateway: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a VPN gateway of a kind that cannot stand beside the ExpressRoute gateway in its virtual network."""
    kind = kind_of(gateway)
    if isinstance(kind, str) and kind != "vpn":
        return NONE
    faults = list(_faults(gateway))
    home = network_of(model, gateway)
    beside = [
        (other, certain)
        for other in model.of_type(GATEWAY)
        if (certain := _meets(gateway, other, home, model)) is not False
    ]
    if not beside:
        return NONE
    other, certain = min(beside, key=lambda pair: (isinstance(pair[1], Unknown), pair[0].urn, pair[0].key))
    doubt = next((answer for answer in (certain, kind) if isinstance(answer, Unknown)), None)
    return list(_told(gateway, other, faults, doubt, context))


def _told(
    gateway: Resource,
    other: Resource,
    faults: list[tuple[str, str | Unknown, str]],
    doubt: Unknown | None,
    context: Context[NoOptions],
) -> Iterator[Finding]:
    name = logical_name(other)
    for path, value, instead in faults:
        unknown = value if isinstance(value, Unknown) else doubt
        if unknown is not None:
            yield context.undecided(gateway, path, f"may not go with the ExpressRoute gateway {name}: {unknown.reason}")
        else:
            message = f"cannot stand beside the ExpressRoute gateway {name} in one virtual network"
            yield context.finding(gateway, path, value, message, instead)


def _faults(gateway: Resource) -> Iterator[tuple[str, str | Unknown, str]]:
    """Path, value and remedy of whatever keeps a VPN gateway from coexisting, or may do so."""
    sku = gateway.at("properties.sku.name")
    record = gateway_sku("Vpn", sku) if isinstance(sku, str) else None
    if isinstance(sku, Unknown) or (record is not None and not record.coexistence):
        yield "sku.name", sku, "write a SKU from VpnGw1AZ on"
    kind = gateway.at("properties.vpnType")
    if isinstance(kind, Unknown) or (isinstance(kind, str) and kind.lower() == "policybased"):
        yield "vpnType", kind, "write RouteBased"


def _meets(gateway: Resource, other: Resource, home: Targets, model: NetworkModel) -> bool | Unknown:
    """Whether `other` is an ExpressRoute gateway in the same virtual network."""
    kind = kind_of(other)
    if other is gateway or kind is None or (isinstance(kind, str) and kind != "expressroute"):
        return False
    there = network_of(model, other)
    if not (home.open or there.open or home.keys & there.keys):
        return False
    if home.certain is None or there.certain is None:
        return Unknown(f"its virtual network {(there if home.certain else home).reason(model)}")
    return kind if isinstance(kind, Unknown) else True


RULE = Rule(
    id="gateway-coexistence",
    title="A VPN gateway beside an ExpressRoute gateway is route-based and not Basic",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((GATEWAY,), check, reads=(VNET, SUBNET)),
    options=NoOptions,
    what="A VPN gateway in one network with an ExpressRoute gateway is not of the SKU Basic and not PolicyBased.",
    why="Azure refuses the second of the two gateways, up to 45 minutes into a deployment, whichever comes first.",
    remediation="Use a VPN gateway from VpnGw1AZ on, with vpnType RouteBased.",
    good=(Example("VpnGw1AZ", program(HUB, gateway_program(), vpn_program("VpnGw1AZ"))),),
    bad=(Example("Basic", program(HUB, gateway_program(), vpn_program("Basic")), breaks="vpn"),),
    evidence="Documented (expressroute-howto-coexist-resource-manager).",
    links=("https://learn.microsoft.com/azure/expressroute/expressroute-howto-coexist-resource-manager",),
    decidable="give the SKU and the vpnType as plain text, and the subnet as the id of one in the same program",
)
