"""A spoke's way out, for every choice, hub and gateway: what the network model and the policy say of what is made."""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from tests.components.networks import findings, model_of

from hubspoke import ArgsError, Egress, EstateArgs, Hub, HubRef, Spoke, SpokeArgs, plan_spoke
from hubspoke_network.azure.public_space import PUBLIC
from hubspoke_network.azure.type_names import SUBNET
from hubspoke_network.model.facts import Appliance, Facts
from hubspoke_network.model.network_model import NetworkModel
from hubspoke_network.reach.answers import Network
from hubspoke_network.reach.walking.ways_out import INTERNET
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import FlowSet

pytestmark = pytest.mark.slow

FIREWALL = "10.0.1.4"
EVERYTHING = Appliance(FlowSet.everything(), translates=True)
OPEN = {
    f"all-{direction.lower()}": {"direction": direction, "access": "Allow", "priority": 100}
    for direction in ("Inbound", "Outbound")
}
GATEWAYS: dict[str, dict[str, Any]] = {
    "no gateway": {},
    "ExpressRoute": {"expressRouteGateway": {}},
    "VPN": {"vpnGateway": {}},
}
HOPS = {
    Egress.INTERNET: "Internet",
    Egress.NAT: "Internet",
    Egress.FIREWALL: "VirtualAppliance",
    Egress.FORCED_TUNNEL: "VirtualNetworkGateway",
    Egress.NONE: "None",
}
CASES = [
    (egress, inspected, gateway)
    for egress, inspected, gateway in product(Egress, (False, True), GATEWAYS)
    if egress is not Egress.FORCED_TUNNEL or inspected or gateway != "no gateway"
]
every = pytest.mark.parametrize(
    ("egress", "inspected", "gateway"), CASES, ids=[f"{c[0].value}, {c[2]}{', inspected' * c[1]}" for c in CASES]
)


def spoke(index: int, hub: HubRef, egress: Egress, **more: Any) -> dict[str, Any]:
    nat = {"natGateways": {"out": {}}} if egress in {Egress.NAT, Egress.INTERNET} else {}
    leaves_by = {"natGateway": "out"} if egress is Egress.INTERNET else {}
    return {
        "resourceGroupName": f"rg-s{index}",
        "location": "westeurope",
        "addressSpace": [f"10.{index}.0.0/22"],
        "hub": hub,
        "egress": egress,
        "subnets": {"app": {"prefix": f"10.{index}.0.0/24", "rules": OPEN, **leaves_by}},
        **nat,
    } | more


@cache
def network(egress: Egress, inspected: bool, gateway: str) -> tuple[Recording, NetworkModel]:
    """A hub with an appliance and two spokes that leave alike; on-premises advertises a default route and its own."""

    def program() -> None:
        shape = {"vpnGateway": None, "expressRouteGateway": None, "subnets": {}, **GATEWAYS[gateway]}
        firewall = {"firewall": {"prefix": "10.0.1.0/26", "rules": OPEN, "natGateway": "out"}}
        if egress is not Egress.FORCED_TUNNEL:
            firewall["firewall"]["routes"] = {"out": {"prefix": "0.0.0.0/0", "nextHop": "Internet"}}
        tags = {"network-on-premises": "192.168.0.0/16 0.0.0.0/0"}
        hub = Hub("hub", d.hub(**shape | {"subnets": firewall, "tags": tags}))  # type: ignore[arg-type]
        ref = hub.ref.model_copy(
            update={
                "inspected": inspected,
                "firewall_address": FIREWALL if inspected or egress is Egress.FIREWALL else None,
                "firewall_tunnels": egress is Egress.FORCED_TUNNEL,
            }
        )
        for index in (1, 2):
            Spoke(f"s{index}", spoke(index, ref.at(hub.ref.anchor), egress))  # type: ignore[arg-type]

    recording = deploy(program)
    return recording, model_of(recording, Facts(appliances={FIREWALL: EVERYTHING}))


def hops(model: NetworkModel) -> Iterator[tuple[str, str, bool]]:
    """Subnet, next hop and certainty of every route by which a spoke's packets for public addresses are sent."""
    questions = Network(model)
    for subnet in model.of_type(SUBNET):
        vnet = model.parent(subnet)
        assert vnet is not None
        if subnet.label.startswith("vnet-s"):
            for choice in questions.router.routes_of(subnet, vnet).choose(PUBLIC & AddressSet.all_ipv4()):
                yield from ((subnet.label, str(route.hop), route.certain) for route in choice.routes)


@every
def test_every_public_destination_leaves_the_declared_way_only(egress: Egress, inspected: bool, gateway: str) -> None:
    _, model = network(egress, inspected, gateway)
    hop = "VirtualAppliance" if inspected and egress is Egress.FORCED_TUNNEL else HOPS[egress]
    assert set(hops(model)) == {(f"vnet-s{n}/snet-s{n}-app", hop, True) for n in (1, 2)}


@every
def test_the_policy_agrees(egress: Egress, inspected: bool, gateway: str) -> None:
    recording, model = network(egress, inspected, gateway)
    assert findings(model, "egress-as-declared") == []
    tables = [item for item in recording.of_type("RouteTable") if item.name.startswith("s")]
    declared = {item.inputs["tags"]["network-intent"] for item in tables}
    kind = {Egress.FORCED_TUNNEL: "firewall" if inspected else "on-premises"}.get(egress, egress.value)
    assert declared == {f"egress/{kind}"}


@every
def test_who_reaches_the_internet_and_by_what(egress: Egress, inspected: bool, gateway: str) -> None:
    _, model = network(egress, inspected, gateway)
    answer = Network(model).reach("vnet-s1/snet-s1-app", "internet")
    by = {part.appliances for part in answer.parts if part.verdict == "allowed" and part.end == INTERNET}
    if egress in {Egress.INTERNET, Egress.NAT}:
        assert by == {()}
        assert answer.verdict == "allowed"
    elif egress is Egress.FIREWALL:
        assert by == {(FIREWALL,)}
    elif egress is Egress.NONE:
        assert answer.verdict == "denied"
    elif not inspected:
        assert by == set()


@every
def test_spokes_reach_each_other_by_the_firewall_where_it_inspects_and_else_not_directly(
    egress: Egress, inspected: bool, gateway: str
) -> None:
    _, model = network(egress, inspected, gateway)
    questions = Network(model)
    for here, there in ((1, 2), (2, 1)):
        answer = questions.reach(f"vnet-s{here}/snet-s{here}-app", f"vnet-s{there}/snet-s{there}-app")
        by = {part.appliances for part in answer.parts if part.verdict == "allowed"}
        passes = inspected or egress is Egress.FIREWALL
        assert by == ({(FIREWALL,)} if passes else set())
        assert passes or egress is Egress.FORCED_TUNNEL or answer.verdict == "denied"


@every
def test_the_hub_and_on_premises_are_reached_past_the_firewall_nowhere_it_inspects(
    egress: Egress, inspected: bool, gateway: str
) -> None:
    _, model = network(egress, inspected, gateway)
    (subnet,) = [item for item in model.of_type(SUBNET) if item.label == "vnet-s1/snet-s1-app"]
    vnet = model.parent(subnet)
    assert vnet is not None
    wanted = AddressSet("10.0.0.0/22", "192.168.0.0/16", "172.16.0.0/12")
    choices = Network(model).router.routes_of(subnet, vnet).choose(wanted)
    taken = {route.hop for choice in choices for route in choice.routes}
    if inspected:
        assert taken == {"VirtualAppliance"}
    else:
        assert "VNetPeering" in taken
        assert ("VirtualNetworkGateway" in taken) is (gateway != "no gateway")


def test_a_default_site_takes_what_nobody_advertises() -> None:
    """Behind a VPN gateway a route leads to the gateway, whatever that learns; it sends packets to its default site."""
    site = {"address": "203.0.113.10", "prefixes": ["172.20.0.0/16"], "sharedKey": "key"}
    vpn = {"defaultSite": "branch", "sites": {"branch": site}}

    def program() -> None:
        shape = d.hub(expressRouteGateway=None, vpnGateway=vpn, subnets={}, natGateways={})
        hub = Hub("hub", shape)  # type: ignore[arg-type]
        Spoke("s1", spoke(1, hub.ref, Egress.FORCED_TUNNEL))  # type: ignore[arg-type]

    recording = deploy(program)
    model = model_of(recording)
    assert recording.named("hub-gateway-vpn").inputs["gatewayDefaultSite"] == {"id": "hub-site-branch_id"}
    assert set(hops(model)) == {("vnet-s1/snet-s1-app", "VirtualNetworkGateway", True)}
    assert findings(model, "egress-as-declared") == []
    answer = Network(model).reach("vnet-s1/snet-s1-app", "internet")
    assert not answer.allowed, "what becomes of it on-premises is not known here"


def planned(**more: Any) -> dict[str, Any]:
    """The routes of a spoke's shared table by name: prefix and next hop."""
    plan = plan_spoke(
        "s", SpokeArgs.of(d.spoke(**{"natGateways": {}, "subnets": {"a": {"prefix": "10.1.0.0/24"}}} | more))
    )
    (table,) = plan.vnet.tables
    assert table.propagation is not bool(more["hub"].get("inspected"))
    return {name: (route.prefix, route.next_hop.value) for name, route in table.routes}


def test_the_routes_of_an_inspected_spoke_with_two_prefixes_of_its_hub() -> None:
    hub = d.hub_ref(inspected=True, firewallAddress=FIREWALL, addressSpace=["10.0.0.0/22", "100.64.0.0/24"])
    exceptions = {"kms": "20.118.99.224/32", "monitor": "AzureMonitor"}
    assert planned(hub=hub, egress="firewall", egressExceptions=exceptions) == {
        "egress": ("0.0.0.0/0", "VirtualAppliance"),
        "exception-kms": ("20.118.99.224/32", "Internet"),
        "exception-monitor": ("AzureMonitor", "Internet"),
        "hub-10-0-0-0-22": ("10.0.0.0/22", "VirtualAppliance"),
        "hub-100-64-0-0-24": ("100.64.0.0/24", "VirtualAppliance"),
        "private-10": ("10.0.0.0/8", "VirtualAppliance"),
        "private-172": ("172.16.0.0/12", "VirtualAppliance"),
        "private-192": ("192.168.0.0/16", "VirtualAppliance"),
    }


def test_ipv6_leaves_by_none_of_what_knows_ipv4_only() -> None:
    space = ["10.1.0.0/22", "fd00:1::/56"]
    hub = d.hub_ref(firewallAddress=FIREWALL)
    assert planned(hub=hub, egress="firewall", addressSpace=space) == {
        "egress": ("0.0.0.0/0", "VirtualAppliance"),
        "egress-ipv6": ("::/0", "None"),
    }
    assert planned(hub=hub, egress="internet", addressSpace=space)["egress-ipv6"] == ("::/0", "Internet")


def test_without_a_choice_everything_is_as_before() -> None:
    assert planned(hub=d.hub_ref()) == {}


def test_a_subnet_with_routes_of_its_own_leaves_the_declared_way_too() -> None:
    subnets = {"a": {"prefix": "10.1.0.0/24", "routes": {"lab": {"prefix": "10.99.0.0/16", "nextHop": "None"}}}}
    hub = d.hub_ref(firewallAddress=FIREWALL)
    assert planned(hub=hub, egress="firewall", subnets=subnets) == {
        "egress": ("0.0.0.0/0", "VirtualAppliance"),
        "lab": ("10.99.0.0/16", "None"),
    }


def test_the_only_nat_gateway_serves_every_subnet_but_those_azure_keeps() -> None:
    subnets = {"a": {"prefix": "10.1.0.0/24"}, "AzureBastionSubnet": {"prefix": "10.1.1.0/26"}}
    plan = plan_spoke("s", SpokeArgs.of(d.spoke(egress="nat", subnets=subnets)))
    assert [(subnet.key, subnet.nat) for subnet in plan.vnet.subnets] == [("a", "out"), ("AzureBastionSubnet", None)]


@pytest.mark.parametrize(
    ("egress", "security", "intent"),
    [("nat", "internalAndInternet", "egress/nat"), ("nat", "internalOnly", "internal-only")],
)
def test_a_group_that_lets_out_says_by_which_way(egress: str, security: str, intent: str) -> None:
    subnets = {"a": {"prefix": "10.1.0.0/24", "security": security}}
    plan = plan_spoke("s", SpokeArgs.of(d.spoke(egress=egress, subnets=subnets)))
    assert [group.intent for group in plan.vnet.groups] == [intent]


@pytest.mark.parametrize(("egress", "by"), [(Egress.INTERNET, ()), (Egress.NAT, ()), (Egress.FIREWALL, (FIREWALL,))])
def test_a_ready_made_group_lets_out_whatever_the_default_route_makes_of_tags(egress: Egress, by: tuple[str]) -> None:
    """A default route puts everything into the tag VirtualNetwork, and nothing is left in the tag Internet."""

    def program() -> None:
        subnets = {"fw": {"prefix": "10.0.1.0/26", "rules": OPEN, "natGateway": "out"}}
        hub = Hub("hub", d.hub(vpnGateway=None, expressRouteGateway=None, subnets=subnets))  # type: ignore[arg-type]
        ref = hub.ref.model_copy(update={"firewall_address": FIREWALL}).at(hub.ref.anchor)
        args = spoke(1, ref, egress)
        del args["subnets"]["app"]["rules"]
        args["subnets"]["app"]["security"] = "internalAndInternet"
        Spoke("s1", args)  # type: ignore[arg-type]

    model = model_of(deploy(program), Facts(appliances={FIREWALL: EVERYTHING}))
    answer = Network(model).reach("vnet-s1/snet-s1-app", "internet")
    allowed = [part for part in answer.parts if part.verdict == "allowed" and part.end == INTERNET]
    assert {part.appliances for part in allowed} == {by}
    assert FlowSet.union(part.flows for part in allowed).destinations() == PUBLIC & AddressSet.all_ipv4()
    assert [found for found in findings(model, "no-any-to-any") if "s1-nsg" in found.resource] == []


def test_an_exception_is_known_to_the_policy_by_its_tag() -> None:
    def program() -> None:
        hub = Hub("hub", d.hub(vpnGateway=None, expressRouteGateway=None))  # type: ignore[arg-type]
        ref = hub.ref.model_copy(update={"firewall_address": FIREWALL}).at(hub.ref.anchor)
        exceptions = {"kms": "20.118.99.224/32", "monitor": "AzureMonitor"}
        args = spoke(1, ref, Egress.FIREWALL, egressExceptions=exceptions, natGateways={"out": {}})
        args["subnets"]["app"]["natGateway"] = "out"
        Spoke("s1", args)  # type: ignore[arg-type]

    recording = deploy(program)
    table = recording.named("s1-routes").inputs
    assert table["tags"]["network-egress-exceptions"] == "20.118.99.224/32 AzureMonitor"
    assert findings(model_of(recording), "egress-as-declared") == []
    table["tags"].pop("network-egress-exceptions")
    assert len(findings(model_of(recording), "egress-as-declared")) > 0


ROUTE = {"prefix": "203.0.113.0/24", "nextHop": "Internet"}
REFUSED: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "no firewall": ({"egress": "firewall"}, [("HS191", "egress")]),
    "no gateway": ({"egress": "forcedTunnel", "hub": d.hub_ref(hasGateway=False)}, [("HS191", "egress")]),
    "no NAT gateway": ({"egress": "nat", "natGateways": {}}, [("HS191", "egress")]),
    "which NAT gateway": (
        {"egress": "nat", "natGateways": {"a": {}, "b": {}}},
        [("HS191", "subnets.app.natGateway")],
    ),
    "a firewall that leaves by itself": (
        {"egress": "forcedTunnel", "hub": d.hub_ref(inspected=True, firewallAddress=FIREWALL)},
        [("HS191", "egress")],
    ),
    "an inspected hub without the firewall's address": (
        {"hub": d.hub_ref(inspected=True)},
        [("HS191", "hub.firewallAddress")],
    ),
    "the gateway not used": (
        {"egress": "forcedTunnel", "useHubGateway": False},
        [("HS190", "useHubGateway")],
    ),
    "no propagation of what is advertised": (
        {"egress": "forcedTunnel", "propagateGatewayRoutes": False},
        [("HS190", "propagateGatewayRoutes")],
    ),
    "propagation past the firewall": (
        {"hub": d.hub_ref(inspected=True, firewallAddress=FIREWALL), "propagateGatewayRoutes": True},
        [("HS190", "propagateGatewayRoutes")],
    ),
    "a NAT gateway beside none": (
        {
            "egress": "none",
            "natGateways": {"out": {}},
            "subnets": {"app": {"prefix": "10.1.0.0/24", "natGateway": "out"}},
        },
        [("HS190", "subnets.app.natGateway")],
    ),
    "a group that lets out beside none": (
        {"egress": "none", "subnets": {"app": {"prefix": "10.1.0.0/24", "security": "internalAndInternet"}}},
        [("HS190", "subnets.app.security")],
    ),
    "a service endpoint": (
        {"egress": "none", "subnets": {"app": {"prefix": "10.1.0.0/24", "serviceEndpoints": ["Microsoft.Storage"]}}},
        [("HS190", "subnets.app.serviceEndpoints")],
    ),
    "a route of its own to the Internet": (
        {"egress": "none", "subnets": {"app": {"prefix": "10.1.0.0/24", "routes": {"r": ROUTE}}}},
        [("HS190", "subnets.app.routes.r")],
    ),
    "a tag routed to the Internet": (
        {
            "egress": "none",
            "subnets": {"app": {"prefix": "10.1.0.0/24", "routes": {"r": ROUTE | {"prefix": "Storage"}}}},
        },
        [("HS190", "subnets.app.routes.r")],
    ),
    "a second default route": (
        {
            "egress": "none",
            "subnets": {"app": {"prefix": "10.1.0.0/24", "routes": {"r": {"prefix": "0.0.0.0/0", "nextHop": "None"}}}},
        },
        [("HS142", "subnets.app.routes.r.prefix")],
    ),
    "a route with a name that is made": (
        {
            "egress": "none",
            "subnets": {
                "app": {"prefix": "10.1.0.0/24", "routes": {"egress": {"prefix": "10.99.0.0/16", "nextHop": "None"}}}
            },
        },
        [("HS142", "subnets.app.routes.egress")],
    ),
    "a route past the firewall": (
        {
            "hub": d.hub_ref(inspected=True, firewallAddress=FIREWALL),
            "subnets": {
                "app": {
                    "prefix": "10.1.0.0/24",
                    "routes": {"r": {"prefix": "10.128.0.0/12", "nextHop": "VirtualNetworkGateway"}},
                }
            },
        },
        [("HS190", "subnets.app.routes.r")],
    ),
    "exceptions of nothing": (
        {"egress": "none", "egressExceptions": {"kms": "20.118.99.224/32"}},
        [("HS190", "egressExceptions")],
    ),
    "an exception that is no prefix, and one that is half the Internet": (
        {
            "egress": "firewall",
            "hub": d.hub_ref(firewallAddress=FIREWALL),
            "egressExceptions": {"a": "nowhere", "b": "0.0.0.0/1"},
        },
        [("HS110", "egressExceptions.a"), ("HS190", "egressExceptions.b")],
    ),
}


@pytest.mark.parametrize(("more", "problems"), REFUSED.values(), ids=REFUSED.keys())
def test_what_contradicts_a_way_out_is_refused(more: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    base = {"natGateways": {}, "subnets": {"app": {"prefix": "10.1.0.0/24"}}}
    with pytest.raises(ArgsError) as refused:
        SpokeArgs.of(d.spoke(**base | more))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == problems
    assert all(problem.instead for problem in refused.value.problems)


ADVERTISED = {"campus": ["192.168.0.0/16", "0.0.0.0/0"]}
FIREWALLED = {"firewall": {}, "firewallSubnet": "10.0.1.0/26"}


@pytest.mark.parametrize(
    ("egress", "hub", "on_premises", "paths"),
    [
        ("firewall", FIREWALLED, {}, []),
        ("firewall", {}, {}, ["spokes.a.egress"]),
        ("forcedTunnel", {}, ADVERTISED, []),
        ("forcedTunnel", {}, {"campus": ["192.168.0.0/16"]}, ["spokes.a.egress"]),
        ("forcedTunnel", FIREWALLED, ADVERTISED, ["spokes.a.egress"]),
    ],
)
def test_an_estate_knows_what_its_hubs_have(
    egress: str, hub: dict[str, Any], on_premises: dict[str, Any], paths: list[str]
) -> None:
    hubs = {
        "weu": {"addressSpace": ["10.0.0.0/22"], "gatewaySubnet": "10.0.0.0/26", "expressRouteGateway": {}} | hub,
    }
    spokes = {"a": {"hub": "weu", "addressSpace": ["10.1.0.0/22"], "egress": egress}}
    data = d.estate(hubs=hubs, spokes=spokes, onPremises=on_premises, circuits={}, routeFilters={})
    try:
        found: list[str] = []
        EstateArgs.of(data)
    except ArgsError as error:
        found = [problem.path for problem in error.problems]
    assert found == paths
