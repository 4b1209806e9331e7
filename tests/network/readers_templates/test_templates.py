"""Whole templates into whole documents. The forms are those of azure-docs azure-resource-manager/templates (syntax,
copy-resources, copy-properties, conditional-resource-deployment, child-resource-name-type, linked-templates,
parameter-files, export-template-portal; read November 2026); the networks are our own."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from hubspoke_network.core.unknown import Unknown
from hubspoke_network.readers.templates.read import is_parameters, is_template, read_template
from hubspoke_network.readers.templates.result import SECRET, Declared, Unread
from hubspoke_network.readers.templates.text import strict_json

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
NET = "Microsoft.Network"
GROUP = "/subscriptions/s1/resourceGroups/rg-net"
BASE = f"{GROUP}/providers/{NET}"


def template(resources: object, **others: object) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", **others, "resources": resources}


def resource(kind: str, name: str, properties: object = None, **others: object) -> dict[str, Any]:
    made = {"type": f"{NET}/{kind}", "apiVersion": "2024-05-01", "name": name, **others}
    return made if properties is None else {**made, "properties": properties}


def read(document: object, *parameters: object, **where: str) -> Declared:
    return read_template(
        document, parameters, **{"where": "t.json", "subscription": "s1", "resource_group": "rg-net", **where}
    )


def by_id(declared: Declared) -> dict[str, Mapping[str, Any]]:
    assert len({document["id"].lower() for document in declared.documents}) == len(declared.documents)
    return {document["id"]: document for document in declared.documents}


def rule(name: str, port: str = "22", **others: object) -> dict[str, Any]:
    fields = {"priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp"}
    return {"name": name, "properties": {**fields, "destinationPortRange": port, **others}}


def test_an_exported_group_is_read_with_each_child_once() -> None:
    """Names by parameter, ids by resourceId, a subnet inline and as a resource of its own."""
    nsg = {"id": f"[resourceId('{NET}/networkSecurityGroups', parameters('nsg_name'))]"}
    subnet = {"addressPrefix": "10.1.0.0/24", "networkSecurityGroup": nsg}
    document = template(
        [
            resource(
                "virtualNetworks",
                "[parameters('vnet_name')]",
                {
                    "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
                    "subnets": [
                        {
                            "name": "web",
                            "id": f"[resourceId('{NET}/virtualNetworks/subnets', parameters('vnet_name'), 'web')]",
                            "type": f"{NET}/virtualNetworks/subnets",
                            "properties": subnet,
                        }
                    ],
                },
                location="westeurope",
            ),
            resource("virtualNetworks/subnets", "[concat(parameters('vnet_name'), '/web')]", subnet, dependsOn=["x"]),
            resource("networkSecurityGroups", "[parameters('nsg_name')]", {"securityRules": [rule("ssh")]}),
        ],
        parameters={
            "vnet_name": {"type": "string", "defaultValue": "vnet-a"},
            "nsg_name": {"type": "String", "defaultValue": "nsg-a"},
        },
    )
    meant = {"addressPrefix": "10.1.0.0/24", "networkSecurityGroup": {"id": f"{BASE}/networkSecurityGroups/nsg-a"}}
    web = f"{BASE}/virtualNetworks/vnet-a/subnets/web"
    declared = read({"template": document, "error": None})
    assert declared.documents == (
        {
            "id": f"{BASE}/virtualNetworks/vnet-a",
            "type": f"{NET}/virtualNetworks",
            "name": "vnet-a",
            "location": "westeurope",
            "properties": {
                "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
                "subnets": [
                    {"name": "web", "id": web, "type": f"{NET}/virtualNetworks/subnets", "properties": meant},
                ],
            },
        },
        {"id": web, "type": f"{NET}/virtualNetworks/subnets", "name": "web", "properties": meant},
        {
            "id": f"{BASE}/networkSecurityGroups/nsg-a",
            "type": f"{NET}/networkSecurityGroups",
            "name": "nsg-a",
            "properties": {
                "securityRules": [{**rule("ssh"), "id": f"{BASE}/networkSecurityGroups/nsg-a/securityRules/ssh"}]
            },
        },
    )
    assert declared.unread == ()
    assert declared.doubtful == ()


def test_a_child_of_its_own_wins_over_its_entry_in_the_parent() -> None:
    inline = {"name": "web", "properties": {"addressPrefix": "10.1.0.0/24"}}
    own = {"addressPrefix": "10.1.0.0/24", "natGateway": {"id": f"{BASE}/natGateways/n"}}
    found = by_id(
        read(
            template(
                [
                    resource("virtualNetworks", "v", {"subnets": [inline]}),
                    resource("virtualNetworks/subnets", "v/web", own),
                ]
            )
        )
    )
    assert found[f"{BASE}/virtualNetworks/v"]["properties"]["subnets"][0]["properties"] == own
    assert found[f"{BASE}/virtualNetworks/v/subnets/web"]["properties"] == own


@pytest.mark.parametrize(
    "child",
    [
        {"type": "subnets", "name": "web"},
        {"type": f"{NET}/virtualNetworks/subnets", "name": "v/web"},
    ],
)
def test_children_are_written_inside_or_beside(child: dict[str, str]) -> None:
    child = {**child, "properties": {"addressPrefix": "10.1.0.0/24"}}
    vnet = resource("virtualNetworks", "v", {}, resources=[child])
    assert by_id(read(template([vnet])))[f"{BASE}/virtualNetworks/v/subnets/web"] == {
        "id": f"{BASE}/virtualNetworks/v/subnets/web",
        "type": f"{NET}/virtualNetworks/subnets",
        "name": "web",
        "properties": {"addressPrefix": "10.1.0.0/24"},
    }


def test_symbolic_names_and_what_exists_already() -> None:
    resources = {
        "vnet": resource("virtualNetworks", "v", {}),
        "there": {**resource("routeTables", "t"), "existing": True},
    }
    assert list(by_id(read(template(resources, languageVersion="2.0")))) == [f"{BASE}/virtualNetworks/v"]


def test_loops_over_resources_and_properties() -> None:
    document = template(
        [
            resource(
                "virtualNetworks",
                "[format('v{0}', copyIndex(1))]",
                {
                    "copy": [
                        {
                            "name": "subnets",
                            "count": "[length(parameters('names'))]",
                            "input": {
                                "name": "[parameters('names')[copyIndex('subnets')]]",
                                "properties": {
                                    "addressPrefix": "[cidrSubnet(format('10.{0}.0.0/16', copyIndex()), 24, "
                                    "copyIndex('subnets'))]"
                                },
                            },
                        }
                    ]
                },
                copy={"name": "nets", "count": 2},
            )
        ],
        parameters={"names": {"type": "array"}},
    )
    found = by_id(read(document, {"parameters": {"names": {"value": ["a", "b"]}}}))
    prefixes = [s["properties"]["addressPrefix"] for d in found.values() for s in d["properties"]["subnets"]]
    assert list(found) == [f"{BASE}/virtualNetworks/v1", f"{BASE}/virtualNetworks/v2"]
    assert prefixes == ["10.0.0.0/24", "10.0.1.0/24", "10.1.0.0/24", "10.1.1.0/24"]
    unknown = by_id(read(document))[f"{BASE}/virtualNetworks/v1"]["properties"]["subnets"]
    assert unknown == Unknown("how often subnets is repeated is not known: the parameter 'names' has no value")


def test_a_loop_of_unknown_length_leaves_its_resources_in_doubt() -> None:
    document = template(
        [
            resource("networkSecurityGroups", "n", {"securityRules": [rule("a")]}),
            resource(
                "networkSecurityGroups/securityRules",
                "[format('n/r{0}', copyIndex())]",
                {"access": "Deny"},
                copy={"name": "rules", "count": "[parameters('count')]"},
            ),
        ],
        parameters={"count": {"type": "int"}},
    )
    declared = read(document)
    (group,) = declared.documents
    assert group["properties"]["securityRules"][1:] == [
        Unknown(f"whether {BASE}/networkSecurityGroups/n/securityRules/r0 is deployed is not known")
    ]
    assert [document["properties"] for document in declared.doubtful] == [{"access": "Deny"}]
    assert declared.unread == (
        Unread(
            f"{NET}/networkSecurityGroups/securityRules", "n/r0", f"{BASE}/networkSecurityGroups/n/securityRules/r0"
        ),
    )


@pytest.mark.parametrize(("condition", "there"), [(True, True), (False, False), ("[not(true())]", False)])
def test_conditions_that_are_known(condition: object, there: bool) -> None:
    declared = read(template([resource("virtualNetworks", "v", {}, condition=condition)]))
    assert bool(declared.documents) is there
    assert declared.unread == ()


def test_a_condition_that_is_not_known_keeps_the_resource_out_and_says_so() -> None:
    document = template(
        [resource("virtualNetworks", "v", {}, condition="[parameters('deploy')]")],
        parameters={"deploy": {"type": "bool"}},
    )
    declared = read(document)
    identity = f"{BASE}/virtualNetworks/v"
    assert declared.documents == ()
    assert declared.unread == (Unread(f"{NET}/virtualNetworks", "v", identity),)
    assert [item["id"] for item in declared.doubtful] == [identity]
    why = "whether it is deployed is not known: the parameter 'deploy' has no value"
    assert f"{NET}/virtualNetworks v was not read: {why}" in declared.notes


def test_a_doubtful_twin_makes_unknown_what_it_would_change() -> None:
    inline = {"name": "web", "properties": {"addressPrefix": "10.1.0.0/24"}}
    own = {"addressPrefix": "10.1.0.0/24", "networkSecurityGroup": {"id": f"{BASE}/networkSecurityGroups/n"}}
    document = template(
        [
            resource("virtualNetworks", "v", {"subnets": [inline]}),
            resource("virtualNetworks/subnets", "v/web", own, condition="[parameters('deploy')]"),
        ],
        parameters={"deploy": {"type": "bool"}},
    )
    (vnet,) = read(document).documents
    why = f"whether {BASE}/virtualNetworks/v/subnets/web is deployed is not known"
    assert vnet["properties"]["subnets"][0]["properties"] == {
        "addressPrefix": "10.1.0.0/24",
        "networkSecurityGroup": Unknown(why),
    }


def test_one_resource_declared_twice_is_what_both_say() -> None:
    document = template(
        [
            resource("routeTables", "t", {"disableBgpRoutePropagation": True, "routes": []}),
            resource("routeTables", "T", {"disableBgpRoutePropagation": False, "routes": []}),
        ]
    )
    (table,) = read(document).documents
    assert table["properties"]["routes"] == []
    assert isinstance(table["properties"]["disableBgpRoutePropagation"], Unknown)


def module(name: str, inside: object, **properties: object) -> dict[str, Any]:
    """A module as `az bicep build` writes it."""
    made = {"mode": "Incremental", "template": inside, **properties}
    return {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": name, "properties": made}


INNER = {"expressionEvaluationOptions": {"scope": "inner"}}


def test_modules_are_evaluated_with_their_parameters_and_give_their_outputs() -> None:
    hub = template(
        [resource("virtualNetworks", "[parameters('name')]", {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}})],
        parameters={"name": {"type": "string"}},
        outputs={
            "id": {"type": "string", "value": f"[resourceId('{NET}/virtualNetworks', parameters('name'))]"},
            "key": {"type": "securestring", "value": "hunter2"},
        },
    )
    peering = {
        "remoteVirtualNetwork": {
            "id": "[reference(resourceId('Microsoft.Resources/deployments', 'hub')).outputs.id.value]"
        },
        "note": "[reference(resourceId('Microsoft.Resources/deployments', 'hub')).outputs.key.value]",
    }
    document = template(
        [
            {**module("hub", hub, **INNER, parameters={"name": {"value": "v-hub"}}), "resourceGroup": "rg-hub"},
            resource("virtualNetworks/virtualNetworkPeerings", "spoke/to-hub", peering),
        ]
    )
    declared = read(document)
    hub_id = f"/subscriptions/s1/resourceGroups/rg-hub/providers/{NET}/virtualNetworks/v-hub"
    assert by_id(declared)[hub_id]["properties"]["addressSpace"] == {"addressPrefixes": ["10.0.0.0/16"]}
    peering_id = f"{BASE}/virtualNetworks/spoke/virtualNetworkPeerings/to-hub"
    assert by_id(declared)[peering_id]["properties"] == {"remoteVirtualNetwork": {"id": hub_id}, "note": SECRET}
    assert f"a template does not tell the state of a peering: {peering_id}" in declared.notes
    assert "hunter2" not in repr(declared)


def test_outer_scope_sees_the_parameters_outside() -> None:
    inside = template(
        [resource("virtualNetworks", "[parameters('name')]", {})],
        parameters={"name": {"type": "string", "defaultValue": "inside"}},
    )
    parameters = {"name": {"type": "string", "defaultValue": "outside"}}
    outer = read(template([module("m", inside)], parameters=parameters))
    inner = read(template([module("m", inside, **INNER)], parameters=parameters))
    assert [item["name"] for item in outer.documents] == ["outside"]
    assert [item["name"] for item in inner.documents] == ["inside"]


def test_values_of_one_name_in_two_modules_are_two() -> None:
    inside = template(
        [resource("virtualNetworks", "[parameters('name')]", {})], parameters={"name": {"type": "string"}}
    )
    declared = read(template([module("a", inside, **INNER), module("b", inside, **INNER)]))
    assert [item["id"] for item in declared.documents] == [
        f"{BASE}/virtualNetworks/{{parameters('name') of the deployment a}}",
        f"{BASE}/virtualNetworks/{{parameters('name') of the deployment b}}",
    ]
    assert all(isinstance(item["name"], Unknown) for item in declared.documents)


def test_a_deployment_to_a_subscription() -> None:
    inside = template([resource("virtualNetworks", "v", {}, location="[resourceGroup().location]")])
    document = {
        **template(
            [
                {"type": "Microsoft.Resources/resourceGroups", "name": "rg-hub", "location": "westeurope"},
                {**module("m", inside, **INNER), "resourceGroup": "rg-hub"},
            ]
        ),
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
    }
    group, vnet = read(document).documents
    assert group["id"] == "/subscriptions/s1/resourceGroups/rg-hub"
    assert vnet["id"] == f"/subscriptions/s1/resourceGroups/rg-hub/providers/{NET}/virtualNetworks/v"
    assert isinstance(vnet["location"], Unknown)


def test_linked_templates_are_named() -> None:
    linked = module("net", None, templateLink={"uri": "https://example.org/net.json"})
    declared = read(template([linked]))
    assert declared.unread == (Unread("Microsoft.Resources/deployments", "net"),)
    assert (
        "Microsoft.Resources/deployments net was not read: its template is not inside this one: "
        "https://example.org/net.json; give that template as an input of its own" in declared.notes
    )


def test_without_a_scope_ids_have_braces_and_still_hold_together() -> None:
    document = template(
        [
            resource("routeTables", "[concat(parameters('prefix'), '-rt')]", {}),
            resource(
                "virtualNetworks",
                "v",
                {
                    "subnets": [
                        {
                            "name": "[parameters('prefix')]",
                            "properties": {
                                "addressPrefix": "[parameters('range')]",
                                "routeTable": {
                                    "id": f"[resourceId('{NET}/routeTables', concat(parameters('prefix'), '-rt'))]"
                                },
                            },
                        }
                    ]
                },
            ),
        ],
        parameters={"prefix": {"type": "string"}, "range": {"type": "string"}},
    )
    declared = read(document, subscription="", resource_group="")
    base = f"/subscriptions/{{subscription}}/resourceGroups/{{resourceGroup}}/providers/{NET}"
    table, vnet = declared.documents
    assert table["id"] == f"{base}/routeTables/{{parameters('prefix')}}-rt"
    assert vnet["properties"]["subnets"] == [
        {
            "id": f"{base}/virtualNetworks/v/subnets/{{parameters('prefix')}}",
            "name": Unknown("the parameter 'prefix' has no value"),
            "properties": {
                "addressPrefix": Unknown("the parameter 'range' has no value"),
                "routeTable": {"id": table["id"]},
            },
        }
    ]
    assert "what the parameters prefix, range decide is unknown: give the parameters file with them" in declared.notes


def test_a_name_that_may_hold_its_parent() -> None:
    document = template(
        [resource("virtualNetworks/subnets", "[parameters('name')]", {})], parameters={"name": {"type": "string"}}
    )
    (subnet,) = read(document).documents
    assert subnet["id"].startswith(f"{BASE}/virtualNetworks/{{parameters('name') part 1}}/subnets/")
    assert isinstance(subnet["name"], Unknown)


def test_parameter_files() -> None:
    document = template(
        [
            resource(
                "virtualNetworks", "[parameters('name')]", {"x": "[parameters('secret')]", "y": "[parameters('vault')]"}
            )
        ],
        parameters={
            "name": {"type": "string", "defaultValue": "default"},
            "secret": {"type": "secureString"},
            "vault": {"type": "string"},
        },
    )
    vault = {"keyVault": {"id": "/subscriptions/s1/..."}, "secretName": "s"}
    first = {"parameters": {"NAME": {"value": "first"}, "secret": {"value": "hunter2"}, "vault": {"reference": vault}}}
    declared = read(document, first, {"name": {"value": "[second]"}, "more": {"value": 1}})
    (vnet,) = declared.documents
    assert vnet["name"] == "[second]"
    assert vnet["properties"] == {"x": SECRET, "y": SECRET}
    assert declared.notes == ("the parameters file gives more, which the template does not have",)


def test_secrets_are_sealed_by_name() -> None:
    document = template([resource("connections", "c", {"sharedKey": "hunter2", "authorizationKey": None})])
    (connection,) = read(document).documents
    assert connection["properties"] == {"sharedKey": SECRET, "authorizationKey": None}


def test_what_an_export_left_out_is_named() -> None:
    told = "The schema of resource type 'Microsoft.Network/networkManagers' is not available."
    error = {"code": "ExportTemplateCompletedWithErrors", "message": "see details", "details": [{"message": told}]}
    declared = read({"template": template([]), "error": error})
    assert declared.unread == (Unread(f"{NET}/networkManagers", "(left out of the export)"),)


def test_a_template_without_resources_is_one() -> None:
    declared = read(template([]))
    assert declared.documents == ()
    assert declared.notes == ("t.json is a template, and it declares no resource that was read",)


def test_members_are_taken_in_any_case() -> None:
    """Azure does; a group whose rules are under `Properties` is no group without rules."""
    group = {"Type": f"{NET}/networkSecurityGroups", "NAME": "n", "Properties": {"securityRules": [rule("ssh")]}}
    document = {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "Resources": [group]}
    (found,) = read(document).documents
    assert [item["name"] for item in found["properties"]["securityRules"]] == ["ssh"]


def test_other_scopes() -> None:
    lock = {"level": "CanNotDelete"}
    document = template(
        [
            {
                "type": "Microsoft.Authorization/locks",
                "name": "l",
                "scope": f"{NET}/virtualNetworks/v",
                "properties": lock,
            },
            {
                "type": f"{NET}/virtualNetworks/providers/locks",
                "name": "v/Microsoft.Authorization/m",
                "properties": lock,
            },
            {"type": "Microsoft.Management/managementGroups", "name": "mg", "scope": "/", "properties": {}},
        ]
    )
    declared = read(document)
    on_vnet = f"{BASE}/virtualNetworks/v/providers/Microsoft.Authorization/locks"
    assert [item["id"] for item in declared.documents] == [f"{on_vnet}/l", f"{on_vnet}/m"]
    assert [item.type for item in declared.unread] == ["Microsoft.Management/managementGroups"]


@pytest.mark.parametrize(
    ("document", "is_one"),
    [
        (template([]), True),
        ({"template": template([])}, True),
        ({"properties": {"mainTemplate": template([])}}, True),
        ({"contentVersion": "1.0.0.0", "resources": {}}, True),
        ({"$schema": SCHEMA.replace("Template", "Parameters"), "parameters": {}}, False),
        ({"id": f"{BASE}/virtualNetworks/v", "properties": {}}, False),
        ({"type": "Microsoft.Resources/deployments", "properties": {"outputResources": []}}, False),
        ({"value": []}, False),
        ([], False),
        ("text", False),
        (None, False),
    ],
)
def test_what_is_a_template(document: object, is_one: bool) -> None:
    assert is_template(document) is is_one


@pytest.mark.parametrize(
    ("document", "is_one"),
    [
        ({"$schema": SCHEMA.replace("Template", "Parameters"), "parameters": {}}, True),
        ({"contentVersion": "1.0.0.0", "parameters": {"a": {"value": 1}}}, True),
        (template([], parameters={"a": {"type": "int"}}), False),
        ({"parameters": 1}, False),
        (None, False),
    ],
)
def test_what_is_a_parameters_file(document: object, is_one: bool) -> None:
    assert is_parameters(document) is is_one


def test_comments_and_texts_over_several_lines() -> None:
    text = """// our hub
{ /* v1
 */ "uri": "https://example.org/a", // not this: "https://
  "format": "[format('one
two{0}', '/*x*/')]", "quoted": "a \\" // b" }
/* no end"""
    assert json.loads(strict_json(text)) == {
        "uri": "https://example.org/a",
        "format": "[format('one\ntwo{0}', '/*x*/')]",
        "quoted": 'a " // b',
    }
    assert strict_json(text).count("\n") == text.count("\n") - 1  # one stands in a text now
