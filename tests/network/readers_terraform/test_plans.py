"""Plans: what is known after apply only, and where the configuration tells what it comes from."""

from typing import Any

import pytest
from tests.network.readers_terraform.forms import (
    BASE,
    GROUP,
    IN_GROUP,
    by_id,
    change,
    configured,
    plan,
    read,
    resource,
    state,
    tree,
)

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.readers.templates.result import SECRET, Unread

V, S = f"{BASE}/virtualNetworks/v", f"{BASE}/virtualNetworks/v/subnets/s"
GROUPS, TABLES = f"{BASE}/networkSecurityGroups", f"{BASE}/routeTables"
TIE = "azurerm_subnet_network_security_group_association"


def network(**others: Any) -> dict[str, Any]:
    return resource("azurerm_virtual_network.v", {**IN_GROUP, "name": "v", "address_space": ["10.0.0.0/16"], **others})


def subnet(name: str = "s", address: str = "azurerm_subnet.s") -> dict[str, Any]:
    return resource(
        address, {**IN_GROUP, "name": name, "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/24"]}
    )


def group(name: str = "n", address: str = "azurerm_network_security_group.n") -> dict[str, Any]:
    return resource(address, {**IN_GROUP, "name": name})


NEW = {"id": True}


def test_a_new_network_hangs_together_by_its_configuration() -> None:
    document = plan(
        [
            network(),
            subnet(),
            group(),
            resource(f"{TIE}.a", {}),
            resource("azurerm_network_security_rule.r", {**IN_GROUP, "name": "r", "network_security_group_name": "n"}),
        ],
        [
            change("azurerm_virtual_network.v", {**NEW, "subnet": True, "guid": True, "dns_servers": True}),
            change("azurerm_subnet.s", NEW),
            change("azurerm_network_security_group.n", {**NEW, "security_rule": True}),
            change(f"{TIE}.a", {"id": True, "subnet_id": True, "network_security_group_id": True}),
        ],
        {
            "resources": [
                configured("azurerm_virtual_network.v", name="v", address_space=["10.0.0.0/16"]),
                configured(
                    "azurerm_subnet.s",
                    virtual_network_name=("azurerm_virtual_network.v.name", "azurerm_virtual_network.v"),
                ),
                configured("azurerm_network_security_group.n", name="n"),
                configured(
                    f"{TIE}.a",
                    subnet_id=("azurerm_subnet.s.id", "azurerm_subnet.s"),
                    network_security_group_id=(
                        "azurerm_network_security_group.n.id",
                        "azurerm_network_security_group.n",
                    ),
                ),
            ]
        },
    )
    declared = read(document)
    found = by_id(declared)
    assert found[V]["properties"] == {
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "dhcpOptions": {"dnsServers": []},
        "resourceGuid": Unknown("azurerm_virtual_network.v guid is known after apply"),
        "subnets": [],
    }
    assert found[f"{GROUPS}/n"]["properties"] == {"securityRules": []}
    assert found[S]["properties"] == {
        "addressPrefixes": ["10.0.0.0/24"],
        "networkSecurityGroup": {"id": f"{GROUPS}/n"},
    }
    assert declared.unread == ()


def test_a_group_without_rules_of_their_own_may_have_dynamic_blocks() -> None:
    """The configuration does not show `dynamic "security_rule"`."""
    changes = [change("azurerm_network_security_group.n", {**NEW, "security_rule": True})]
    document = plan([group()], changes, {"resources": [configured("azurerm_network_security_group.n", name="n")]})
    told = Unknown("azurerm_network_security_group.n security_rule is known after apply")
    assert by_id(read(document))[f"{GROUPS}/n"]["properties"] == {"securityRules": told}


def test_without_configuration_nothing_is_guessed() -> None:
    document = plan(
        [subnet(), subnet("t", "azurerm_subnet.t"), group(), resource(f"{TIE}.a", {})],
        [
            change("azurerm_network_security_group.n", {**NEW, "security_rule": True}),
            change(f"{TIE}.a", {"subnet_id": True, "network_security_group_id": True}),
        ],
    )
    found = by_id(read(document))
    rules = found[f"{GROUPS}/n"]["properties"]["securityRules"]
    assert rules == Unknown("azurerm_network_security_group.n security_rule is known after apply")
    for identity in (S, f"{V}/subnets/t"):
        told = f"whether {TIE}.a is of {identity} is known after apply"
        assert found[identity]["properties"]["networkSecurityGroup"] == Unknown(told)


def instances(kind: str, *keys: str) -> list[str]:
    return [f'azurerm_{kind}.this["{key}"]' for key in keys]


def test_one_of_several_is_told_as_several() -> None:
    """`subnet_id = azurerm_subnet.this[each.key].id`: which one is not in the configuration."""
    addresses = instances("subnet", "a", "b")
    document = plan(
        [
            *(subnet(address[-3], address) for address in addresses),
            subnet("other", "azurerm_subnet.other"),
            group(),
            resource(f'{TIE}.this["a"]', {"network_security_group_id": f"{GROUPS}/n"}),
        ],
        [change(f'{TIE}.this["a"]', {"subnet_id": True})],
        {
            "resources": [
                configured("azurerm_subnet.this"),
                configured(f"{TIE}.this", subnet_id=("azurerm_subnet.this", "each.key")),
            ]
        },
    )
    found = by_id(read(document))
    for name in ("a", "b"):
        assert isinstance(found[f"{V}/subnets/{name}"]["properties"]["networkSecurityGroup"], Unknown)
    assert "networkSecurityGroup" not in found[f"{V}/subnets/other"]["properties"]


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (('azurerm_route_table.this["a"].id', 'azurerm_route_table.this["a"]', "azurerm_route_table.this"), "a"),
        (("azurerm_route_table.this", "each.key"), ("a", "b")),
        (("azurerm_route_table.other.id", "azurerm_route_table.other"), "other"),
        (("azurerm_route_table.other.id", "azurerm_route_table.other", "var.which"), "other"),
        (("azurerm_route_table.other.id", 'azurerm_route_table.this["a"].id'), ("a", "other")),
        (("azurerm_route_table.other.name", "azurerm_route_table.other"), ("other",)),
        (("local.table",), ()),
        (("azurerm_route_table.other.id", "local.table"), ()),
        (("azurerm_route_table.nowhere.id",), ()),
        (("each.value",), ("a", "b")),
        (("module.none.id",), ()),
        ((), ()),
    ],
)
def test_references(references: tuple[str, ...], expected: str | tuple[str, ...]) -> None:
    """A text is the one table that it is; a tuple those that it may be, empty if that cannot be seen."""
    tables = {
        "a": 'azurerm_route_table.this["a"]',
        "b": 'azurerm_route_table.this["b"]',
        "other": "azurerm_route_table.other",
    }
    tie = "azurerm_subnet_route_table_association.x"
    document = plan(
        [
            subnet(),
            *(resource(address, {**IN_GROUP, "name": name, "route": []}) for name, address in tables.items()),
            resource(tie, {"subnet_id": S}),
        ],
        [change(tie, {"route_table_id": True})],
        {
            "resources": [
                configured("azurerm_route_table.this"),
                {
                    **configured(tie, route_table_id=references),
                    "for_each_expression": {"references": ["azurerm_route_table.this"]},
                },
            ]
        },
    )
    told = by_id(read(document))[S]["properties"]["routeTable"]["id"]
    if isinstance(expected, str):
        assert told == f"{TABLES}/{expected}"
    else:
        assert told.reason == f"{tie} route_table_id is known after apply"
        assert sorted(told.candidates) == [f"{TABLES}/{name}".lower() for name in expected]


def test_ways_through_modules() -> None:
    """A module's variable is what the call gives, its output what its expression refers to."""
    spoke = {
        "resources": [
            configured(
                "azurerm_subnet_route_table_association.t",
                route_table_id=("var.table",),
                subnet_id=("azurerm_subnet.s.id",),
            )
        ],
        "variables": {"table": {}},
    }
    hub = {
        "resources": [configured("azurerm_route_table.r", name="r")],
        "outputs": {"table_id": {"expression": {"references": ["azurerm_route_table.r.id", "azurerm_route_table.r"]}}},
    }
    calls = {
        "hub": {"module": hub},
        "spoke": {"module": spoke, "expressions": {"table": {"references": ["module.hub.table_id", "module.hub"]}}},
    }
    tie = "module.spoke.azurerm_subnet_route_table_association.t"
    document = {
        **plan([], [change(tie, {"route_table_id": True, "subnet_id": True})], {"module_calls": calls}),
        "planned_values": tree(
            modules=(
                {"resources": [resource("module.hub.azurerm_route_table.r", {**IN_GROUP, "name": "r", "route": []})]},
                {"resources": [subnet("s", "module.spoke.azurerm_subnet.s"), resource(tie, {})]},
            )
        ),
    }
    assert by_id(read(document))[S]["properties"]["routeTable"] == {"id": f"{TABLES}/r"}
    calls["hub"]["count_expression"] = {"constant_value": 2}
    told = by_id(read(document))[S]["properties"]["routeTable"]["id"]
    assert told == Unknown(f"{tie} route_table_id is known after apply")


def test_names_that_are_not_known_have_stand_ins() -> None:
    document = plan(
        [
            resource("azurerm_virtual_network.v", {"address_space": []}),
            resource("azurerm_subnet.s", {"name": "s", **IN_GROUP}),
        ],
        [
            change("azurerm_virtual_network.v", {"name": True, "resource_group_name": True, "subnet": True}),
            change("azurerm_subnet.s", {"virtual_network_name": True, "address_prefixes": [True, False]}),
        ],
        {
            "resources": [
                configured("azurerm_virtual_network.v", name=("random_pet.p.id",)),
                configured("azurerm_subnet.s", virtual_network_name=("azurerm_virtual_network.v.name",)),
            ]
        },
    )
    declared = read(document, subscription="")
    vnet, subnet_document = declared.documents
    assert vnet["id"].startswith("/subscriptions/{subscription}/resourceGroups/{azurerm_virtual_network.v ")
    assert vnet["id"].endswith("/virtualNetworks/{azurerm_virtual_network.v}")
    assert vnet["name"] == Unknown("azurerm_virtual_network.v name is known after apply")
    assert subnet_document["id"] == f"{vnet['id']}/subnets/s"
    prefixes = subnet_document["properties"]["addressPrefixes"]
    assert prefixes == [Unknown("azurerm_subnet.s address_prefixes[0] is known after apply"), None]


@pytest.mark.parametrize("given", [{"constant_value": "s-9"}, {"references": ["var.hub_subscription"]}])
def test_the_subscription_of_a_provider(given: dict[str, Any]) -> None:
    document = plan(
        [network(subnet=[])],
        [],
        {"resources": [{**configured("azurerm_virtual_network.v"), "provider_config_key": "azurerm.hub"}]},
        variables={"hub_subscription": {"value": "s-9"}},
    )
    document["configuration"]["provider_config"] = {"azurerm.hub": {"expressions": {"subscription_id": given}}}
    (vnet,) = read(document).documents
    assert vnet["id"].startswith("/subscriptions/s-9/")


def test_what_exists_lends_its_id() -> None:
    there = network(id=V.replace("00000000-0000-0000-0000-000000000001", "s-7"), subnet=[])
    document = plan([there, subnet()], [change("azurerm_subnet.s", NEW)])
    assert [item["id"] for item in read(document).documents] == [
        there["values"]["id"],
        f"{there['values']['id']}/subnets/s",
    ]


def test_what_is_replaced_keeps_its_id() -> None:
    before = {
        "id": S.replace("00000000-0000-0000-0000-000000000001", "s-7"),
        "name": "s",
        "virtual_network_name": "v",
        **IN_GROUP,
    }
    document = plan([subnet()], [change("azurerm_subnet.s", NEW, ("delete", "create"), before=before)])
    assert [item["id"] for item in read(document).documents] == [before["id"]]
    renamed = plan([subnet()], [change("azurerm_subnet.s", NEW, ("delete", "create"), before={**before, "name": "t"})])
    assert [item["id"] for item in read(renamed).documents] == [S]


def test_what_is_taken_away_is_not_there_any_more() -> None:
    """The group's own attribute still tells the rule as it was."""
    rule = {"name": "in", "access": "Deny", "direction": "Inbound", "priority": 100, "protocol": "*"}
    there = group()
    there["values"] |= {"id": f"{GROUPS}/n", "security_rule": [rule, {**rule, "name": "stays"}]}
    gone = change("azurerm_network_security_rule.in", {}, ("delete",), before={"id": f"{GROUPS}/n/securityRules/in"})
    (document,) = read(plan([there], [gone])).documents
    assert [item["name"] for item in document["properties"]["securityRules"]] == ["stays"]


def test_data_of_the_prior_state_is_context() -> None:
    looked_up = resource(
        "data.azurerm_virtual_network.hub", {"id": V, "name": "v", "address_space": ["10.0.0.0/16"]}, "data"
    )
    managed = resource("azurerm_route_table.gone", {**IN_GROUP, "name": "gone", "route": []})
    document = plan([subnet()], [], prior_state={"values": tree(looked_up, managed)})
    assert sorted(by_id(read(document))) == [V, S]


def test_sensitive_after_apply_is_sealed() -> None:
    document = plan([subnet()], [change("azurerm_subnet.s", {}, after_sensitive={"address_prefixes": True})])
    assert by_id(read(document))[S]["properties"] == {"addressPrefixes": SECRET}


def test_an_azapi_body_that_is_not_known() -> None:
    values = {
        "type": "Microsoft.Network/routeTables@2024-05-01",
        "name": "t",
        "parent_id": GROUP,
        "body": {"properties": {}},
    }
    unknown = {"id": True, "body": {"properties": {"disableBgpRoutePropagation": True}}}
    (document,) = read(plan([resource("azapi_resource.t", values)], [change("azapi_resource.t", unknown)])).documents
    told = Unknown("azapi_resource.t body.properties.disableBgpRoutePropagation is known after apply")
    assert document["properties"] == {"disableBgpRoutePropagation": told}


def test_a_firewall_address_that_a_route_will_have() -> None:
    document = plan(
        [
            resource(
                "azurerm_route.r",
                {
                    **IN_GROUP,
                    "name": "r",
                    "route_table_name": "t",
                    "address_prefix": "0.0.0.0/0",
                    "next_hop_type": "VirtualAppliance",
                },
            ),
            resource("azurerm_firewall.w", {**IN_GROUP, "name": "w", "ip_configuration": []}),
        ],
        [change("azurerm_route.r", {"next_hop_in_ip_address": True})],
        {
            "resources": [
                configured("azurerm_firewall.w"),
                configured(
                    "azurerm_route.r",
                    next_hop_in_ip_address=("azurerm_firewall.w.ip_configuration[0].private_ip_address",),
                ),
            ]
        },
    )
    told = by_id(read(document))[f"{TABLES}/t/routes/r"]["properties"]["nextHopIpAddress"]
    assert told == Unknown(
        "azurerm_route.r next_hop_in_ip_address is known after apply", (f"{BASE}/azureFirewalls/w".lower(),)
    )


def test_references_of_blocks() -> None:
    document = plan(
        [
            resource("azurerm_network_interface.i", {**IN_GROUP, "name": "i", "ip_configuration": [{"name": "ip"}]}),
            subnet(),
        ],
        [
            change(
                "azurerm_network_interface.i", {"ip_configuration": [{"subnet_id": True, "private_ip_address": True}]}
            )
        ],
        {
            "resources": [
                configured("azurerm_subnet.s"),
                configured(
                    "azurerm_network_interface.i",
                    ip_configuration=[{"subnet_id": {"references": ["azurerm_subnet.s.id", "azurerm_subnet.s"]}}],
                ),
            ]
        },
    )
    (configuration,) = by_id(read(document))[f"{BASE}/networkInterfaces/i"]["properties"]["ipConfigurations"]
    assert configuration["properties"] == {
        "subnet": {"id": S},
        "privateIPAddress": Unknown(
            "azurerm_network_interface.i ip_configuration[0].private_ip_address is known after apply"
        ),
    }


def test_plans_that_are_not_whole_say_so() -> None:
    deferred = {"resource_change": {"type": "azurerm_route", "address": "azurerm_route.later"}}
    declared = read(plan([], [], errored=True, deferred_changes=[deferred]))
    assert declared.unread == (Unread("azurerm_route", "azurerm_route.later"),)
    assert "t.json: the plan is not complete; make it again without errors and without -target" in declared.notes


def test_an_empty_state_says_so() -> None:
    assert read(state()).notes == ("t.json is Terraform's, and it holds no resource that was read",)
