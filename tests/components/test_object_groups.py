"""Object groups in the rules of components: defined once, used by name, one place to change."""

from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import deploy

from hubspoke import ArgsError, Estate, EstateArgs, Spoke, SpokeArgs, plan_spoke

NETWORK = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network"
PARTNERS = f"{NETWORK}/applicationSecurityGroups/partners"
GROUPS = {
    "addresses": {
        "activeDirectory": ["10.0.1.4", "10.0.1.5"],
        "infrastructure": ["activeDirectory", "10.0.9.0/24"],
        "gateway": ["10.0.1.1"],
    },
    "services": {"ldap": ["tcp/389", "udp/389", "tcp/636"], "browsing": ["tcp/80,443"]},
    "applicationSecurityGroups": {"partners": [PARTNERS]},
}


def rule(**more: Any) -> dict[str, Any]:
    return {"direction": "Inbound", "access": "Allow", "priority": 200} | more


def spoke(rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    subnets = {"app": {"prefix": "10.1.0.0/24", "rules": rules}}
    return d.spoke(**{"natGateways": {}, "subnets": subnets, "objectGroups": GROUPS} | more)


def made(rules: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    """The rules that come of these by name, without what every rule has."""
    plan = plan_spoke("s", SpokeArgs.of(spoke(rules, **more)))
    usual = {"direction": "Inbound", "access": "Allow", "sourcePortRange": "*", "destinationAddressPrefix": "*"}
    (group,) = plan.vnet.groups
    return {
        item.name: {key: value for key, value in item.properties.items() if usual.get(key) != value}
        for item in group.rules
    }


def ports(item: dict[str, Any]) -> Any:
    return item.get("destinationPortRanges", item.get("destinationPortRange"))


def test_a_group_of_addresses_becomes_its_prefixes_the_fewest_there_are() -> None:
    assert made({"ad": rule(sources=["infrastructure", "10.9.0.0/16"])}) == {
        "ad": {
            "priority": 200,
            "protocol": "*",
            "destinationPortRange": "*",
            "sourceAddressPrefixes": ["10.0.1.4/31", "10.0.9.0/24", "10.9.0.0/16"],
        }
    }


def test_a_group_of_one_address_goes_into_the_singular_field() -> None:
    (only,) = made({"gw": rule(sources=["GATEWAY"])}).values()
    assert only["sourceAddressPrefix"] == "10.0.1.1/32"


def test_services_become_a_rule_for_each_protocol_in_places_of_their_own() -> None:
    ldap = made({"ad": rule(ports=["ldap", "icmp"])})
    assert {
        name: (item["priority"], item["protocol"], item.get("destinationPortRanges", item.get("destinationPortRange")))
        for name, item in ldap.items()
    } == {
        "ad-tcp": (200, "Tcp", ["389", "636"]),
        "ad-udp": (201, "Udp", "389"),
        "ad-icmp": (202, "Icmp", "*"),
    }
    assert made({"ad": rule(ports=["udp/389"])})["ad-udp"]["priority"] == 201, "whatever else the group holds"


def test_application_security_groups_of_the_network_and_of_groups() -> None:
    asgs = made({"a": rule(sources=["Web"], destinations=["partners"])}, applicationSecurityGroups=["web"])["a"]
    assert asgs["sourceApplicationSecurityGroups"] == ("web",)
    assert asgs["destinationApplicationSecurityGroups"] == (PARTNERS,)
    data = spoke({"a": rule(sources=["web"], destinations=["partners"])}, applicationSecurityGroups=["web"])
    recording = deploy(lambda: Spoke("s", data).application_security_group_ids)  # type: ignore[arg-type]
    assert recording.value == {"web": "s-asg-web_id"}
    assert recording.named("s-asg-web").inputs["applicationSecurityGroupName"] == "asg-s-web"
    (sent,) = recording.named("s-nsg-app").inputs["securityRules"]
    assert sent["sourceApplicationSecurityGroups"] == [{"id": "s-asg-web_id"}]
    assert sent["destinationApplicationSecurityGroups"] == [{"id": PARTNERS}]


def of_estate(index: int, source: list[str], **more: Any) -> dict[str, Any]:
    subnets = {"x": {"prefix": f"10.1.{index}.0/24", "rules": {"in": rule(sources=source)}}}
    return {"hub": "weu", "addressSpace": [f"10.1.{index}.0/22"], "subnets": subnets} | more


def test_an_estate_defines_groups_once_and_a_network_adds_its_own() -> None:
    own = {"addresses": {"own": ["10.0.1.1", "10.77.0.0/16"]}}
    spokes = {"a": of_estate(0, ["activeDirectory", "own"], objectGroups=own), "b": of_estate(4, ["gateway"])}
    data = d.estate(objectGroups=GROUPS, circuits={}, routeFilters={}, spokes=spokes)
    recording = deploy(lambda: Estate("net", data))  # type: ignore[arg-type]
    (a,) = recording.named("net-spoke-a-nsg-x").inputs["securityRules"]
    (b,) = recording.named("net-spoke-b-nsg-x").inputs["securityRules"]
    assert (a["sourceAddressPrefixes"], b["sourceAddressPrefix"]) == (
        ["10.0.1.4/31", "10.0.1.1/32", "10.77.0.0/16"],
        "10.0.1.1/32",
    )


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = {
    "a name of nothing": ({"a": rule(sources=["activeDirectroy"])}, {}, [("HS403", "subnets.app.rules.a.sources[0]")]),
    "services among addresses": ({"a": rule(sources=["ldap"])}, {}, [("HS409", "subnets.app.rules.a.sources[0]")]),
    "addresses among ports": ({"a": rule(ports=["gateway"])}, {}, [("HS409", "subnets.app.rules.a.ports[0]")]),
    "a service of nothing": ({"a": rule(ports=["sctp/1"])}, {}, [("HS406", "subnets.app.rules.a.ports[0]")]),
    "a service group of nothing": ({"a": rule(ports=["ldaps"])}, {}, [("HS403", "subnets.app.rules.a.ports[0]")]),
    "a protocol beside services": (
        {"a": rule(ports=["ldap"], protocol="Tcp")},
        {},
        [("HS106", "subnets.app.rules.a.protocol")],
    ),
    "ports beside services": ({"a": rule(ports=["ldap", "443"])}, {}, [("HS106", "subnets.app.rules.a.ports")]),
    "members beside addresses": (
        {"a": rule(sources=["partners", "10.0.0.0/8"])},
        {},
        [("HS403", "subnets.app.rules.a.sources")],
    ),
    "a tag beside addresses": (
        {"a": rule(sources=["Internet", "gateway"])},
        {},
        [("HS140", "subnets.app.rules.a")],
    ),
    "two rules in one place": (
        {"a": rule(ports=["ldap"]), "b": rule(priority=201)},
        {},
        [("HS143", "subnets.app.rules.b")],
    ),
    "a group called as a tag": (
        {},
        {"objectGroups": {"addresses": {"Storage": ["10.0.0.0/8"]}}},
        [("HS402", "objectGroups.addresses.Storage")],
    ),
    "a group of nothing": (
        {},
        {"objectGroups": {"addresses": {"a": []}}},
        [("HS408", "objectGroups.addresses.a")],
    ),
    "members called as a group": (
        {},
        {"applicationSecurityGroups": ["gateway"]},
        [("HS402", "applicationSecurityGroups")],
    ),
}


@pytest.mark.parametrize(("rules", "more", "problems"), REFUSED.values(), ids=REFUSED.keys())
def test_what_names_cannot_say_is_refused(
    rules: dict[str, Any], more: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    with pytest.raises(ArgsError) as refused:
        SpokeArgs.of(spoke(rules, **more))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == problems


def test_an_estate_tells_of_a_name_in_any_network() -> None:
    spokes = {"a": of_estate(0, ["nobody"])}
    with pytest.raises(ArgsError) as refused:
        EstateArgs.of(d.estate(objectGroups=GROUPS, spokes=spokes, circuits={}, routeFilters={}))
    assert [problem.path for problem in refused.value.problems] == ["spokes.a.subnets.x.rules.in.sources[0]"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"serviceEndpoints": ["Storage"]}, "serviceEndpoints[0]"),
        ({"serviceEndpoints": ["Microsoft.Sql", "microsoft.sql"]}, "serviceEndpoints[1]"),
        ({"serviceEndpoints": ["Microsoft.Storage", "Microsoft.Storage.Global"]}, "serviceEndpoints"),
        ({"delegation": "serverFarms"}, "delegation"),
    ],
)
def test_services_that_no_subnet_has(more: dict[str, Any], path: str) -> None:
    with pytest.raises(ArgsError) as refused:
        SpokeArgs.of(d.spoke(natGateways={}, subnets={"a": {"prefix": "10.1.0.0/24"} | more}))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [("HS192", f"subnets.a.{path}")]


def test_policies_of_private_endpoints() -> None:
    subnet = {
        "prefix": "10.1.0.0/24",
        "privateEndpointPolicies": "RouteTableEnabled",
        "privateLinkServicePolicies": False,
    }
    made = deploy(lambda: Spoke("s", d.spoke(natGateways={}, subnets={"a": subnet})))  # type: ignore[arg-type]
    inputs = made.named("s-subnet-a").inputs
    assert inputs["privateEndpointNetworkPolicies"] == "RouteTableEnabled"
    assert inputs["privateLinkServiceNetworkPolicies"] == "Disabled"
