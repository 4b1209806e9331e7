"""A tiered DMZ: what its groups say, that the model and the policy agree, and that its rules stay where they are."""

from copy import deepcopy
from functools import cache
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from tests.components.networks import findings, model_of

from hubspoke import ArgsError, Dmz, DmzArgs, Estate, Hub, InfrastructureArgs, SpokeArgs, plan_spoke
from hubspoke.spoke.dmz_rules import infrastructure_priority
from hubspoke.vnet.internal_only_rules import RulePlan
from hubspoke_network.reach.answers import Network
from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.ports import PortSet

ITEM = InfrastructureArgs(outbound=["tcp/1"])
NETWORKS = {"web": "10.1.0.0/24", "app": "10.1.1.0/24", "data": "10.1.2.0/24"}


def rules_of(data: dict[str, Any]) -> dict[str, dict[str, RulePlan]]:
    """Every rule of a DMZ: tier, direction and name to the rule."""
    plan = plan_spoke("dmz", DmzArgs.of(data).spoke())
    return {group.key: {rule.name: rule for rule in group.rules} for group in plan.vnet.groups}


def shown(rules: dict[str, RulePlan]) -> dict[str, tuple[Any, ...]]:
    """Priority, protocol, source, destination and ports of rules by name."""
    return {
        name: tuple(
            next((rule.properties[key] for key in (field, f"{field}es", f"{field}s") if key in rule.properties), None)
            for field in (
                "priority",
                "protocol",
                "sourceAddressPrefix",
                "destinationAddressPrefix",
                "destinationPortRange",
            )
        )
        for name, rule in rules.items()
    }


def test_every_rule_of_the_middle_tier() -> None:
    app = rules_of(d.dmz())["app"]
    servers = "10.0.1.4/31"
    assert shown(app) == {
        "from-web-tcp": (510, "Tcp", NETWORKS["web"], NETWORKS["app"], "8443"),
        "from-antivirus-tcp": (1012, "Tcp", "10.0.9.0/24", NETWORKS["app"], "8014"),
        "deny-all-in": (4096, "*", "*", "*", "*"),
        "to-data-tcp": (520, "Tcp", NETWORKS["app"], NETWORKS["data"], "1433"),
        "to-activeDirectory-tcp": (1000, "Tcp", NETWORKS["app"], servers, "389"),
        "to-activeDirectory-udp": (1001, "Udp", NETWORKS["app"], servers, ["53", "389"]),
        "to-antivirus-tcp": (1012, "Tcp", NETWORKS["app"], "10.0.9.0/24", "443"),
        "deny-all-out": (4096, "*", "*", "*", "*"),
    }
    assert {rule.properties["access"] for name, rule in app.items() if name.startswith("deny")} == {"Deny"}


def test_the_first_tier_and_the_last() -> None:
    made = rules_of(d.dmz())
    assert set(made["web"]) - set(made["app"]) == {"from-internet-tcp", "from-probes", "to-app-tcp"}
    assert set(made["data"]) - set(made["app"]) == {"from-app-tcp", "from-within-tcp", "to-within-tcp"}
    assert shown(made["web"])["from-internet-tcp"][2] == "Internet"


@cache
def network(members: bool) -> tuple[Recording, Network]:
    def program() -> None:
        hub = Hub("hub", d.hub(vpnGateway=None, expressRouteGateway=None))  # type: ignore[arg-type]
        Dmz("dmz", d.dmz(hub=hub.ref, members=members))  # type: ignore[arg-type]

    recording = deploy(program)
    return recording, Network(model_of(recording))


def place(tier: str) -> str:
    return f"vnet-dmz/snet-dmz-{tier}"


SERVICES = {("web", "app"): 8443, ("app", "data"): 1433, ("data", "data"): 5022}


@pytest.mark.parametrize(("source", "destination"), [*permutations(NETWORKS, 2), ("data", "data")])
def test_neighbours_talk_on_named_services_and_nothing_else(source: str, destination: str) -> None:
    _, questions = network(False)
    answer = questions.reach(place(source), place(destination))
    port = SERVICES.get((source, destination))
    meant = FlowSet.empty() if port is None else FlowSet.of(protocols="Tcp", destination_ports=PortSet(str(port)))
    assert answer.allowed == answer.asked & meant
    assert not answer.unknown


@pytest.mark.parametrize("tier", NETWORKS)
def test_nothing_leaves_for_the_internet_and_nothing_gets_in_from_there_past_the_first(tier: str) -> None:
    _, questions = network(False)
    assert questions.reach(place(tier), "internet").verdict == "denied"
    assert questions.reach("internet", place(tier)).verdict == "denied", "nothing has a public address yet"
    inbound = {rule["name"] for rule in network(False)[0].named(f"dmz-spoke-nsg-{tier}").inputs["securityRules"]}
    assert ("from-internet-tcp" in inbound) is (tier == "web")


@pytest.mark.parametrize("members", [False, True])
def test_the_policy_agrees(members: bool) -> None:
    recording, questions = network(members)
    assert findings(questions.model, "dmz-adjacent-tiers-only") == []
    tags = {item.name: item.inputs["tags"]["network-intent"] for item in recording.of_type("NetworkSecurityGroup")}
    assert {tags[f"dmz-spoke-nsg-{tier}"] for tier in NETWORKS} == {"dmz/web", "dmz/app", "dmz/data"}


def test_the_policy_agrees_on_tiers_of_ones_own_once_it_knows_their_order() -> None:
    order = ["web", "app", "cache", "data"]
    own = d.tiers(
        cache={"prefix": "10.1.3.0/24", "inbound": {"app": ["tcp/6379"]}}, data={"inbound": {"cache": ["tcp/1433"]}}
    )

    def program() -> None:
        hub = Hub("hub", d.hub(vpnGateway=None, expressRouteGateway=None))  # type: ignore[arg-type]
        Dmz("dmz", d.dmz(hub=hub.ref, tiers=own, order=order))  # type: ignore[arg-type]

    model = model_of(deploy(program))
    assert findings(model, "dmz-adjacent-tiers-only", tiers=order) == []
    (unknown,) = findings(model, "dmz-adjacent-tiers-only")
    assert (unknown.value, unknown.undecided) == ("cache", False)


def test_members_of_groups_in_place_of_whole_subnets() -> None:
    recording, _ = network(True)
    rules = {rule["name"]: rule for rule in recording.named("dmz-spoke-nsg-data").inputs["securityRules"]}
    assert rules["from-app-tcp"]["sourceApplicationSecurityGroups"] == [{"id": "dmz-spoke-asg-app_id"}]
    assert rules["from-app-tcp"]["destinationApplicationSecurityGroups"] == [{"id": "dmz-spoke-asg-data_id"}]
    assert rules["deny-far-in"]["sourceAddressPrefix"] == NETWORKS["web"]
    assert (rules["deny-far-in"]["access"], rules["deny-far-in"]["priority"]) == ("Deny", 500)


def test_names_of_ones_own_meet_rarely_and_are_told() -> None:
    """Of a hundred pairs of names, hardly one meets; a slot for one of the two is the way out."""
    names = [f"service-{number}" for number in range(100)]
    item = {"group": "scanners", "outbound": ["tcp/1"]}
    met = [
        names[i : i + 2]
        for i in range(99)
        if mistakes(d.dmz(infrastructure=dict.fromkeys(names[i : i + 2], item))) == {"HS194"}
    ]
    assert len(met) <= 3
    first, second = next(
        pair
        for pair in combinations(names, 2)
        if infrastructure_priority(pair[0], ITEM) == infrastructure_priority(pair[1], ITEM)
    )
    assert mistakes(d.dmz(infrastructure={first: item, second: item})) == {"HS194"}
    assert mistakes(d.dmz(infrastructure={first: item, second: item | {"slot": 10}})) == set()


def test_tiers_are_members_of_an_estates_spokes_too() -> None:
    alone = d.dmz()
    subnets = {key: {"prefix": tier.pop("prefix")} for key, tier in alone["tiers"].items()}
    rules = {"tiers": alone["tiers"], "infrastructure": alone["infrastructure"]}
    edge = {"hub": "weu", "addressSpace": ["10.1.0.0/22"], "subnets": subnets, "dmz": rules}
    data = d.estate(spokes={"edge": edge}, circuits={}, routeFilters={}, objectGroups=alone["objectGroups"])
    recording = deploy(lambda: Estate("net", data))  # type: ignore[arg-type]
    ours = network(False)[0].named("dmz-spoke-nsg-app").inputs["securityRules"]
    assert recording.named("net-spoke-edge-nsg-app").inputs["securityRules"] == ours


SERVICE = st.sampled_from(["tcp/443", "udp/53", "icmp", "tcp/1433,1434", "ldap"])
LISTS = st.lists(SERVICE, min_size=1, max_size=3, unique=True)
NAMES = st.one_of(
    st.sampled_from(["activeDirectory", "patching", "antivirus", "monitoring", "backup"]),
    st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True).map(lambda text: f"own-{text}"),
)
INFRASTRUCTURE = st.fixed_dictionaries({"group": st.just("scanners"), "outbound": LISTS, "inbound": LISTS})


def placed(data: dict[str, Any]) -> dict[tuple[str, str, str], int]:
    """Tier, direction and name of every rule to its priority; no two of a group in one place."""
    found: dict[tuple[str, str, str], int] = {}
    for tier, rules in rules_of(data).items():
        slots = [(rule.properties["direction"], rule.properties["priority"]) for rule in rules.values()]
        assert len(slots) == len(set(slots))
        for name, rule in rules.items():
            number = rule.properties["priority"]
            assert isinstance(number, int)
            found[tier, str(rule.properties["direction"]), name] = number
    return found


def mistakes(data: dict[str, Any]) -> set[str]:
    """The codes of what is wrong with a DMZ."""
    try:
        DmzArgs.of(data)
    except ArgsError as error:
        return {problem.code for problem in error.problems}
    return set()


@settings(max_examples=40)
@given(
    before=st.dictionaries(NAMES, INFRASTRUCTURE, max_size=4),
    name=NAMES,
    service=INFRASTRUCTURE,
    tier=st.integers(0, 3),
    inbound=LISTS,
    own=st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(100, 494), max_size=3),
)
def test_whatever_comes_moves_no_other_rule(
    before: dict[str, Any], name: str, service: dict[str, Any], tier: int, inbound: list[str], own: dict[str, int]
) -> None:
    """A service, a tier and own rules are added at once: every rule that was there keeps its place."""
    small = d.dmz(infrastructure=before, order=list(NETWORKS))
    large = deepcopy(small)
    large["infrastructure"] = {**before, name: before.get(name, service)}
    order = list(NETWORKS)
    order.insert(tier, "between")
    large["order"] = order
    large["tiers"]["between"] = {"prefix": "10.1.3.0/24", "within": inbound}
    for neighbour in NETWORKS:  # whoever asked a tier that is no neighbour any more asks no longer
        asks = large["tiers"][neighbour].get("inbound", {})
        at = order.index(neighbour)
        near = {*order[max(at - 1, 0) : at], *order[at + 1 : at + 2], *(["internet"] if at == 0 else [])}
        large["tiers"][neighbour]["inbound"] = {who: what for who, what in asks.items() if who in near}
    large["tiers"]["app"]["rules"] = {
        key: {"direction": "Inbound", "access": "Allow", "priority": number}
        for key, number in own.items()
        if list(own.values()).count(number) == 1
    }
    if mistakes(large) == {"HS194"}:
        return  # two names of one's own meet, which is told
    was, now = placed(small), placed(large)
    assert {rule: number for rule, number in now.items() if rule in was} == {
        rule: number for rule, number in was.items() if rule in now
    }
    gone = {rule for rule in was if rule not in now}
    assert all(rule[2].partition("-")[2].partition("-")[0] in {*NETWORKS, "internet"} for rule in gone)


REFUSED: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "the last tier asked by the first": (
        {"tiers": d.tiers(data={"inbound": {"web": ["tcp/1433"]}})},
        [("HS193", "tiers.data.inbound.web")],
    ),
    "the Internet in an inner tier": (
        {"tiers": d.tiers(app={"inbound": {"internet": ["tcp/443"]}})},
        [("HS193", "tiers.app.inbound.internet")],
    ),
    "every service": ({"tiers": d.tiers(app={"inbound": {"web": ["any"]}})}, [("HS193", "tiers.app.inbound.web[0]")]),
    "no service": ({"tiers": d.tiers(app={"inbound": {"web": []}})}, [("HS101", "tiers.app.inbound.web")]),
    "a port without protocol": (
        {"tiers": d.tiers(app={"inbound": {"web": ["443"]}})},
        [("HS406", "tiers.app.inbound.web[0]")],
    ),
    "a service of nothing": (
        {"tiers": d.tiers(app={"inbound": {"web": ["https"]}})},
        [("HS403", "tiers.app.inbound.web[0]")],
    ),
    "own tiers without an order": ({"tiers": d.tiers(cache={"prefix": "10.1.3.0/24"})}, [("HS101", "order")]),
    "an order of others": ({"order": ["web", "app"]}, [("HS193", "order")]),
    "a prefix outside": ({"tiers": d.tiers(app={"prefix": "10.9.0.0/24"})}, [("HS113", "tiers.app.prefix")]),
    "infrastructure of nobody": (
        {"infrastructure": {"patching": {"outbound": ["tcp/8530"]}}},
        [("HS403", "infrastructure.patching.group")],
    ),
    "infrastructure for nothing": ({"infrastructure": {"scanners": {}}}, [("HS101", "infrastructure.scanners")]),
    "infrastructure for no tier": (
        {"infrastructure": {"scanners": {"outbound": ["tcp/1"], "tiers": ["cache"]}}},
        [("HS150", "infrastructure.scanners.tiers[0]")],
    ),
    "infrastructure in a tier": (
        {"infrastructure": {"own": {"group": "everywhere", "inbound": ["tcp/22"]}}},
        [("HS193", "infrastructure.own.group")] * 3,
    ),
    "infrastructure that is the whole network": (
        {"infrastructure": {"own": {"group": "VirtualNetwork", "inbound": ["tcp/22"]}}},
        [("HS193", "infrastructure.own.group")],
    ),
    "infrastructure that is everything": (
        {"infrastructure": {"own": {"group": "*", "inbound": ["tcp/22"]}}},
        [("HS193", "infrastructure.own.group")],
    ),
    "infrastructure by a number": (
        {"infrastructure": {"own": {"group": "2", "inbound": ["tcp/22"], "outbound": ["tcp/22"]}}},
        [("HS140", "infrastructure.own.group")],
    ),
    "infrastructure by a number as its name": (
        {"infrastructure": {"2": {"inbound": ["tcp/22"]}}},
        [("HS140", "infrastructure.2.group")],
    ),
    "infrastructure by a prefix that is too long": (
        {"infrastructure": {"own": {"group": "10.9.0.0/33", "outbound": ["tcp/22"]}}},
        [("HS140", "infrastructure.own.group")],
    ),
    "infrastructure of another family": (
        {"infrastructure": {"own": {"group": "fd00:9::/64", "outbound": ["tcp/22"], "tiers": ["app", "data"]}}},
        [("HS140", "infrastructure.own.group")] * 2,
    ),
    "infrastructure of two families": (
        {
            "objectGroups": {"addresses": {"both": ["10.9.0.4", "fd00:9::4"]}},
            "infrastructure": {"both": {"outbound": ["tcp/22"], "tiers": ["app"]}},
        },
        [("HS140", "infrastructure.both.group")],
    ),
    "two in one slot": (
        {
            "infrastructure": {
                "one": {"group": "scanners", "outbound": ["tcp/1"], "slot": 10},
                "two": {"group": "scanners", "outbound": ["tcp/2"], "slot": 10},
            }
        },
        [("HS194", "infrastructure.two.slot")],
    ),
    "a slot of others": (
        {"infrastructure": {"one": {"group": "scanners", "outbound": ["tcp/1"], "slot": 3}}},
        [("HS194", "infrastructure.one.slot")],
    ),
    "an own rule outside of its band": (
        {"tiers": d.tiers(app={"rules": {"x": {"direction": "Inbound", "access": "Deny", "priority": 600}}})},
        [("HS194", "tiers.app.rules.x.priority")],
    ),
    "an own rule with a made name": (
        {
            "tiers": d.tiers(
                app={"rules": {"from-web-tcp": {"direction": "Inbound", "access": "Deny", "priority": 100}}}
            )
        },
        [("HS194", "tiers.app.rules.from-web-tcp")],
    ),
    "requests from the Internet whose replies are dropped": (
        {"egress": "none"},
        [("HS190", "tiers.web.inbound.internet")],
    ),
    "a tier beside a subnet": ({"subnets": {"app": {"prefix": "10.1.3.0/24"}}}, [("HS107", "subnets")]),
}


@pytest.mark.parametrize(("more", "problems"), REFUSED.values(), ids=REFUSED.keys())
def test_what_no_dmz_may_have_is_refused(more: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    with pytest.raises(ArgsError) as refused:
        DmzArgs.of(d.dmz(**more))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == problems


def test_a_group_that_azure_refuses_is_told_by_name() -> None:
    with pytest.raises(ArgsError) as refused:
        DmzArgs.of(d.dmz(infrastructure={"own": {"group": "2", "inbound": ["tcp/22"]}}))
    assert str(refused.value) == (
        "1 problem in DmzArgs:\n"
        "  [HS140] infrastructure.own.group: '2' is refused by Azure: Security rule has invalid Address prefix. Value"
        " provided: 2; write an object group, a prefix such as 10.0.9.0/24, or a service tag"
    )


def test_a_tier_is_a_subnet_without_another_security() -> None:
    rules = {"tiers": {"app": {}, "data": {}}}
    with pytest.raises(ArgsError) as refused:
        SpokeArgs.of(d.spoke(natGateways={}, dmz=rules, subnets={"app": {"prefix": "10.1.0.0/24", "security": "none"}}))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [
        ("HS150", "dmz.tiers.data"),
        ("HS106", "subnets.app.security"),
    ]
