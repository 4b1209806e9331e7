from typing import Any

import pytest

from azure_offline.arm.responses import Response
from azure_offline.provider.properties.values import UNKNOWN

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
VNET_ID = f"{NETWORK}/virtualNetworks/hub"
API = "2024-05-01"
VNET = {
    "resourceGroupName": "rg",
    "virtualNetworkName": "hub",
    "location": "westeurope",
    "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
    "azureApiVersion": API,
}
FILTER_ID = f"{NETWORK}/routeFilters/f"
REFUSED = Response(400, {"error": {"code": "X", "message": "Y", "details": [{"code": "dropped"}]}})
FAILED = Response(409, {"error": {"code": "GatewayFailed", "message": "No."}}, accepted=True)
BUSY = Response(409, {"error": {"code": "AnotherOperationInProgress", "message": "Wait."}})


def status(number: int) -> Response:
    return Response(number, {"error": {"code": "Some", "message": "Thing."}})


class TestPreview:
    def test_known_inputs_are_outputs_and_the_rest_is_unknown(self, engine: Any) -> None:
        made, outputs = engine.create("network:VirtualNetwork", {**VNET, "flowTimeoutInMinutes": 4}, preview=True)
        assert made == ""
        known = {key: value for key, value in outputs.items() if value is not UNKNOWN}
        assert known == {
            "location": "westeurope",
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"], "ipamPoolPrefixAllocations": UNKNOWN},
            "flowTimeoutInMinutes": 4,
            "azureApiVersion": API,
        }
        assert {"id", "name", "etag", "provisioningState", "resourceGuid", "subnets", "tags"} <= outputs.keys()
        assert engine.arm.log == []

    def test_items_have_unknown_answers_beside_their_inputs(self, engine: Any) -> None:
        inputs = {"resourceGroupName": "rg", "routeTableName": "t", "routes": [{"name": "r", "nextHopType": "None"}]}
        _, outputs = engine.create("network:RouteTable", inputs, preview=True)
        assert outputs["routes"] == [
            {
                "name": "r",
                "nextHopType": "None",
                "addressPrefix": UNKNOWN,
                "etag": UNKNOWN,
                "hasBgpOverride": UNKNOWN,
                "id": UNKNOWN,
                "nextHopIpAddress": UNKNOWN,
                "provisioningState": UNKNOWN,
                "type": UNKNOWN,
            }
        ]

    def test_values_that_do_not_fit_are_unknown(self, engine: Any) -> None:
        inputs = {**VNET, "location": UNKNOWN, "tags": ["x"], "enableVmProtection": "yes", "subnets": UNKNOWN}
        _, outputs = engine.create("network:VirtualNetwork", inputs, preview=True)
        assert [outputs[key] for key in ("location", "tags", "enableVmProtection", "subnets")] == [UNKNOWN] * 4

    def test_a_chosen_shape_has_its_constant(self, engine: Any) -> None:
        collection = {"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "c"}
        inputs = {"resourceGroupName": "rg", "firewallPolicyName": "p", "ruleCollections": [collection]}
        _, outputs = engine.create("network:FirewallPolicyRuleCollectionGroup", inputs, preview=True)
        assert outputs["ruleCollections"] == [{**collection, "action": UNKNOWN, "priority": UNKNOWN, "rules": UNKNOWN}]

    def test_an_update_keeps_name_and_location(self, engine: Any) -> None:
        state = {"name": "hub", "location": "westeurope", "etag": "old", "id": VNET_ID}
        news = {key: value for key, value in VNET.items() if key != "location"}
        outputs = engine.update("network:VirtualNetwork", VNET_ID, news, state, preview=True)
        assert (outputs["name"], outputs["location"]) == ("hub", "westeurope")
        assert (outputs["etag"], outputs["id"]) == (UNKNOWN, UNKNOWN)


class TestCreate:
    def test_the_steps(self, engine: Any) -> None:
        made, outputs = engine.create("network:VirtualNetwork", VNET)
        assert made == VNET_ID
        assert engine.arm.log == [("GET", VNET_ID), ("PUT", VNET_ID), ("GET", VNET_ID)]
        assert set(engine.arm.versions) == {API}
        assert engine.arm.bodies == [
            {
                "location": "westeurope",
                "properties": {
                    "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
                    "subnets": [],
                    "virtualNetworkPeerings": [],
                },
            }
        ]
        assert outputs == {
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "azureApiVersion": API,
            "etag": 'W/"1"',
            "id": VNET_ID,
            "location": "westeurope",
            "name": "hub",
            "provisioningState": "Succeeded",
            "subnets": [],
            "type": "Microsoft.Network/virtualNetworks",
            "virtualNetworkPeerings": [],
        }

    def test_undeclared_inputs_are_not_sent_and_undeclared_answers_not_kept(self, engine: Any) -> None:
        inputs = {"resourceGroupName": "rg", "routeTableName": "t", "future": 1, "routes": [{"name": "r", "new": 1}]}
        _, outputs = engine.create("network:RouteTable", inputs)
        assert engine.arm.bodies == [{"properties": {"routes": [{"name": "r"}]}}]
        key = f"{NETWORK}/routeTables/t".lower()
        engine.arm.documents[key]["properties"]["later"] = 1
        engine.arm.documents[key]["properties"]["subnets"] = None
        _, again, _ = engine.read("network:RouteTable", f"{NETWORK}/routeTables/t")
        assert again == outputs

    def test_what_exists_is_refused(self, engine: Any) -> None:
        engine.arm.put(VNET_ID, {})
        error = engine.refused("create", "network:VirtualNetwork", VNET)
        assert error.text == f"cannot create already existing resource '{VNET_ID}'"
        assert engine.arm.bodies == []

    @pytest.mark.parametrize("answer", [Response(204), Response(200, {})])
    def test_an_empty_answer_counts_as_absent(self, engine: Any, answer: Response) -> None:
        engine.arm.script("GET", answer)
        assert engine.create("network:VirtualNetwork", VNET)[0] == VNET_ID

    def test_a_failing_existence_check(self, engine: Any) -> None:
        engine.arm.script("GET", Response(403, {"error": {"code": "No"}}))
        error = engine.refused("create", "network:VirtualNetwork", VNET)
        assert error.text == (
            f'cannot check existence of resource \'{VNET_ID}\': status code 403, {{"error":{{"code":"No"}}}}'
        )

    def test_a_refusal_is_one_line_without_details(self, engine: Any) -> None:
        engine.arm.script("PUT", REFUSED)
        error = engine.refused("create", "network:VirtualNetwork", VNET)
        assert error.text == 'Status=400 Code="X" Message="Y"'
        assert error.detail.id == ""

    @pytest.mark.parametrize(
        ("body", "text"),
        [({"error": {"message": "Y"}}, 'Status=400 Message="Y"'), ({"oops": 1}, 'Status=400 Message="{"oops":1}"')],
    )
    def test_a_refusal_without_a_code(self, engine: Any, body: dict[str, Any], text: str) -> None:
        engine.arm.script("PUT", Response(400, body))
        assert engine.refused("create", "network:VirtualNetwork", VNET).text == text

    def test_the_id_is_the_answers(self, engine: Any) -> None:
        other = VNET_ID.replace("hub", "HUB")
        engine.arm.put(other, {})
        engine.arm.script("GET", Response(404))
        engine.arm.script("PUT", Response(201, {"id": other, "name": "HUB"}))
        assert engine.create("network:VirtualNetwork", VNET)[0] == other

    def test_a_failing_read_back_is_a_warning(self, engine: Any) -> None:
        engine.arm.script("GET", Response(404), status(403))
        engine.arm.script("PUT", Response(200, {"id": VNET_ID, "location": "westeurope"}))
        made, outputs = engine.create("network:VirtualNetwork", VNET)
        assert made == VNET_ID
        assert outputs == {"azureApiVersion": API, "id": VNET_ID, "location": "westeurope"}
        texts = [text for _, text, _ in engine.warnings]
        assert texts == ["Failed to read resource after Create. Please report this issue."]

    def test_a_failure_after_acceptance_leaves_a_resource_with_an_error(self, engine: Any) -> None:
        engine.arm.script("GET", Response(404), Response(200, {"id": VNET_ID, "location": "westeurope"}))
        engine.arm.script("PUT", FAILED)
        error = engine.refused("create", "network:VirtualNetwork", VNET)
        reason = 'Status=200 Code="GatewayFailed" Message="No."'
        assert error.text == reason
        assert error.detail.id == VNET_ID
        assert list(error.detail.reasons) == [reason]
        assert dict(error.detail.properties) == {"azureApiVersion": API, "id": VNET_ID, "location": "westeurope"}
        assert error.detail.inputs["virtualNetworkName"] == "hub"

    def test_a_failure_after_acceptance_that_cannot_be_read(self, engine: Any) -> None:
        engine.arm.script("GET", Response(404), status(403))
        engine.arm.script("PUT", FAILED)
        error = engine.refused("create", "network:VirtualNetwork", VNET)
        assert error.text == (
            'resource created but read failed Status=403 Code="Some" Message="Thing.": '
            'Status=200 Code="GatewayFailed" Message="No."'
        )
        assert dict(error.detail.properties) == {}

    def test_unknown_values_are_never_sent(self, engine: Any) -> None:
        error = engine.refused("create", "network:VirtualNetwork", {**VNET, "tags": {"a": UNKNOWN}})
        assert error.text == "the inputs hold a value that is not known yet"
        assert engine.arm.bodies == []

    def test_a_path_value_of_a_wrong_type(self, engine: Any) -> None:
        error = engine.refused("create", "network:VirtualNetwork", {**VNET, "resourceGroupName": 3})
        assert error.text == "expected string value for path parameter 'resourceGroupName', got int"

    def test_query_inputs_go_to_the_query_only(self, engine: Any) -> None:
        inputs = {
            "resourceGroupName": "rg",
            "virtualNetworkName": "hub",
            "virtualNetworkPeeringName": "p",
            "syncRemoteAddressSpace": "true",
        }
        engine.create("network:VirtualNetworkPeering", inputs)
        assert engine.arm.queries == [{}, {"syncRemoteAddressSpace": "true"}, {}]
        assert engine.arm.bodies == [{"properties": {}}]

    def test_an_input_called_name_is_part_of_the_body(self, engine: Any) -> None:
        inputs = {"resourceGroupName": "rg", "virtualNetworkName": "hub", "subnetName": "logical", "name": "a"}
        made, _ = engine.create("network:Subnet", inputs)
        assert made == f"{VNET_ID}/subnets/logical"
        assert engine.arm.bodies == [{"name": "a", "properties": {}}]

    def test_ids_that_start_with_self_are_its_own_parts(self, engine: Any) -> None:
        inputs = {
            "resourceGroupName": "rg",
            "loadBalancerName": "lb",
            "probes": [{"name": "p", "port": 80, "protocol": "Tcp"}],
            "loadBalancingRules": [{"name": "r", "probe": {"id": "$self/probes/p"}}],
        }
        engine.create("network:LoadBalancer", inputs)
        rule = engine.arm.bodies[0]["properties"]["loadBalancingRules"][0]
        assert rule["properties"]["probe"] == {"id": f"{NETWORK}/loadBalancers/lb/probes/p"}

    def test_a_lock_lies_in_its_scope(self, engine: Any) -> None:
        engine.arm.script("GET", Response(404), Response(200, {"properties": {"level": "CanNotDelete"}}))
        engine.arm.script("PUT", Response(201, {"properties": {"level": "CanNotDelete"}}))
        made, outputs = engine.create(
            "authorization:ManagementLockByScope", {"scope": VNET_ID, "lockName": "keep", "level": "CanNotDelete"}
        )
        assert made == f"{VNET_ID}/providers/Microsoft.Authorization/locks/keep"
        assert outputs == {"level": "CanNotDelete", "azureApiVersion": "2020-05-01"}

    def test_the_subscription_is_the_providers(self, make_engine: Any) -> None:
        engine = make_engine(subscriptionId="other")
        made, _ = engine.create("network:VirtualNetwork", VNET)
        assert made == VNET_ID.replace(SUBSCRIPTION, "other")


class TestRetries:
    @pytest.mark.parametrize("number", [408, 429, 500, 502, 503, 504])
    def test_three_more_attempts(self, engine: Any, number: int) -> None:
        engine.arm.script("PUT", *[status(number)] * 3)
        assert engine.create("network:VirtualNetwork", VNET)[0] == VNET_ID
        assert [method for method, _ in engine.arm.log] == ["GET", "PUT", "PUT", "PUT", "PUT", "GET"]

    def test_then_it_gives_up(self, engine: Any) -> None:
        engine.arm.script("PUT", *[status(429)] * 4)
        error = engine.refused("create", "network:VirtualNetwork", VNET)
        assert error.text == 'Status=429 Code="Some" Message="Thing."'

    def test_a_busy_network_is_waited_for(self, engine: Any) -> None:
        engine.arm.script("PUT", BUSY, BUSY)
        assert engine.create("network:VirtualNetwork", VNET)[0] == VNET_ID
        assert engine.arm.waits == [VNET_ID, VNET_ID]

    @pytest.mark.parametrize("answer", [REFUSED, status(409), status(404)])
    def test_others_are_not_retried(self, engine: Any, answer: Response) -> None:
        engine.arm.script("PUT", answer)
        engine.refused("create", "network:VirtualNetwork", VNET)
        assert [method for method, _ in engine.arm.log] == ["GET", "PUT"]

    def test_after_cancel_nothing_is_sent(self, engine: Any) -> None:
        engine.call("Cancel", None)
        assert engine.refused("create", "network:VirtualNetwork", VNET).text == "context canceled"
        assert engine.arm.log == []


class TestUpdate:
    def test_children_that_are_not_given_are_kept(self, engine: Any) -> None:
        subnets = [{"name": "app", "properties": {"addressPrefix": "10.0.0.0/24"}}]
        engine.arm.put(VNET_ID, {"properties": {"subnets": subnets, "flowTimeoutInMinutes": 9}})
        engine.update("network:VirtualNetwork", VNET_ID, VNET)
        assert engine.arm.bodies == [
            {
                "location": "westeurope",
                "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": subnets},
            }
        ]
        assert [method for method, _ in engine.arm.log] == ["GET", "PUT", "GET"]

    def test_an_empty_list_deletes_them(self, engine: Any) -> None:
        engine.arm.put(FILTER_ID, {"properties": {"rules": [{"name": "r"}]}})
        news = {"resourceGroupName": "rg", "routeFilterName": "f", "rules": []}
        engine.update("network:RouteFilter", FILTER_ID, news)
        assert engine.arm.bodies == [{"properties": {"rules": []}}]
        assert [method for method, _ in engine.arm.log] == ["PUT", "GET"]

    def test_children_that_cannot_be_read(self, engine: Any) -> None:
        error = engine.refused(
            "update", "network:RouteFilter", FILTER_ID, {"resourceGroupName": "rg", "routeFilterName": "f"}
        )
        assert error.text == (
            "failed maintaining unset sub-resource properties: reading cloud state: "
            f'Status=404 Code="ResourceNotFound" Message="The Resource \'{FILTER_ID}\' was not found."'
        )

    def test_the_id_is_made_of_the_new_inputs(self, make_engine: Any) -> None:
        engine = make_engine(subscriptionId="other")
        news = {"resourceGroupName": "rg", "virtualNetworkName": "hub", "subnetName": "app"}
        engine.update("network:Subnet", f"{VNET_ID}/subnets/app", news)
        assert engine.arm.log[0] == ("PUT", f"{VNET_ID}/subnets/app".replace(SUBSCRIPTION, "other"))

    def test_the_read_back_can_be_left_out(self, make_engine: Any) -> None:
        engine = make_engine(skipReadOnUpdate="true")
        news = {"resourceGroupName": "rg", "virtualNetworkName": "hub", "subnetName": "app"}
        outputs = engine.update("network:Subnet", f"{VNET_ID}/subnets/app", news)
        assert [method for method, _ in engine.arm.log] == ["PUT"]
        assert outputs["name"] == "app"


class TestRead:
    def test_import_takes_path_and_body_without_what_is_empty_or_azures(self, engine: Any) -> None:
        subnet = {
            "id": f"{VNET_ID}/subnets/app",
            "name": "app",
            "etag": "W",
            "properties": {"addressPrefix": "10.0.0.0/24", "delegations": [], "provisioningState": "Succeeded"},
        }
        engine.arm.put(
            VNET_ID,
            {"location": "westeurope", "tags": {}, "properties": {"subnets": [subnet], "enableDdosProtection": False}},
        )
        given = VNET_ID.replace("Microsoft.Network", "microsoft.network")
        made, outputs, inputs = engine.read("network:VirtualNetwork", given)
        assert made == given
        assert inputs == {
            "resourceGroupName": "rg",
            "virtualNetworkName": "hub",
            "location": "westeurope",
            "enableDdosProtection": False,
            "subnets": [{"id": f"{VNET_ID}/subnets/app", "name": "app", "addressPrefix": "10.0.0.0/24"}],
        }
        assert outputs["azureApiVersion"] == API
        assert outputs["subnets"][0]["provisioningState"] == "Succeeded"

    def test_an_id_of_another_type(self, engine: Any) -> None:
        engine.arm.put(VNET_ID, {})
        error = engine.refused("read", "network:RouteTable", VNET_ID)
        group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
        path = f"{group}/providers/Microsoft.Network/routeTables/{{routeTableName}}"
        assert error.text == f"failed to parse '{VNET_ID}' against the path '{path}'"

    def test_what_is_not_there_has_no_id(self, engine: Any) -> None:
        assert engine.read("network:VirtualNetwork", VNET_ID, VNET, {"id": VNET_ID}) == ("", {}, {})

    def test_other_errors_are_told(self, engine: Any) -> None:
        engine.arm.script("GET", status(403))
        assert (
            engine.refused("read", "network:VirtualNetwork", VNET_ID).text == 'Status=403 Code="Some" Message="Thing."'
        )

    def test_a_refresh_without_drift_changes_nothing(self, engine: Any) -> None:
        made, state = engine.create("network:VirtualNetwork", VNET)
        assert engine.read("network:VirtualNetwork", made, VNET, state) == (made, state, VNET)

    def test_a_refresh_takes_in_what_changed_only(self, engine: Any) -> None:
        inputs = {
            "resourceGroupName": "rg",
            "networkSecurityGroupName": "n",
            "securityRules": [{"name": "a", "priority": 100, "access": "Allow"}, {"name": "b", "priority": 110}],
            "tags": {"owner": "me"},
            "azureApiVersion": API,
            "__createBeforeDelete": True,
        }
        made, state = engine.create("network:NetworkSecurityGroup", inputs)
        document = engine.arm.documents[made.lower()]
        document["properties"]["securityRules"][0]["properties"].update(priority=105, direction="Inbound")
        document["properties"]["securityRules"].append({"name": "c", "etag": "W", "properties": {"priority": 120}})
        document["tags"] = {"owner": "me", "cost": "1"}
        document["properties"]["flushConnection"] = True
        _, _, refreshed = engine.read("network:NetworkSecurityGroup", made, inputs, state)
        assert refreshed == {
            **inputs,
            "securityRules": [
                {"name": "a", "priority": 105, "access": "Allow", "direction": "Inbound"},
                {"name": "b", "priority": 110},
                {"name": "c", "priority": 120},
            ],
            "tags": {"owner": "me", "cost": "1"},
            "flushConnection": True,
        }

    def test_a_refresh_takes_out_what_is_gone(self, engine: Any) -> None:
        inputs = {
            "resourceGroupName": "rg",
            "routeTableName": "t",
            "tags": {"a": "1"},
            "disableBgpRoutePropagation": True,
        }
        made, state = engine.create("network:RouteTable", inputs)
        document = engine.arm.documents[made.lower()]
        del document["tags"]
        _, _, refreshed = engine.read("network:RouteTable", made, inputs, state)
        assert refreshed == {"resourceGroupName": "rg", "routeTableName": "t", "disableBgpRoutePropagation": True}

    def test_a_refresh_leaves_children_out_of_the_inputs(self, engine: Any) -> None:
        made, state = engine.create("network:VirtualNetwork", VNET)
        engine.arm.documents[made.lower()]["properties"]["subnets"] = [{"name": "app", "properties": {}}]
        _, outputs, refreshed = engine.read("network:VirtualNetwork", made, VNET, state)
        assert refreshed == VNET
        assert outputs["subnets"] == [{"name": "app"}]

    def test_a_route_table_attached_by_hand_comes_in(self, engine: Any) -> None:
        inputs = {"resourceGroupName": "rg", "virtualNetworkName": "hub", "subnetName": "app", "azureApiVersion": API}
        made, state = engine.create("network:Subnet", inputs)
        engine.arm.documents[made.lower()]["properties"]["routeTable"] = {"id": "/rt"}
        _, _, refreshed = engine.read("network:Subnet", made, inputs, state)
        assert refreshed == {**inputs, "routeTable": {"id": "/rt"}}
        assert engine.diff("network:Subnet", refreshed, inputs, state)["kinds"] == {"routeTable": "DELETE"}

    def test_a_location_written_otherwise_is_no_drift(self, engine: Any) -> None:
        inputs = {**VNET, "location": "West Europe"}
        made, state = engine.create("network:VirtualNetwork", inputs)
        engine.arm.documents[made.lower()]["location"] = "westeurope"
        assert engine.read("network:VirtualNetwork", made, inputs, state)[2] == inputs


class TestDelete:
    @pytest.mark.parametrize("number", [200, 202, 204, 404])
    def test_it_is_gone(self, engine: Any, number: int) -> None:
        engine.arm.script("DELETE", Response(number))
        engine.delete("network:VirtualNetwork", VNET_ID)
        assert engine.arm.log == [("DELETE", VNET_ID)]

    def test_in_use(self, engine: Any) -> None:
        engine.arm.script(
            "DELETE", Response(400, {"error": {"code": "InUseSubnetCannotBeDeleted", "message": "In use."}})
        )
        error = engine.refused("delete", "network:Subnet", f"{VNET_ID}/subnets/app")
        assert error.text == 'Status=400 Code="InUseSubnetCannotBeDeleted" Message="In use."'


class TestInvoke:
    ARGUMENTS = {"resourceGroupName": "rg", "virtualNetworkName": "hub", "expand": "subnets"}

    def test_get(self, engine: Any) -> None:
        engine.arm.put(VNET_ID, {"location": "westeurope"})
        result = engine.invoke("azure-native:network:getVirtualNetwork", self.ARGUMENTS)
        assert (result["id"], result["location"], result["azureApiVersion"]) == (VNET_ID, "westeurope", API)
        assert engine.arm.queries == [{}]
        assert engine.invoke("azure-native:network/v20240501:getVirtualNetwork", self.ARGUMENTS) == result

    def test_what_is_not_there(self, engine: Any) -> None:
        error = engine.refused("invoke", "azure-native:network:getVirtualNetwork", self.ARGUMENTS)
        assert error.text == (
            f"request failed {VNET_ID}: "
            f'Status=404 Code="ResourceNotFound" Message="The Resource \'{VNET_ID}\' was not found."'
        )

    def test_a_list_posts(self, engine: Any) -> None:
        arguments = {"resourceGroupName": "rg", "accountName": "acc", "expand": "kerb"}
        result = engine.invoke("azure-native:storage:listStorageAccountKeys", arguments)
        assert result == {"keys": [{"keyName": "key1"}]}
        account = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/acc"
        assert engine.arm.log == [("POST", f"{account}/listKeys")]

    def test_who_is_configured(self, make_engine: Any) -> None:
        engine = make_engine(subscriptionId="sub", tenantId="tenant", clientId="client")
        assert engine.invoke("azure-native:authorization:getClientConfig", {}) == {
            "clientId": "client",
            "objectId": "00000000-0000-0000-0000-0000000000b1",
            "subscriptionId": "sub",
            "tenantId": "tenant",
        }
        assert engine.invoke("azure-native:authorization:getClientToken", {}) == {"token": "offline"}

    @pytest.mark.parametrize("token", ["azure-native:network:getNoSuchThing", "azure-native:network:frobnicate"])
    def test_an_unknown_function(self, engine: Any, token: str) -> None:
        assert engine.refused("invoke", token, {}).text == f"Invoke type {token} not found"
