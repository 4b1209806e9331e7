"""Routes against an obvious walk: one packet at a time through random topologies, by lists and comparisons only."""

import contextlib
import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest

from hubspoke_network.core.errors import UnknownSubject
from hubspoke_network.model.facts import Appliance, Facts
from hubspoke_network.model.network_model import build_model
from hubspoke_network.reach.answers import Network
from hubspoke_network.reach.walking.walk import Walker
from hubspoke_network.readers.files import read_document
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import Flow, FlowSet

pytestmark = pytest.mark.slow

SITES = ("192.168.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "10.1.0.0/24", "172.16.0.0/12", "20.1.0.0/17")
USER = ("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/24", "192.168.0.0/16", "8.8.8.0/24", "172.16.0.0/16")
SPACES = {
    "hub": ["10.0.0.0/16"],
    "a": ["10.1.0.0/16"],
    "b": ["10.2.0.0/16", "172.16.0.0/16"],
    "c": ["20.1.0.0/16"],
    "d": ["192.168.7.0/24"],
}
SUBNETS = {
    "hub/GatewaySubnet": "10.0.0.0/26",
    "hub/nva": "10.0.1.0/24",
    "hub/app": "10.0.2.0/24",
    "a/one": "10.1.0.0/24",
    "a/two": "10.1.1.0/24",
    "b/one": "10.2.0.0/24",
    "b/two": "172.16.0.0/24",
    "c/one": "20.1.0.0/24",
    "d/one": "192.168.7.0/25",
}
NVA = "10.0.1.4"
NOT_PUBLIC = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16"
)
Result = tuple[str, str]


@dataclass
class World:
    """A topology in plain words: what the builder makes of it, and what the walk below reads."""

    peerings: dict[tuple[str, str], dict[str, bool]] = field(default_factory=dict)
    tables: dict[str, tuple[bool, list[tuple[str, str, str]]]] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    gateway: bool = False
    nva_forwards: bool = True
    translates: bool = False
    private: set[str] = field(default_factory=set)


def random_world(rng: random.Random) -> World:
    world = World(gateway=rng.random() < 0.7, nva_forwards=rng.random() < 0.8, translates=rng.random() < 0.5)
    if world.gateway:
        world.sites = rng.sample(SITES, rng.randint(1, 3))
    names = list(SPACES)
    for left, right in [("hub", other) for other in names[1:]] + [("a", "b"), ("c", "d")]:
        if rng.random() < (0.8 if left == "hub" else 0.2):
            for here, there in ((left, right), (right, left)):
                uses = world.gateway and there == "hub" and rng.random() < 0.6
                world.peerings[here, there] = {
                    "allowVirtualNetworkAccess": rng.random() < 0.9,
                    "allowForwardedTraffic": rng.random() < 0.6,
                    "allowGatewayTransit": here == "hub" and rng.random() < 0.8,
                    "useRemoteGateways": uses,
                }
            if rng.random() < 0.1:
                del world.peerings[right, left]
    for subnet in SUBNETS:
        if rng.random() < 0.5:
            hops = ("VnetLocal", "Internet", "None", "VirtualAppliance", "VirtualAppliance")
            routes = [(prefix, rng.choice(hops), NVA) for prefix in rng.sample(USER, rng.randint(1, 3))]
            world.tables[subnet] = (rng.random() < 0.7 or subnet == "hub/GatewaySubnet", routes)
    world.private = {subnet for subnet in SUBNETS if rng.random() < 0.3}
    return world


def build(world: World, estate: Any) -> Network:
    for name, prefixes in SPACES.items():
        estate.vnet(name, *prefixes)
    for name, prefix in SUBNETS.items():
        properties = {"addressPrefix": prefix, "defaultOutboundAccess": name not in world.private}
        estate.add("virtualNetworks/subnets", name, properties)
    for (here, there), flags in world.peerings.items():
        remote = {"remoteVirtualNetwork": estate.id("virtualNetworks", there)}
        estate.add("virtualNetworks/virtualNetworkPeerings", f"{here}/to-{there}", remote | flags)
    for subnet, (propagation, routes) in world.tables.items():
        name = subnet.replace("/", "-")
        hops = {
            f"r{n}": (prefix, hop, address) if hop == "VirtualAppliance" else (prefix, hop)
            for n, (prefix, hop, address) in enumerate(routes)
        }
        estate.table(name, propagation=propagation, **hops)
        estate.subnet(subnet, table=name)
    if world.gateway:
        estate.gateway("hub", "ExpressRoute", *world.sites)
    estate.nic("nva", "hub/nva", NVA, enableIPForwarding=world.nva_forwards)
    passes = Appliance(FlowSet.everything(), stateful=False, translates=world.translates)
    network: Network = estate.network(Facts(appliances={"nva": passes}))
    return network


def nets(texts: list[str]) -> list[IPv4Network]:
    return [IPv4Network(text) for text in texts]


def holds(texts: list[str], address: IPv4Address) -> bool:
    return any(address in net for net in nets(texts))


def is_public(address: IPv4Address) -> bool:
    return not holds(NOT_PUBLIC.split(), address) and address < IPv4Address("224.0.0.0")


def connected(world: World, here: str, there: str) -> bool:
    return (here, there) in world.peerings and (there, here) in world.peerings


def transit(world: World, spoke: str) -> bool:
    if not connected(world, spoke, "hub"):
        return False
    return world.peerings[spoke, "hub"]["useRemoteGateways"] and world.peerings["hub", spoke]["allowGatewayTransit"]


def pick(world: World, subnet: str, dst: IPv4Address) -> tuple[str, str, IPv4Network]:
    """Hop, detail and prefix of the route a packet takes: every candidate in a list, the best by sorting."""
    vnet = subnet.split("/", maxsplit=1)[0]
    propagation, user = world.tables.get(subnet, (True, []))
    strong = [(net, 2, "VnetLocal", vnet) for net in nets(SPACES[vnet])]
    for there, space in SPACES.items():
        if connected(world, vnet, there):
            strong += [(net, 2, "VNetPeering", there) for net in nets(space)]
    candidates = [(IPv4Network(prefix), 0, hop, address) for prefix, hop, address in user]
    if any(dst in net for net, *_ in strong):
        candidates += strong
    else:
        if propagation and ((vnet == "hub" and world.gateway) or transit(world, vnet)):
            candidates += [(net, 1, "VirtualNetworkGateway", "") for net in nets(world.sites)]
        candidates.append((IPv4Network("0.0.0.0/0"), 2, "Internet", ""))
        if not any(prefix == "0.0.0.0/0" for prefix, *_ in user):
            for block in nets(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]):
                if not any(net.overlaps(block) for net in nets(SPACES[vnet])):
                    candidates.append((block, 2, "None", ""))
    fitting = [c for c in candidates if dst in c[0]]
    net, _, hop, detail = min(fitting, key=lambda c: (-c[0].prefixlen, c[1]))
    return hop, detail, net


def walk(world: World, subnet: str, src: IPv4Address, dst: IPv4Address) -> Result:  # noqa: C901 (one obvious loop)
    """One packet, hop by hop."""
    seen: list[str] = []
    by_gateway, by_nva = subnet == "hub/GatewaySubnet", False
    while True:
        if subnet in seen:
            return "denied", ""
        seen.append(subnet)
        vnet = subnet.split("/", maxsplit=1)[0]
        hop, detail, net = pick(world, subnet, dst)
        if hop == "None":
            return "denied", ""
        if hop == "Internet":
            return to_internet(world, subnet, dst, by_gateway, by_nva)
        if hop == "VirtualNetworkGateway":
            if any(holds(space, dst) for space in SPACES.values()):
                return "unknown", ""
            return ("unknown", "") if net.prefixlen < 8 else ("allowed", "on-premises")
        if hop == "VnetLocal":
            return arrive(vnet, dst)
        there = detail if hop == "VNetPeering" else "hub"
        if there != vnet:
            if hop == "VirtualAppliance" and not connected(world, vnet, "hub"):
                return "denied", ""
            if not world.peerings[vnet, there]["allowVirtualNetworkAccess"]:
                return "denied", ""
            if not holds(SPACES[vnet], src):
                lets = transit(world, there) if by_gateway else world.peerings[there, vnet]["allowForwardedTraffic"]
                if not lets:
                    return "denied", ""
        if hop == "VNetPeering":
            return arrive(there, dst)
        if not world.nva_forwards:
            return "denied", ""
        subnet, by_gateway, by_nva = "hub/nva", False, True


def to_internet(world: World, subnet: str, dst: IPv4Address, by_gateway: bool, by_nva: bool) -> Result:
    if not is_public(dst) or by_gateway:
        return "denied", ""
    if by_nva and not world.translates:
        return "denied", ""
    return ("denied", "") if subnet in world.private else ("allowed", "Internet")


def arrive(vnet: str, dst: IPv4Address) -> Result:
    for name, prefix in SUBNETS.items():
        if name.startswith(f"{vnet}/") and dst in IPv4Network(prefix):
            return "allowed", name
    return "denied", ""


def destinations(rng: random.Random) -> list[IPv4Address]:
    texts = [*SITES, *USER, *SUBNETS.values(), *(p for space in SPACES.values() for p in space), NVA + "/32"]
    edges = [int(address) for net in nets(list(texts)) for address in (net[0], net[-1])]
    near = {edge + delta for edge in edges for delta in (-1, 0, 1) if 0 <= edge + delta < 2**32}
    return [IPv4Address(value) for value in rng.sample(sorted(near), 25)]


def check(seed: int, estate: Any) -> None:
    rng = random.Random(seed)
    world = random_world(rng)
    network = build(world, estate)
    walker = Walker(network.router, network.surroundings)
    every = AddressSet.all_ipv4()
    for name in SUBNETS:
        if name == "hub/GatewaySubnet":
            continue
        subnet = network.model.by_id(estate.id("virtualNetworks/subnets", name)["id"])
        assert subnet is not None
        vnet = network.model.parent(subnet)
        assert vnet is not None
        source = IPv4Network(SUBNETS[name])[9]
        parts = walker.from_subnet(subnet, vnet, FlowSet.of(AddressSet.of([source]), every, "Tcp"))
        for destination in destinations(rng):
            flow = Flow(source, destination, 6)
            found = [
                (part.verdict, part.end if part.verdict == "allowed" else "") for part in parts if flow in part.flows
            ]
            assert found == [walk(world, name, source, destination)], (seed, name, str(destination), world)
    if world.gateway:
        check_gateway(rng, world, network, walker, estate)


def check_gateway(rng: random.Random, world: World, network: Network, walker: Walker, estate: Any) -> None:
    """On-premises reaches what the hub's gateway advertises: the hub and the spokes that use it."""
    hub = network.model.by_id(estate.id("virtualNetworks", "hub")["id"])
    assert hub is not None
    source = IPv4Address("192.168.200.1")
    flows = FlowSet.of(AddressSet.of([source]), AddressSet.all_ipv4(), "Tcp")
    parts = walker.from_gateway(hub, flows)
    advertised = ["hub", *(spoke for spoke in SPACES if spoke != "hub" and transit(world, spoke))]
    for destination in destinations(rng):
        found = [(p.verdict, p.end) for p in parts if Flow(source, destination, 6) in p.flows]
        there = any(holds(SPACES[name], destination) for name in advertised)
        expected = walk(world, "hub/GatewaySubnet", source, destination) if there else ("denied", "")
        assert found == [expected], (str(destination), world)


@pytest.mark.parametrize("batch", range(15))
def test_equals_a_walk_by_packets(batch: int, new_estate: Callable[[], Any]) -> None:
    for seed in range(batch * 4, batch * 4 + 4):
        check(seed, new_estate())


@pytest.mark.prove(cases=4)
@pytest.mark.parametrize("batch", range(15, 500))
def test_equals_a_walk_by_packets_on_many_more(batch: int, new_estate: Callable[[], Any]) -> None:
    for seed in range(batch * 4, batch * 4 + 4):
        check(seed, new_estate())


LATER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SUBJECTS = ("a/one", "b/two", "c/one", "d/one", "hub/app", "internet", "10.1.1.9", "192.168.1.1")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of every leaf, and of every object that could be unknown as a whole."""
    if isinstance(value, dict):
        below = [found for key, item in value.items() for found in leaves(item, (*path, key))]
    elif isinstance(value, list):
        below = [found for index, item in enumerate(value) for found in leaves(item, (*path, index))]
    else:
        return [path]
    return [*below, path] if path else below


def veil(rng: random.Random, documents: list[Any], values: Sequence[Any] = (LATER,)) -> list[Any]:
    """The documents with a few values, anywhere in their properties, not known yet, or something else altogether."""
    veiled = copy.deepcopy(documents)
    for _ in range(rng.randint(1, 3)):
        document = rng.choice(veiled)
        paths = leaves(document["properties"])
        if not paths:
            continue
        *steps, last = rng.choice(paths)
        holder = document["properties"]
        for step in steps:
            holder = holder[step]
        holder[last] = rng.choice(values)
    return veiled


def enrich(rng: random.Random, estate: Any, rule: Callable[..., dict[str, Any]]) -> None:
    """Security groups, interfaces, private endpoints, NAT gateways and connections, here and there."""
    ends = ("*", "Internet", "VirtualNetwork", "10.0.0.0/8", ["10.1.0.0/16", "20.1.0.0/24"], "8.8.8.0/24")
    asg = {"id": estate.add("applicationSecurityGroups", "asg", {})}
    for name in ("one", "two", "three"):
        rules = [
            rule(
                f"r{n}",
                100 + n,
                rng.choice(["Inbound", "Outbound"]),
                rng.choice(["Allow", "Deny"]),
                rng.choice(ends),
                rng.choice(ends),
                rng.choice(["*", "443", ["80", "443"]]),
            )
            for n in range(rng.randint(0, 3))
        ]
        for made in rules:
            if rng.random() < 0.3:
                for key in ("destinationAddressPrefix", "destinationAddressPrefixes"):
                    made["properties"].pop(key, None)
                made["properties"]["destinationApplicationSecurityGroups"] = [asg]
        estate.nsg(name, *rules)
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Standard"})
    for subnet, address in (("a/one", "10.1.0.9"), ("b/two", "172.16.0.9"), ("hub/app", "10.0.2.9")):
        more: dict[str, Any] = {"asgs": ["asg"]} if rng.random() < 0.5 else {}
        more |= {"nsg": rng.choice(["one", "two"])} if rng.random() < 0.5 else {}
        more |= {"public": "pip"} if rng.random() < 0.3 else {}
        estate.nic(f"vm-{address}", subnet, address, **more)
    for subnet in SUBNETS:
        if subnet != "hub/GatewaySubnet" and rng.random() < 0.4:
            estate.subnet(subnet, nsg=rng.choice(["one", "two", "three"]))
    estate.nat("ng").subnet("a/one", nat="ng")
    place, address = rng.choice([("a/one", "10.1.0.77"), ("hub/app", "10.0.2.77")])
    home = estate.id("virtualNetworks/subnets", place)
    estate.add("privateEndpoints", "pe", {"subnet": home, "customDnsConfigs": [{"ipAddresses": [address]}]})


def check_soundness(seed: int, estate: Any, rule: Callable[..., dict[str, Any]]) -> None:
    """What is answered although something is not known is answered so however that turns out."""
    rng = random.Random(seed)
    sure = build(random_world(rng), estate)
    if rng.random() < 0.7:
        enrich(rng, estate, rule)
        sure = estate.network(sure.model.facts)
    documents = list(estate.documents.values())
    veiled = veil(rng, documents)
    unsure = Network(build_model(read_document(veiled).resources, sure.model.facts))
    for _ in range(6):
        source, destination = rng.sample(SUBJECTS, 2)
        try:
            known, open_ = (network.reach(source, destination, "Tcp") for network in (sure, unsure))
        except UnknownSubject:
            continue
        what = (seed, source, destination, [a for a, b in zip(documents, veiled, strict=True) if a != b])
        assert open_.allowed & known.asked <= known.allowed, what
        assert open_.denied & known.asked <= known.denied, what


@pytest.mark.parametrize("batch", range(10))
def test_unknown_never_answers_wrongly(batch: int, new_estate: Callable[[], Any], rule: Any) -> None:
    for seed in range(batch * 5, batch * 5 + 5):
        check_soundness(seed, new_estate(), rule)


@pytest.mark.prove(cases=5)
@pytest.mark.parametrize("batch", range(10, 210))
def test_unknown_never_answers_wrongly_in_many_more(batch: int, new_estate: Callable[[], Any], rule: Any) -> None:
    for seed in range(batch * 5, batch * 5 + 5):
        check_soundness(seed, new_estate(), rule)


JUNK = (None, "", "x", 7, -1.5, True, [], {}, ["x"], [7, None], {"id": 7}, {"x": {"y": []}}, LATER, "10.0.0.0/8", "*")


@pytest.mark.parametrize("batch", range(8))
def test_junk_is_answered_or_refused(batch: int, new_estate: Callable[[], Any], rule: Any) -> None:
    for seed in range(batch * 5, batch * 5 + 5):
        rng, estate = random.Random(seed), new_estate()
        facts = build(random_world(rng), estate).model.facts
        enrich(rng, estate, rule)
        documents = veil(rng, list(estate.documents.values()), JUNK)
        network = Network(build_model(read_document(documents).resources, facts))
        for _ in range(4):
            source, destination = rng.sample(SUBJECTS, 2)
            with contextlib.suppress(UnknownSubject):
                answer = network.reach(source, destination, "Tcp")
                assert FlowSet.union(part.flows for part in answer.parts) >= answer.asked
