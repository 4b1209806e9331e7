"""Nothing stands in the way of gateways in GatewaySubnet."""

from collections.abc import Iterator

from hubspoke_network.azure import GATEWAY_SUBNET, NSG, PUBLIC4, ROUTE, SUBNET, TABLE, VNET
from hubspoke_network.core import Finding, Unknown, flag, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_network.reach.routing import Route, user_routes
from hubspoke_network.rules import ServiceTags
from hubspoke_network.sets import AddressSet
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, gateway_program, logical_name, names_one, program

REFUSED = {
    "networkSecurityGroup": "takes no security group",
    "natGateway": "takes no NAT gateway",
}


def check(subnet: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a group, a NAT gateway, a delegation, a default route or propagation switched off on GatewaySubnet."""
    if isinstance(subnet.name, str) and subnet.name.lower() != GATEWAY_SUBNET.lower():
        return NotApplicable("there is no GatewaySubnet")
    found = [*_attached(subnet, context), *_table(subnet, model, context)]
    if isinstance(subnet.name, Unknown) and found:
        reason = f"may be GatewaySubnet, which takes no such thing: its name {subnet.name.reason}"
        return [context.undecided(subnet, found[0].path, reason)]
    return found


def _attached(subnet: Resource, context: Context[NoOptions]) -> Iterator[Finding]:
    for key, message in REFUSED.items():
        attached = names_one(subnet, f"properties.{key}")
        if isinstance(attached, Unknown):
            yield context.undecided(subnet, key, f"may be given: {attached.reason}")
        elif attached:
            yield context.finding(subnet, key, "", f"is given, and GatewaySubnet {message}", f"leave {key} out")
    delegations = subnet.at("properties.delegations")
    if isinstance(delegations, Unknown):
        yield context.undecided(subnet, "delegations", f"may be given: {delegations.reason}")
    elif delegations:
        yield context.finding(
            subnet, "delegations", "", "is given, and GatewaySubnet takes none", "leave delegations out"
        )


def _table(subnet: Resource, model: NetworkModel, context: Context[NoOptions]) -> Iterator[Finding]:
    table = model.resolve(subnet, "properties.routeTable.id", TABLE)
    if isinstance(table, Unknown):
        yield context.undecided(subnet, "routeTable", f"may hold a default route: {stripped(table.reason)}")
    if not isinstance(table, Resource):
        return
    off = flag(table.document, "properties.disableBgpRoutePropagation", default=False)
    if isinstance(off, Unknown):
        yield context.undecided(table, "disableBgpRoutePropagation", f"may be on for GatewaySubnet: {off.reason}")
    elif off:
        message = f"cuts the gateways in {logical_name(subnet)} off from what they learn"
        yield context.finding(table, "disableBgpRoutePropagation", off, message, "write false, or use another table")
    yield from _routes(table, subnet, model, context)


def _routes(table: Resource, subnet: Resource, model: NetworkModel, context: Context[NoOptions]) -> Iterator[Finding]:
    routes = list(user_routes(model.topology, table, ServiceTags.shipped()))
    certain = AddressSet.union(route.region for route in routes if route.certain)
    if not PUBLIC4 - certain:
        widest = min((route for route in routes if route.certain), key=lambda route: (route.length, str(route.network)))
        yield _default_route(widest, subnet, table, context)
    elif not PUBLIC4 - AddressSet.union(route.region for route in routes):
        why = next(route.reason for route in routes if not route.certain)
        reason = f"may hold a default route for {logical_name(subnet)}: {stripped(why)}"
        yield context.undecided(table, "routes", reason)


def _default_route(route: Route, subnet: Resource, table: Resource, context: Context[NoOptions]) -> Finding:
    whole = "a default route" if route.length == 0 else "with the other routes of its table a default route"
    message = f"makes {whole} for {logical_name(subnet)}, whose gateways then lose their way to Azure"
    instead = "leave it out; route the prefixes that are meant, spoke by spoke"
    return context.finding(route.resource or table, "addressPrefix", str(route.network), message, instead)


def _on(piece: str) -> str:
    return HUB.replace('    address_prefix="10.0.0.0/26",\n', f'    address_prefix="10.0.0.0/26",\n{piece}')


TABLE_TEXT = """
table = network.RouteTable("gateway-routes", resource_group_name=group.name)
network.Route(
    "{name}",
    resource_group_name=group.name,
    route_table_name=table.name,
    address_prefix="{prefix}",
    next_hop_type="VirtualAppliance",
    next_hop_ip_address="10.0.1.4",
)
"""
ATTACHED = '    route_table={"id": table.id},\n'

RULE = Rule(
    id="gateway-subnet-clean",
    title="GatewaySubnet has no security group, no default route, and learns routes",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((SUBNET,), check, reads=(VNET, NSG, TABLE, ROUTE)),
    options=NoOptions,
    what=(
        "GatewaySubnet has no security group, no NAT gateway and no delegation. A route table on it holds no default "
        "route, also not in parts that make one together, and leaves the propagation of gateway routes on."
    ),
    why=(
        "Azure refuses the group and the NAT gateway. A default route or propagation switched off is taken, and then "
        "the gateway cannot be managed or learns nothing: connections fail for reasons nobody looks for there."
    ),
    remediation="Leave these out; steer traffic from on-premises with routes for the spokes' prefixes.",
    good=(
        Example(
            "a route to a spoke",
            program(TABLE_TEXT.format(name="to-spoke", prefix="10.1.0.0/16"), _on(ATTACHED), gateway_program()),
        ),
    ),
    bad=(
        Example(
            "a default route",
            program(TABLE_TEXT.format(name="default", prefix="0.0.0.0/0"), _on(ATTACHED), gateway_program()),
            breaks="default",
        ),
        Example(
            "a security group",
            program(
                'rules = network.NetworkSecurityGroup("rules", resource_group_name=group.name)\n',
                _on('    network_security_group={"id": rules.id},\n'),
            ),
            breaks="gateway-subnet",
        ),
    ),
    evidence="Documented (vpn-gateway-about-vpn-gateway-settings); the refusal of a group has been published.",
    links=("https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub",),
    decidable="write the subnet's name and the routes' prefixes as plain text",
)
