"""States and what ties their resources together: associations, parts, modules, data sources, azapi, sealed values."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.network.readers_terraform.forms import BASE, GROUP, IN_GROUP, NET, by_id, read, resource, state, tree

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.readers.templates.result import SECRET, Unread
from hubspoke_network.readers.terraform.read import is_terraform
from hubspoke_network.readers.terraform.table import LINKS, PARTS

V, S = f"{BASE}/virtualNetworks/v", f"{BASE}/virtualNetworks/v/subnets/s"
NIC, NAT, LB = f"{BASE}/networkInterfaces/i", f"{BASE}/natGateways/g", f"{BASE}/loadBalancers/l"
MEMBER = f"{BASE}/things/t"


def subnet(name: str = "s", address: str = "azurerm_subnet.s", **others: Any) -> dict[str, Any]:
    values = {"name": name, "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/24"], **IN_GROUP, **others}
    return resource(address, values)


def nic(*names: str) -> dict[str, Any]:
    entries = [{"name": name, "subnet_id": S} for name in names]
    return resource("azurerm_network_interface.i", {**IN_GROUP, "name": "i", "ip_configuration": entries})


def balancer() -> dict[str, Any]:
    return resource(
        "azurerm_lb.l", {**IN_GROUP, "name": "l", "sku": "Standard", "frontend_ip_configuration": [{"name": "f"}]}
    )


HOLDERS = {
    "subnet_id": (S, subnet()),
    "network_interface_id": (NIC, nic("a", "b")),
    "nat_gateway_id": (NAT, resource("azurerm_nat_gateway.g", {**IN_GROUP, "name": "g"})),
}


@pytest.mark.parametrize("kind", LINKS)
def test_associations(kind: str) -> None:
    link = LINKS[kind]
    identity, holder = HOLDERS[link.holder]
    values = {link.holder: identity, link.member: MEMBER, **({link.entry: "b"} if link.entry else {})}
    declared = read(state(holder, resource(f"{kind}.x", values)))
    properties = by_id(declared)[identity]["properties"]
    written: list[Mapping[str, Any]] = [properties]
    if link.entry or link.every:
        written = [entry["properties"] for entry in properties["ipConfigurations"]]
    reference: Any = [{"id": MEMBER}] if link.many else {"id": MEMBER}
    expected = [None, reference] if link.entry else [reference] * len(written)
    assert [item.get(link.path) for item in written] == expected
    assert declared.unread == ()


@pytest.mark.parametrize("kind", [*LINKS, *PARTS])
def test_a_tie_to_what_is_not_here_is_named(kind: str) -> None:
    holders = ("subnet_id", "network_interface_id", "nat_gateway_id", "loadbalancer_id")
    values = dict.fromkeys(holders, f"{BASE}/elsewhere/x")
    declared = read(state(resource(f"{kind}.x", {**values, "id": S})))
    assert declared.unread == (Unread(kind, f"{kind}.x", S),)
    assert f"{kind} was not read: {kind}.x" in declared.notes


PART_CASES: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "azurerm_lb_rule",
        {
            "protocol": "Tcp",
            "frontend_port": 80,
            "backend_port": 8080,
            "frontend_ip_configuration_name": "f",
            "backend_address_pool_ids": [f"{LB}/backendAddressPools/b"],
            "probe_id": f"{LB}/probes/p",
            "floating_ip_enabled": False,
            "disable_outbound_snat": True,
        },
        "loadBalancingRules",
        {
            "protocol": "Tcp",
            "frontendPort": 80,
            "backendPort": 8080,
            "enableFloatingIP": False,
            "frontendIPConfiguration": {"id": f"{LB}/frontendIPConfigurations/f"},
            "backendAddressPools": [{"id": f"{LB}/backendAddressPools/b"}],
            "probe": {"id": f"{LB}/probes/p"},
            "disableOutboundSnat": True,
        },
    ),
    (
        "azurerm_lb_probe",
        {"protocol": "Http", "port": 80, "request_path": "/"},
        "probes",
        {"protocol": "Http", "port": 80, "requestPath": "/"},
    ),
    (
        "azurerm_lb_nat_rule",
        {
            "protocol": "Tcp",
            "frontend_port": 2222,
            "backend_port": 22,
            "enable_floating_ip": False,
            "frontend_ip_configuration_id": f"{LB}/frontendIPConfigurations/f",
            "backend_address_pool_id": "",
        },
        "inboundNatRules",
        {
            "protocol": "Tcp",
            "frontendPort": 2222,
            "backendPort": 22,
            "enableFloatingIP": False,
            "frontendIPConfiguration": {"id": f"{LB}/frontendIPConfigurations/f"},
        },
    ),
    (
        "azurerm_lb_nat_pool",
        {"protocol": "Tcp", "frontend_port_start": 50000, "frontend_port_end": 50100, "backend_port": 22},
        "inboundNatPools",
        {"protocol": "Tcp", "backendPort": 22, "frontendPortRangeStart": 50000, "frontendPortRangeEnd": 50100},
    ),
    (
        "azurerm_lb_outbound_rule",
        {
            "protocol": "All",
            "allocated_outbound_ports": 1024,
            "backend_address_pool_id": f"{LB}/backendAddressPools/b",
            "frontend_ip_configuration": [{"name": "f", "id": f"{LB}/frontendIPConfigurations/f"}],
        },
        "outboundRules",
        {
            "protocol": "All",
            "allocatedOutboundPorts": 1024,
            "backendAddressPool": {"id": f"{LB}/backendAddressPools/b"},
            "frontendIPConfigurations": [{"id": f"{LB}/frontendIPConfigurations/f"}],
        },
    ),
]


def test_every_part_is_tried() -> None:
    assert [case[0] for case in PART_CASES] == list(PARTS)


@pytest.mark.parametrize(("kind", "values", "path", "properties"), PART_CASES)
def test_parts_of_load_balancers(kind: str, values: dict[str, Any], path: str, properties: dict[str, Any]) -> None:
    declared = read(state(balancer(), resource(f"{kind}.x", {"name": "x", "loadbalancer_id": LB, **values})))
    assert by_id(declared)[LB]["properties"][path] == [{"name": "x", "id": f"{LB}/{path}/x", "properties": properties}]


def test_pools_stand_in_their_balancer_too() -> None:
    pool = resource("azurerm_lb_backend_address_pool.b", {"name": "b", "loadbalancer_id": LB})
    found = by_id(read(state(balancer(), pool)))
    identity = f"{LB}/backendAddressPools/b"
    assert found[LB]["properties"]["backendAddressPools"] == [{"name": "b", "id": identity, "properties": {}}]
    assert found[identity]["properties"] == {}


def test_name_servers_of_their_own() -> None:
    network = resource("azurerm_virtual_network.v", {**IN_GROUP, "name": "v", "address_space": [], "subnet": []})
    servers = resource("azurerm_virtual_network_dns_servers.d", {"virtual_network_id": V, "dns_servers": ["10.0.0.4"]})
    assert by_id(read(state(network, servers)))[V]["properties"]["dhcpOptions"] == {"dnsServers": ["10.0.0.4"]}


def test_a_subnet_inside_its_network_and_beside_it_is_one() -> None:
    group = f"{BASE}/networkSecurityGroups/n"
    inline = {"id": S, "name": "s", "address_prefixes": ["10.0.0.0/24"], "security_group": group}
    network = resource("azurerm_virtual_network.v", {**IN_GROUP, "name": "v", "address_space": [], "subnet": [inline]})
    tie = resource(
        "azurerm_subnet_network_security_group_association.a", {"subnet_id": S, "network_security_group_id": group}
    )
    found = by_id(read(state(network, subnet(), tie)))
    assert found[S]["properties"] == {"addressPrefixes": ["10.0.0.0/24"], "networkSecurityGroup": {"id": group}}
    assert found[V]["properties"]["subnets"] == [{"id": S, "name": "s", "properties": found[S]["properties"]}]
    alone = by_id(read(state(network, subnet())))
    told = f"{V} tells a networkSecurityGroup of s, and no association says so"
    assert alone[S]["properties"]["networkSecurityGroup"] == {"id": Unknown(told)}


def test_modules_counts_and_keys() -> None:
    inner = {
        "address": 'module.hub["eu"].module.net',
        "resources": [subnet("a", 'module.hub["eu"].module.net.azurerm_subnet.s[0]')],
    }
    outer = {
        "address": 'module.hub["eu"]',
        "resources": [subnet("b", 'module.hub["eu"].azurerm_subnet.s["x.y"]')],
        "child_modules": [inner],
    }
    document = {**state(), "values": tree(subnet("c", "azurerm_subnet.s"), modules=(outer,))}
    assert sorted(item["name"] for item in read(document).documents) == ["a", "b", "c"]


def test_data_sources_tell_what_they_tell() -> None:
    network = {"id": V, "name": "v", "location": "westeurope", "address_space": ["10.0.0.0/16"], "dns_servers": []}
    values = {"id": S, "name": "s", "address_prefixes": ["10.0.0.0/24"], "network_security_group_id": MEMBER}
    found = by_id(
        read(
            state(
                resource("data.azurerm_virtual_network.v", {**network, "subnets": ["s"]}, "data"),
                resource("data.azurerm_subnet.s", values, "data"),
                resource("data.azurerm_client_config.c", {"tenant_id": "t"}, "data"),
            )
        )
    )
    assert found[V]["properties"]["addressSpace"] == {"addressPrefixes": ["10.0.0.0/16"]}
    assert found[V]["properties"]["dhcpOptions"] == {"dnsServers": []}
    for key in ("subnets", "virtualNetworkPeerings", "ddosProtectionPlan"):
        expected = Unknown(f"data.azurerm_virtual_network.v does not tell {key}")
        assert found[V]["properties"].get(key, expected) == expected
    assert found[S]["properties"]["networkSecurityGroup"] == {"id": MEMBER}
    assert found[S]["properties"]["routeTable"] == Unknown("data.azurerm_subnet.s does not tell routeTable")
    assert found[S]["properties"]["natGateway"] == Unknown("data.azurerm_subnet.s does not tell natGateway")


def test_what_is_managed_counts_before_what_is_looked_up() -> None:
    looked_up = resource("data.azurerm_subnet.s", {"id": S, "name": "s"}, "data")
    (document,) = read(state(looked_up, subnet(id=S))).documents
    assert document["properties"] == {"addressPrefixes": ["10.0.0.0/24"]}


BODY = {"properties": {"subnets": [{"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}]}, "zones": ["1"]}


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        '{"properties": {"subnets": [{"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}]}, "zones": ["1"]}',
    ],
)
def test_azapi_writes_arm(body: object) -> None:
    values = {
        "type": f"{NET}/virtualnetworks@2024-05-01",
        "name": "v",
        "parent_id": GROUP,
        "location": "westeurope",
        "body": body,
    }
    (document,) = read(state(resource("azapi_resource.v", values))).documents
    assert document == {
        "id": V,
        "type": f"{NET}/virtualNetworks",
        "name": "v",
        "location": "westeurope",
        "zones": ["1"],
        "properties": {"subnets": [{"name": "s", "id": S, "properties": {"addressPrefix": "10.0.0.0/24"}}]},
    }


@pytest.mark.parametrize(
    ("values", "identity", "properties"),
    [
        ({"type": f"{NET}/virtualNetworks/subnets@2024-05-01", "parent_id": V, "name": "s", "body": {}}, S, {}),
        (
            {"type": "Microsoft.Authorization/locks@2020-05-01", "parent_id": V, "name": "l", "body": None},
            f"{V}/providers/Microsoft.Authorization/locks/l",
            {},
        ),
        (
            {"type": f"{NET}/connections@2024-05-01", "parent_id": GROUP, "name": "c", "body": "{no json"},
            f"{BASE}/connections/c",
            Unknown("the body of azapi_resource.x is no JSON"),
        ),
        (
            {
                "type": f"{NET}/connections@2024-05-01",
                "parent_id": GROUP,
                "name": "c",
                "body": {"properties": {"sharedKey": "hunter2"}},
            },
            f"{BASE}/connections/c",
            {"sharedKey": SECRET},
        ),
    ],
)
def test_azapi_forms(values: dict[str, Any], identity: str, properties: object) -> None:
    (document,) = read(state(resource("azapi_resource.x", values), subnet("other"))).documents[:1]
    assert (document["id"], document["properties"]) == (identity, properties)


def test_azapi_of_which_the_place_is_not_known_is_named() -> None:
    values = {"type": f"{NET}/virtualNetworks@2024-05-01", "name": "v", "body": {}}
    declared = read(state(resource("azapi_resource.v", values)))
    assert declared.documents == ()
    assert declared.unread == (Unread("azapi_resource", "azapi_resource.v"),)


def test_other_types_are_named() -> None:
    kind = "azurerm_linux_virtual_machine"
    machine = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/m"
    declared = read(
        state(
            resource('azurerm_linux_virtual_machine.m["a"]', {"id": machine}),
            resource("azurerm_linux_virtual_machine.n", {}),
            resource("random_id.r", {"id": "x"}),
        )
    )
    assert declared.unread == (
        Unread("azurerm_linux_virtual_machine", 'azurerm_linux_virtual_machine.m["a"]', machine),
        Unread("azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine.n"),
    )
    assert declared.notes == (
        f'{kind} was not read: {kind}.m["a"], {kind}.n',
        "resources of other providers are not Azure's: random_id",
        "t.json is Terraform's, and it holds no resource that was read",
    )


def test_notes_of_what_terraform_does_not_tell() -> None:
    peering = {**IN_GROUP, "name": "p", "virtual_network_name": "v", "remote_virtual_network_id": V}
    declared = read(state(resource("azurerm_virtual_network_peering.p", peering), subnet()))
    assert declared.notes == (
        f"Terraform does not tell the state of a peering: {V}/virtualNetworkPeerings/p",
        f"no security group is tied to these subnets here, which another state may do: {S}",
    )
    assert "peeringState" not in by_id(declared)[f"{V}/virtualNetworkPeerings/p"]["properties"]


def test_what_is_sensitive_is_sealed() -> None:
    item = subnet(address_prefixes=["198.51.100.0/24"])
    item["sensitive_values"] = {"address_prefixes": [True]}
    declared = read(state(item))
    assert by_id(declared)[S]["properties"]["addressPrefixes"] == [SECRET]
    assert "198.51.100" not in repr(declared)


def test_a_sensitive_name_is_not_shown_by_its_id() -> None:
    item = subnet("hunter2", id=f"{V}/subnets/hunter2")
    item["sensitive_values"] = {"name": True}
    declared = read(state(item))
    (document,) = declared.documents
    assert document["id"] == f"{V}/subnets/{{azurerm_subnet.s}}"
    assert document["name"] == SECRET
    assert "hunter2" not in repr(declared)


def test_a_raw_state_file() -> None:
    document = {
        "version": 4,
        "terraform_version": "1.9.8",
        "serial": 3,
        "lineage": "x",
        "resources": [
            {
                "module": "module.hub",
                "mode": "managed",
                "type": "azurerm_virtual_network_gateway_connection",
                "name": "c",
                "provider": 'provider["registry.terraform.io/hashicorp/azurerm"]',
                "instances": [
                    {
                        "index_key": "a",
                        "attributes": {
                            "id": f"{BASE}/connections/c",
                            "name": "c",
                            "type": "IPsec",
                            "location": "198.51.100.1",
                            "shared_key": "hunter2",
                        },
                        "sensitive_attributes": [[{"type": "get_attr", "value": "location"}]],
                    }
                ],
            },
            {"mode": "data", "type": "azurerm_subnet", "name": "s", "instances": [{"attributes": {"id": S}}]},
            {
                "mode": "managed",
                "type": "azurerm_dns_zone",
                "name": "z",
                "instances": [{"index_key": 0, "attributes": {}}],
            },
        ],
    }
    declared = read(document)
    found = by_id(declared)
    assert found[f"{BASE}/connections/c"] == {
        "id": f"{BASE}/connections/c",
        "type": f"{NET}/connections",
        "name": "c",
        "location": SECRET,
        "properties": {"connectionType": "IPsec", "sharedKey": SECRET},
    }
    assert found[S]["name"] == Unknown("data.azurerm_subnet.s does not tell name")
    assert declared.unread == (Unread("azurerm_dns_zone", "azurerm_dns_zone.z[0]"),)


@pytest.mark.parametrize(
    ("document", "is_one"),
    [
        ({"format_version": "1.0"}, True),
        ({"format_version": "1.0", "terraform_version": "1.9.8"}, True),
        ({"format_version": "1.0", "values": {}}, True),
        ({"format_version": "1.2", "planned_values": {}}, True),
        ({"version": 4, "terraform_version": "1.9.8", "resources": []}, True),
        ({"version": 4, "serial": 1, "lineage": "x"}, True),
        ({"encrypted_data": "x", "encryption_version": "v0"}, True),
        ({"version": 3, "deployment": {}}, False),
        ({"version": "4", "serial": 1}, False),
        ({"format_version": "1.0", "other": 1}, False),
        ({"value": []}, False),
        ([], False),
        (None, False),
    ],
)
def test_what_is_terraforms(document: object, is_one: bool) -> None:
    assert is_terraform(document) is is_one
