"""One network, told by a template, an export, a state, a state file, a plan and azapi: the documents are the same."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.network.readers_terraform.forms import (
    BASE,
    GROUP,
    IN_GROUP,
    NET,
    SUBSCRIPTION,
    change,
    configured,
    plan,
    read,
    resource,
    state,
)

from hubspoke_network.readers.templates.read import read_template
from hubspoke_network.readers.templates.result import Declared

NSG, TABLE, V = f"{BASE}/networkSecurityGroups/n", f"{BASE}/routeTables/t", f"{BASE}/virtualNetworks/v"
RULE = {
    "priority": 100,
    "direction": "Inbound",
    "access": "Allow",
    "protocol": "Tcp",
    "sourcePortRange": "*",
    "destinationPortRange": "22",
    "sourceAddressPrefix": "10.0.0.0/8",
    "destinationAddressPrefix": "*",
}
ROUTE = {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}
SUBNET = {
    "addressPrefixes": ["10.1.0.0/24"],
    "networkSecurityGroup": {"id": NSG},
    "routeTable": {"id": TABLE},
    "defaultOutboundAccess": False,
}
PROPERTIES: dict[str, dict[str, Any]] = {
    NSG: {"securityRules": [{"name": "ssh", "id": f"{NSG}/securityRules/ssh", "properties": RULE}]},
    TABLE: {
        "disableBgpRoutePropagation": True,
        "routes": [{"name": "all", "id": f"{TABLE}/routes/all", "properties": ROUTE}],
    },
    V: {
        "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
        "subnets": [{"name": "s", "id": f"{V}/subnets/s", "properties": SUBNET}],
    },
}
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def kind_of(identity: str) -> tuple[str, str]:
    segment, name = identity.split("/")[-2:]
    return f"{NET}/{segment}", name


def template() -> Declared:
    resources = [
        {"type": kind_of(key)[0], "name": kind_of(key)[1], "properties": item} for key, item in PROPERTIES.items()
    ]
    document = {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": resources}
    return read_template(document, subscription=SUBSCRIPTION, resource_group="rg-net")


def export() -> Declared:
    """Names by parameter, ids by function, the subnet a resource of its own too."""
    subnet = {
        **SUBNET,
        "networkSecurityGroup": {"id": f"[resourceId('{NET}/networkSecurityGroups', parameters('nsg'))]"},
        "routeTable": {"id": f"[resourceId('{NET}/routeTables', 't')]"},
    }
    network = {**PROPERTIES[V], "subnets": [{"name": "s", "properties": subnet}]}
    document = {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {"nsg": {"type": "string", "defaultValue": "n"}, "vnet": {"type": "string"}},
        "resources": [
            {
                "type": f"{NET}/virtualNetworks/subnets",
                "name": "[concat(parameters('vnet'), '/s')]",
                "properties": subnet,
            },
            {"type": f"{NET}/virtualNetworks", "name": "[parameters('vnet')]", "properties": network},
            {"type": f"{NET}/networkSecurityGroups", "name": "[parameters('nsg')]", "properties": PROPERTIES[NSG]},
            {"type": f"{NET}/routeTables", "name": "t", "properties": PROPERTIES[TABLE]},
        ],
    }
    values = {"parameters": {"vnet": {"value": "v"}}}
    return read_template(document, [values], subscription=SUBSCRIPTION, resource_group="rg-net")


RULE_VALUES = {
    "name": "ssh",
    "priority": 100,
    "direction": "Inbound",
    "access": "Allow",
    "protocol": "Tcp",
    "source_port_range": "*",
    "destination_port_range": "22",
    "source_address_prefix": "10.0.0.0/8",
    "destination_address_prefix": "*",
}
ROUTE_VALUES = {
    "name": "all",
    "address_prefix": "0.0.0.0/0",
    "next_hop_type": "VirtualAppliance",
    "next_hop_in_ip_address": "10.0.0.4",
}
SUBNET_VALUES = {
    **IN_GROUP,
    "name": "s",
    "virtual_network_name": "v",
    "address_prefixes": ["10.1.0.0/24"],
    "default_outbound_access_enabled": False,
}
VALUES: dict[str, dict[str, Any]] = {
    "azurerm_virtual_network.v": {
        **IN_GROUP,
        "name": "v",
        "address_space": ["10.1.0.0/16"],
        "subnet": [{"id": f"{V}/subnets/s", "name": "s", "address_prefixes": ["10.1.0.0/24"]}],
    },
    "azurerm_subnet.s": SUBNET_VALUES,
    "azurerm_network_security_group.n": {**IN_GROUP, "name": "n", "security_rule": [RULE_VALUES]},
    "azurerm_route_table.t": {
        **IN_GROUP,
        "name": "t",
        "bgp_route_propagation_enabled": False,
        "route": [ROUTE_VALUES],
    },
    "azurerm_subnet_network_security_group_association.n": {
        "subnet_id": f"{V}/subnets/s",
        "network_security_group_id": NSG,
    },
    "azurerm_subnet_route_table_association.t": {"subnet_id": f"{V}/subnets/s", "route_table_id": TABLE},
}


def terraform_state() -> Declared:
    return read(state(*(resource(address, values) for address, values in VALUES.items())))


def terraform_file() -> Declared:
    resources = [
        {
            "mode": "managed",
            "type": address.split(".")[0],
            "name": address.split(".")[1],
            "instances": [{"attributes": values}],
        }
        for address, values in VALUES.items()
    ]
    return read({"version": 4, "serial": 1, "lineage": "x", "resources": resources})


def terraform_plan() -> Declared:
    """Before anything exists: no ids, references by configuration, rules and routes as resources of their own."""
    made = {address: {**values} for address, values in VALUES.items()}
    del made["azurerm_virtual_network.v"]["subnet"]
    del made["azurerm_network_security_group.n"]["security_rule"]
    del made["azurerm_route_table.t"]["route"]
    made["azurerm_subnet_network_security_group_association.n"] = {}
    made["azurerm_subnet_route_table_association.t"] = {}
    made["azurerm_network_security_rule.r"] = {**IN_GROUP, "network_security_group_name": "n", **RULE_VALUES}
    made["azurerm_route.r"] = {**IN_GROUP, "route_table_name": "t", **ROUTE_VALUES}
    unknown = {
        "azurerm_virtual_network.v": {"id": True, "subnet": True},
        "azurerm_network_security_group.n": {"id": True, "security_rule": True},
        "azurerm_route_table.t": {"id": True, "route": True, "subnets": True},
        "azurerm_subnet_network_security_group_association.n": {"subnet_id": True, "network_security_group_id": True},
        "azurerm_subnet_route_table_association.t": {"subnet_id": True, "route_table_id": True},
    }
    references = {
        "azurerm_subnet_network_security_group_association.n": {
            "subnet_id": ("azurerm_subnet.s.id",),
            "network_security_group_id": ("azurerm_network_security_group.n.id",),
        },
        "azurerm_subnet_route_table_association.t": {
            "subnet_id": ("azurerm_subnet.s.id",),
            "route_table_id": ("azurerm_route_table.t.id",),
        },
    }
    return read(
        plan(
            [resource(address, values) for address, values in made.items()],
            [change(address, marks) for address, marks in unknown.items()],
            {"resources": [configured(address, **references.get(address, {})) for address in made]},
        )
    )


def azapi() -> Declared:
    return read(
        state(
            *(
                resource(
                    f"azapi_resource.x{i}",
                    {
                        "type": f"{kind_of(key)[0]}@2024-05-01",
                        "name": kind_of(key)[1],
                        "parent_id": GROUP,
                        "body": {"properties": item},
                    },
                )
                for i, (key, item) in enumerate(PROPERTIES.items())
            )
        )
    )


def told(declared: Declared) -> dict[str, Any]:
    """Every resource by id, whether it is written in its parent or on its own; lists of children by their names."""
    found: dict[str, Any] = {}
    for document in declared.documents:
        properties = dict(document["properties"])
        for key in ("securityRules", "routes", "subnets"):
            children = properties.pop(key, [])
            for child in children if isinstance(children, list) else ():
                if isinstance(child, Mapping) and "properties" in child:
                    assert found.setdefault(child["id"], child["properties"]) == child["properties"]
        assert found.setdefault(document["id"], properties) == properties
    return found


@pytest.mark.parametrize("way", [template, export, terraform_state, terraform_file, terraform_plan, azapi])
def test_the_documents_are_the_same(way: Any) -> None:
    declared = way()
    assert told(declared) == {
        NSG: {},
        f"{NSG}/securityRules/ssh": RULE,
        TABLE: {"disableBgpRoutePropagation": True},
        f"{TABLE}/routes/all": ROUTE,
        V: {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}},
        f"{V}/subnets/s": SUBNET,
    }
    assert declared.unread == ()
    assert declared.doubtful == ()
