"""Missing, null and unknown values wherever a reference can stand, in every reader: unknown, with a reason.

Each case takes a network in which a question has a certain answer, and spoils one value that the answer depends on.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from hubspoke_network.azure.resource_types import type_by_arm
from hubspoke_network.azure.shapes import to_flat
from hubspoke_network.core.ids import parse_id
from hubspoke_network.core.unknown import Unknown
from hubspoke_network.model.facts import Facts
from hubspoke_network.model.network_model import NetworkModel, build_model
from hubspoke_network.reach.answers import Network
from hubspoke_network.readers.files import read_document
from hubspoke_network.readers.pulumi_resources import PulumiResource, to_resources
from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.ports import PortSet
from hubspoke_network.sets.prefixes import parse_prefix

pytestmark = pytest.mark.slow

Maker = Callable[..., dict[str, Any]]
LATER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
ELSEWHERE = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/other/providers/Microsoft.Network"
ABSENT = object()


@dataclass(frozen=True)
class Case:
    """Where a reference stands, and a question that depends on it.

    `to` is something that no input holds, for places where a reference to it leaves the question open.
    """

    name: str
    kind: str
    resource: str
    path: str
    question: tuple[str, str, str]
    to: str = ""
    facts: Facts = field(default_factory=lambda: NOTHING_LEARNT)


SITE = (parse_prefix("192.168.0.0/16"),)
NOTHING_LEARNT = Facts(on_premises=())
SUBNET, PEERING, NIC = "virtualNetworks/subnets", "virtualNetworks/virtualNetworkPeerings", "networkInterfaces"
NSGS = "networkSecurityGroups"
CONFIG = "ipConfigurations[0].properties"
TO_SITE, TO_VM, TO_APP = ("a/db", "192.168.1.1", "80"), "10.0.1.9", ("a/db", "10.0.1.20", "80")
TO_NVA = ("a/web", "172.20.0.1", "80")

CASES = [
    Case(
        "group of a subnet",
        SUBNET,
        "a/web",
        "networkSecurityGroup.id",
        ("a/db", "a/web", "80"),
        "networkSecurityGroups/x",
    ),
    Case("table of a subnet", SUBNET, "a/db", "routeTable.id", TO_APP, "routeTables/x"),
    Case("NAT gateway of a subnet", SUBNET, "hub/app", "natGateway.id", ("hub/app", "8.8.8.8", "80"), "natGateways/x"),
    Case("far end of a peering", PEERING, "a/to-hub", "remoteVirtualNetwork.id", TO_APP, "virtualNetworks/x"),
    Case("far end of the peering back", PEERING, "hub/to-a", "remoteVirtualNetwork.id", TO_APP),
    Case("subnet of an interface", NIC, "vm", f"{CONFIG}.subnet.id", ("a/db", TO_VM, "81")),
    Case(
        "group of an interface", NIC, "vm", "networkSecurityGroup.id", ("a/db", TO_VM, "81"), "networkSecurityGroups/x"
    ),
    Case("public address", NIC, "vm", f"{CONFIG}.publicIPAddress.id", ("internet", "vm", "443"), "publicIPAddresses/x"),
    Case("group an interface is in", NIC, "vm", f"{CONFIG}.applicationSecurityGroups[0].id", ("a/db", TO_VM, "82")),
    Case(
        "group in a rule",
        "networkSecurityGroups",
        "nsg-vm",
        "securityRules[1].properties.destinationApplicationSecurityGroups[0].id",
        ("a/db", TO_VM, "82"),
        "applicationSecurityGroups/x",
    ),
    Case(
        "subnet of a gateway",
        "virtualNetworkGateways",
        "gw-hub-ExpressRoute",
        f"{CONFIG}.subnet.id",
        TO_SITE,
        facts=Facts(on_premises=SITE),
    ),
    Case(
        "gateway of a connection",
        "connections",
        "con",
        "virtualNetworkGateway1.id",
        TO_SITE,
        facts=Facts(connections={"con": SITE}),
    ),
    Case(
        "circuit of a connection",
        "connections",
        "con",
        "peer.id",
        TO_SITE,
        "expressRouteCircuits/x",
        Facts(circuits={"erc": SITE}),
    ),
    Case("subnet of a private endpoint", "privateEndpoints", "pe", "subnet.id", ("a/db", "10.0.1.10", "81")),
    Case("next hop of a route", "routeTables/routes", "rt/pe", "nextHopIpAddress", TO_NVA),
    Case("prefix of a route", "routeTables/routes", "rt/pe", "addressPrefix", ("a/web", "8.8.8.8", "80")),
    Case("kind of next hop", "routeTables/routes", "rt/pe", "nextHopType", TO_NVA),
    Case("address space", "virtualNetworks", "a", "addressSpace.addressPrefixes[0]", ("hub/app", "10.1.1.9", "80")),
    Case("prefix of a subnet", SUBNET, "hub/app", "addressPrefix", ("a/db", "10.0.1.20", "81")),
]


def small_network(estate: Any, rule: Maker) -> Any:
    estate.vnet("hub", "10.0.0.0/16", Gateway="10.0.0.0/26", app="10.0.1.0/24")
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24", db="10.1.1.0/24")
    estate.peer("hub", "a", left_allowGatewayTransit=True, right_useRemoteGateways=True)
    asg = estate.add("applicationSecurityGroups", "asg", {})
    by_asg = rule("asg", 110, "Inbound", "Deny", ports="82")
    del by_asg["properties"]["destinationAddressPrefix"]
    by_asg["properties"]["destinationApplicationSecurityGroups"] = [{"id": asg}]
    estate.nsg("nsg", rule("no", 100, "Inbound", "Deny", ports="80"))
    estate.nsg("nsg-vm", rule("no", 100, "Inbound", "Deny", ports="81"), by_asg, rule("in", 200, "Inbound", "Allow"))
    estate.nsg("nsg-app", rule("no", 100, "Inbound", "Deny", "*", "10.0.1.10"), rule("in", 200, "Inbound", "Allow"))
    estate.table("rt", pe=("172.20.0.0/16", "VirtualAppliance", "172.21.0.4")).table("plain")
    estate.nat("ng")
    estate.subnet("a/web", nsg="nsg", table="rt").subnet("a/db", table="plain")
    estate.subnet("hub/app", nat="ng", nsg="nsg-app")
    estate.nic("vm", "hub/app", "10.0.1.9", nsg="nsg-vm", public="pip", asgs=["asg"])
    estate.add("publicIPAddresses", "pip", {}, sku={"name": "Standard"})
    estate.gateway("hub")
    ends = {"virtualNetworkGateway1": estate.id("virtualNetworkGateways", "gw-hub-ExpressRoute")}
    peer = {"peer": {"id": f"{ELSEWHERE}/expressRouteCircuits/erc"}}
    estate.add("connections", "con", ends | peer | {"connectionType": "ExpressRoute"})
    config = [{"ipAddresses": ["10.0.1.10"]}]
    subnet = estate.id("virtualNetworks/subnets", "hub/app")
    estate.add("privateEndpoints", "pe", {"subnet": subnet, "customDnsConfigs": config})
    return estate


def spoil(document: Any, path: str, value: Any) -> None:
    """Set a value, or take it away."""
    steps = path.replace("[", ".[").split(".")
    for step in steps[:-1]:
        document = document[int(step[1:-1])] if step.startswith("[") else document[step]
    last: Any = int(steps[-1][1:-1]) if steps[-1].startswith("[") else steps[-1]
    if value is not ABSENT:
        document[last] = value
    elif isinstance(document, dict):
        del document[last]
    else:
        document.pop(last)


def flat(document: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """URN, token and azure-native properties of a document, with what its path is made of."""
    parsed = parse_id(document["id"])
    assert parsed is not None
    rt = type_by_arm(parsed.type)
    assert rt is not None
    properties = to_flat(rt, {key: value for key, value in document.items() if key not in ("id", "name")})
    names = [parsed.resource_group, *(name for _, name in parsed.segments)]
    return f"urn::{document['id']}", rt.token, properties | dict(zip(rt.path_properties, names, strict=True))


def as_arm(documents: list[Any]) -> NetworkModel | Any:
    return read_document(documents).resources


def as_state(documents: list[Any]) -> Any:
    entries = [
        {"urn": u, "type": t, "inputs": p, "outputs": p, "id": d["id"]} for d in documents for u, t, p in [flat(d)]
    ]
    return read_document({"deployment": {"resources": entries}}, default_subscription=SUB).resources


def as_preview(documents: list[Any]) -> Any:
    steps = [
        {"op": "create", "newState": {"urn": u, "type": t, "inputs": p}} for d in documents for u, t, p in [flat(d)]
    ]
    return read_document({"steps": steps}, default_subscription=SUB).resources


def as_policy_run(documents: list[Any]) -> Any:
    def unknown(value: Any) -> Any:
        if value == LATER:
            return Unknown("it is known once it is made")
        if isinstance(value, dict):
            return {key: unknown(item) for key, item in value.items()}
        return [unknown(item) for item in value] if isinstance(value, list) else value

    return to_resources([PulumiResource(urn, token, unknown(p)) for urn, token, p in map(flat, documents)], SUB)


SUB = "00000000-0000-0000-0000-000000000001"
READERS = {"arm": as_arm, "state": as_state, "preview": as_preview, "policy run": as_policy_run}


def ways_to_spoil(case: Case) -> Iterator[tuple[str, Any, str]]:
    yield "unknown", LATER, case.path
    yield "null", None, case.path
    yield "absent", ABSENT, case.path
    if case.to:
        yield "missing", f"{ELSEWHERE}/{case.to}", case.path
    if case.path.endswith(".id"):
        yield "unknown object", LATER, case.path.removesuffix(".id")


SPOILT = [(case, *way) for case in CASES for way in ways_to_spoil(case)]
NAMES = [f"{case.name}: {how}" for case, how, *_ in SPOILT]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("case", "how", "value", "path"), SPOILT, ids=[f"{case.name}: {how}" for case, how, *_ in SPOILT]
)
def test_a_spoilt_reference(estate: Any, rule: Maker, reader: str, case: Case, how: str, value: Any, path: str) -> None:
    small_network(estate, rule)
    identity = estate.id(case.kind, case.resource)["id"]
    documents = copy.deepcopy(list(estate.documents.values()))
    source, destination, port = case.question

    def ask() -> Any:
        network = Network(build_model(READERS[reader](documents), case.facts))
        return network.reach(source, destination, "Tcp", PortSet.parse(port))

    before = ask()
    assert before.verdict in ("allowed", "denied"), before.parts
    (document,) = [item for item in documents if item["id"] == identity]
    spoil(document["properties"], path, value)
    answer = ask()
    assert answer.verdict == "unknown", [
        (part.verdict, part.reason, [h.by for h in part.hops]) for part in answer.parts
    ]
    assert all(part.reason for part in answer.parts if part.verdict == "unknown")
    assert answer.allowed == answer.denied == FlowSet.empty()


def spoilt_parent(estate: Any, rule: Maker, kind: str, name: str, parent: str, *candidates: tuple[str, str]) -> Network:
    """The network at preview, with one child whose parent's name is not known and may come from `candidates`."""
    small_network(estate, rule)
    identity = estate.id(kind, name)["id"]
    urns = [f"urn::{estate.id(*candidate)['id']}" for candidate in candidates]
    seen = []
    for urn, token, properties in map(flat, estate.documents.values()):
        mine = urn == f"urn::{identity}"
        known = properties | ({parent: Unknown("later")} if mine else {})
        seen.append(PulumiResource(urn, token, known, {parent: tuple(urns)} if mine else {}))
    return Network(build_model(to_resources(seen, SUB), NOTHING_LEARNT))


@pytest.mark.parametrize(
    ("kind", "name", "parent", "question"),
    [
        (SUBNET, "a/web", "virtualNetworkName", ("hub/app", "10.1.0.9", "443")),
        (PEERING, "a/to-hub", "virtualNetworkName", ("a/db", "hub/app", "443")),
        (PEERING, "hub/to-a", "virtualNetworkName", ("a/db", "hub/app", "443")),
        ("routeTables/routes", "rt/pe", "routeTableName", ("a/web", "10.0.1.20", "443")),
    ],
)
def test_children_of_unknown_parents(
    estate: Any, rule: Maker, kind: str, name: str, parent: str, question: tuple[str, str, str]
) -> None:
    network = spoilt_parent(estate, rule, kind, name, parent)
    answer = network.reach(*question[:2], "Tcp", PortSet.parse(question[2]))
    assert (answer.verdict, answer.allowed, answer.denied) == ("unknown", FlowSet.empty(), FlowSet.empty())


def test_rules_of_unknown_groups(estate: Any, rule: Maker) -> None:
    estate.add(
        "networkSecurityGroups/securityRules", "nsg/stray", rule("x", 150, "Inbound", "Deny", ports="443")["properties"]
    )
    network = spoilt_parent(
        estate, rule, "networkSecurityGroups/securityRules", "nsg/stray", "networkSecurityGroupName"
    )
    assert network.reach("a/db", "a/web", "Tcp", PortSet.parse("443")).verdict == "unknown"
    assert network.reach("a/db", "a/web", "Tcp", PortSet.parse("444")).verdict == "allowed"


def test_one_candidate_is_the_parent(estate: Any, rule: Maker) -> None:
    network = spoilt_parent(estate, rule, SUBNET, "a/web", "virtualNetworkName", ("virtualNetworks", "a"))
    assert network.reach("hub/app", "10.1.0.9", "Tcp", PortSet.parse("443")).verdict == "allowed"


@pytest.mark.parametrize(("second", "verdict"), [("nsg-vm", "allowed"), ("nsg", "allowed"), ("shut", "unknown")])
def test_several_candidates_for_a_group(estate: Any, rule: Maker, second: str, verdict: str) -> None:
    """Undecided, unless every candidate decides the same."""
    small_network(estate, rule).nsg("shut", rule("no", 100, "Inbound", "Deny"))
    urns = tuple(f"urn::{estate.id(NSGS, name)['id']}" for name in ("nsg", second))
    seen = []
    for urn, token, properties in map(flat, estate.documents.values()):
        mine = urn.endswith("/subnets/web")
        group = {"networkSecurityGroup": {"id": Unknown("later")}} if mine else {}
        seen.append(PulumiResource(urn, token, properties | group, {"networkSecurityGroup": urns} if mine else {}))
    network = Network(build_model(to_resources(seen, SUB), NOTHING_LEARNT))
    assert network.reach("a/db", "a/web", "Tcp", PortSet.parse("443")).verdict == verdict
    assert (
        network.reach("a/db", "a/web", "Tcp", PortSet.parse("80")).verdict
        == {
            "nsg-vm": "unknown",
            "nsg": "denied",
            "shut": "denied",
        }[second]
    )
