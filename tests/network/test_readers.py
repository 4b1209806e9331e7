"""Readers: every kind of input, what each holds, and what untrusted input is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from hubspoke_network.azure.type_names import NSG, PEERING, RULE, SUBNET, VNET
from hubspoke_network.core.documents import at, flag, listed, references, text
from hubspoke_network.core.errors import ReadError
from hubspoke_network.core.findings import SourcePosition
from hubspoke_network.core.unknown import Unknown
from hubspoke_network.model.network_model import Resource, build_model
from hubspoke_network.readers.files import MAX_BYTES, read_document, read_file, read_files
from hubspoke_network.readers.pulumi_resources import PulumiResource, to_resources
from hubspoke_network.readers.values import SEALED

LATER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET_VALUE = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:hunter2"}
SUB = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUB}/resourceGroups/rg"
HUB = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/hub"
PROVIDER = "urn:pulumi:dev::p::pulumi:providers:azure-native::default"


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:dev::p::azure-native:{kind}::{name}"


def entry(kind: str, name: str, inputs: Any = None, outputs: Any = None, **more: Any) -> dict[str, Any]:
    token = "pulumi:providers:azure-native" if kind == "provider" else f"azure-native:{kind}"
    return {
        "urn": PROVIDER if kind == "provider" else urn(kind, name),
        "type": token,
        "inputs": inputs or {},
        **({"outputs": outputs} if outputs is not None else {}),
        "provider": f"{PROVIDER}::id",
        **more,
    }


VNET_INPUTS = {
    "resourceGroupName": "rg",
    "virtualNetworkName": "hub",
    "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
}


def state(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"version": 3, "deployment": {"resources": list(entries)}}


def preview(*entries: dict[str, Any], op: str = "create", **more: Any) -> dict[str, Any]:
    return {"steps": [{"op": op, "urn": e["urn"], "newState": e} for e in entries], **more}


def one(document: Any, arm_type: str = VNET) -> Resource:
    (found,) = [resource for resource in read_document(document).resources if resource.type == arm_type]
    return found


def test_state() -> None:
    outputs = {
        "id": HUB,
        "name": "hub",
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "subnets": [],
        "etag": "e",
    }
    vnet = one(
        state(
            entry("provider", "default", {"subscriptionId": SUB}),
            entry("network:VirtualNetwork", "hub", VNET_INPUTS, outputs, sourcePosition="project:///net/hub.py#12"),
            entry("network:VirtualNetwork", "old", VNET_INPUTS, outputs, delete=True),
        )
    )
    assert (vnet.id, vnet.name, vnet.urn, vnet.provider_subscription) == (
        HUB,
        "hub",
        urn("network:VirtualNetwork", "hub"),
        SUB,
    )
    assert vnet.source == SourcePosition("net/hub.py", 12)
    assert vnet.document == {
        "id": HUB,
        "name": "hub",
        "etag": "e",
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": []},
    }


def test_state_of_a_file_backend() -> None:
    document = {
        "version": 3,
        "checkpoint": {"latest": state(entry("network:VirtualNetwork", "hub", VNET_INPUTS))["deployment"]},
    }
    assert one(document).name == "hub"
    assert read_document({"version": 3, "checkpoint": {"latest": None}}).resources == ()


def test_preview_of_an_empty_stack() -> None:
    """No id is known; names are, and what is not known comes from the resources that the engine names."""
    group = entry("resources:ResourceGroup", "rg", {"resourceGroupName": LATER})
    vnet = entry(
        "network:VirtualNetwork",
        "hub",
        {**VNET_INPUTS, "resourceGroupName": LATER, "virtualNetworkName": LATER},
        propertyDependencies={"resourceGroupName": [group["urn"]]},
    )
    subnet = entry(
        "network:Subnet",
        "app",
        {
            "resourceGroupName": LATER,
            "virtualNetworkName": LATER,
            "subnetName": "app",
            "networkSecurityGroup": {"id": LATER},
        },
        propertyDependencies={
            "resourceGroupName": [group["urn"]],
            "virtualNetworkName": [vnet["urn"], group["urn"]],
            "networkSecurityGroup": [urn("network:NetworkSecurityGroup", "nsg")],
        },
    )
    nsg = entry("network:NetworkSecurityGroup", "nsg", {"resourceGroupName": "rg2", "networkSecurityGroupName": "nsg"})
    model = build_model(read_document(preview(group, vnet, subnet, nsg)).resources)
    (found,) = model.of_type(SUBNET)
    assert str(found.id).startswith("/subscriptions/{subscription}/resourceGroups/{rg}/providers/")
    assert found.label == "{hub}/app"
    parent = model.parent(found)
    assert parent is not None
    assert parent.urn == vnet["urn"]
    group_found = model.resolve(found, "properties.networkSecurityGroup.id", NSG)
    assert isinstance(group_found, Resource)
    assert group_found.urn == nsg["urn"]


def test_preview_keeps_what_does_not_change() -> None:
    """Unchanged resources keep id and outputs; updated ones what Azure alone writes; replaced ones nothing."""
    new = entry("network:VirtualNetwork", "hub", {**VNET_INPUTS, "addressSpace": {"addressPrefixes": ["10.9.0.0/16"]}})
    old = {**new, "id": HUB, "inputs": VNET_INPUTS, "outputs": {**VNET_INPUTS, "id": HUB, "resourceGuid": "g"}}
    for op, expected in {
        "update": (HUB, "g", ["10.9.0.0/16"]),
        "same": (HUB, "g", ["10.0.0.0/16"]),
        "replace": (HUB.replace(SUB, "{subscription}"), None, ["10.9.0.0/16"]),
    }.items():
        document = {"steps": [{"op": op, "urn": new["urn"], "newState": new, "oldState": old}]}
        vnet = one(document)
        space = vnet.at("properties.addressSpace.addressPrefixes")
        assert (vnet.id, vnet.at("properties.resourceGuid"), space) == expected, op


@pytest.mark.parametrize(("outputs", "expected"), [(None, None), ({"peeringState": "Initiated"}, "Initiated")])
def test_a_wish_is_no_state(outputs: Any, expected: str | None) -> None:
    """A program may write that a peering is connected; only Azure's answer tells that it is."""
    inputs = {
        "resourceGroupName": "rg",
        "virtualNetworkName": "hub",
        "virtualNetworkPeeringName": "p",
        "peeringState": "Connected",
        "peeringSyncLevel": "FullyInSync",
    }
    for document in (preview, state):
        peering = one(document(entry("network:VirtualNetworkPeering", "p", inputs, outputs)), PEERING)
        assert peering.at("properties.peeringState") == expected


def test_preview_leaves_out_what_goes() -> None:
    steps = [
        {"op": "delete", "urn": "x", "oldState": entry("network:VirtualNetwork", "x", VNET_INPUTS)},
        {"op": "delete-replaced", "urn": "x", "newState": entry("network:VirtualNetwork", "y", VNET_INPUTS)},
    ]
    assert read_document({"steps": steps}).resources == ()


def test_preview_leaves_out_children_that_go() -> None:
    """Old outputs of a group still list rules that the plan deletes."""
    nsg = f"{GROUP}/providers/Microsoft.Network/networkSecurityGroups/nsg"
    inputs = {"resourceGroupName": "rg", "networkSecurityGroupName": "nsg"}
    listed = [{"name": name, "id": f"{nsg}/securityRules/{name}"} for name in ("goes", "stays")]
    group = entry("network:NetworkSecurityGroup", "nsg", inputs)
    old = {**group, "id": nsg, "outputs": {**inputs, "id": nsg, "securityRules": listed}}
    rule = {**entry("network:SecurityRule", "goes"), "id": listed[0]["id"].upper()}
    for op in ("same", "update"):
        steps = [{"op": op, "newState": group, "oldState": old}, {"op": "delete", "oldState": rule}]
        assert [r.name for r in build_model(read_document({"steps": steps}).resources).of_type(RULE)] == ["stays"], op
    given = {**group, "inputs": {**inputs, "securityRules": [{"name": "new"}]}}
    steps = [{"op": "update", "newState": given, "oldState": old}]
    assert [r.name for r in build_model(read_document({"steps": steps}).resources).of_type(RULE)] == ["new"]


def test_preview_without_unchanged_resources_says_so() -> None:
    reading = read_document({"steps": [], "changeSummary": {"same": 6}}, "plan.json")
    assert reading.notes == ("plan.json: 6 unchanged resources are not in this preview; make it with --show-sames",)
    assert read_document({"steps": [{"op": "same", "urn": "x"}], "changeSummary": {"same": 1}}).notes == ()


def test_subscription_of_a_provider_without_one_is_told_by_ids() -> None:
    known = entry("network:VirtualNetwork", "hub", VNET_INPUTS, {"id": HUB})
    new = entry("network:Subnet", "s", {"resourceGroupName": "rg", "virtualNetworkName": "hub", "subnetName": "s"})
    model = build_model(read_document(state(known, new)).resources)
    assert [child.id for child in model.children(model.of_type(VNET)[0], "subnets")] == [f"{HUB}/subnets/s"]


def test_reference_into_a_subscription_that_is_not_known() -> None:
    vnet = entry("network:VirtualNetwork", "hub", VNET_INPUTS)
    peer = entry(
        "network:VirtualNetworkPeering",
        "p",
        {
            "resourceGroupName": "rg",
            "virtualNetworkName": "hub",
            "virtualNetworkPeeringName": "p",
            "remoteVirtualNetwork": {"id": HUB},
        },
    )
    model = build_model(read_document(preview(vnet, peer)).resources)
    (peering,) = model.of_type("Microsoft.Network/virtualNetworks/virtualNetworkPeerings")
    found = model.resolve(peering, "properties.remoteVirtualNetwork.id", VNET)
    assert isinstance(found, Resource)
    assert found.label == "hub"


def test_secrets_stay_sealed() -> None:
    inputs = {
        "resourceGroupName": "rg",
        "virtualNetworkGatewayConnectionName": "c",
        "sharedKey": "hunter2",
        "authorizationKey": "hunter3",
        "connectionType": SECRET_VALUE,
        "tags": {"a": "[secret]"},
    }
    reading = read_document(state(entry("network:VirtualNetworkGatewayConnection", "c", inputs)))
    assert "hunter" not in repr(reading)
    (connection,) = reading.resources
    assert connection.at("properties.sharedKey") is SEALED
    assert connection.at("properties.connectionType") is SEALED
    assert connection.at("tags.a") is SEALED


DOCUMENT = {
    "id": f"{HUB.upper()}/",
    "name": "hub",
    "type": "microsoft.network/virtualnetworks",
    "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [{"name": "a", "properties": {}}]},
}


@pytest.mark.parametrize("document", [[DOCUMENT], {"value": [DOCUMENT]}, {"data": [DOCUMENT], "count": 1}, DOCUMENT])
def test_azure_documents(document: Any) -> None:
    reading = read_document(document)
    assert reading.kind == "arm"
    (vnet,) = reading.resources
    assert (vnet.id, vnet.type, vnet.name, vnet.provider_subscription) == (HUB.upper(), VNET, "HUB", SUB)
    model = build_model(reading.resources)
    assert model.by_id(HUB) is vnet
    assert [child.label for child in model.of_type(SUBNET)] == ["HUB/a"]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (7, "neither a Pulumi state, nor a preview, nor Azure documents"),
        ({}, "neither a Pulumi state"),
        ({"id": "x"}, "neither a Pulumi state"),
        ([{"name": "x"}], "document 0 has no resource id"),
        ([DOCUMENT, 7], "document 1 has no resource id"),
        ({"deployment": {"resources": 7}}, "the state has no list of resources"),
        ({"deployment": 7}, "the state has no list of resources"),
        ({"deployment": {"resources": [7]}}, "resources[0] is no resource: it needs a urn and a type"),
        ({"deployment": {"resources": [{"urn": 1, "type": "x"}]}}, "resources[0] is no resource"),
        ({"steps": 7}, "the preview has no list of steps"),
        ({"steps": [7]}, "steps[0] is no step of a preview"),
        ({"steps": [{"op": "create", "newState": 7}]}, "steps[0].newState[0] is no resource"),
    ],
)
def test_what_is_told_of_other_documents(document: Any, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(document, "in.json")
    assert str(caught.value).startswith("in.json: ")
    assert message in str(caught.value)


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def test_depth_is_bounded() -> None:
    with pytest.raises(ReadError, match="nested deeper than 64 levels"):
        read_document([{**DOCUMENT, "properties": nested(70)}])
    with pytest.raises(ReadError, match="nested deeper than 64 levels"):
        read_document(state(entry("network:VirtualNetwork", "hub", {"a": nested(70)})))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe\xfa", "no JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b'"\\ud800"', "neither a Pulumi state"),
    ],
)
def test_files_that_are_none(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        read_file(path)


def test_size_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match="larger than 256 MiB"):
        read_file(path)
    with pytest.raises(ReadError, match="No such file"):
        read_files([tmp_path / "none.json"])


def test_several_files(tmp_path: Path) -> None:
    paths = [tmp_path / "state.json", tmp_path / "azure.json"]
    paths[0].write_text(json.dumps(state(entry("network:VirtualNetwork", "hub", VNET_INPUTS))))
    paths[1].write_text(json.dumps([DOCUMENT]), encoding="utf-8")
    assert [(r.kind, len(r.resources)) for r in read_files(paths)] == [("state", 1), ("arm", 1)]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"virtualNetworkName": "hub"}, "resourceGroupName is missing"),
        ({"resourceGroupName": 7, "virtualNetworkName": "hub"}, "expected string value for path parameter"),
    ],
)
def test_resources_that_cannot_be_identified(inputs: dict[str, Any], reason: str) -> None:
    vnet = one(state(entry("network:VirtualNetwork", "hub", inputs)))
    assert isinstance(vnet.id, Unknown)
    assert reason in vnet.id.reason
    assert build_model([vnet]).of_type(VNET) == [vnet]


def test_other_types_and_versions() -> None:
    reading = read_document(
        state(
            entry("compute:VirtualMachine", "vm"),
            {"urn": "urn:x", "type": "random:index:RandomId"},
            {
                **entry("network:VirtualNetwork", "hub", VNET_INPUTS),
                "type": "azure-native:network/v20240501:VirtualNetwork",
            },
        )
    )
    assert [resource.type for resource in reading.resources] == [VNET]


def test_a_policy_runs_resources() -> None:
    """Plain structures with unknown leaves and their candidates, numbers as floats."""
    rules = [{"name": "r", "priority": 100.0, "destinationPortRange": Unknown("later", ("urn:x",))}]
    seen = PulumiResource(
        "urn::nsg",
        "azure-native:network:NetworkSecurityGroup",
        {"resourceGroupName": "rg", "networkSecurityGroupName": "n", "securityRules": rules},
        {"securityRules": ("urn:x",)},
        SUB,
    )
    (rule,) = build_model(to_resources([seen])).of_type(RULE)
    assert (rule.at("properties.priority"), rule.at("properties.destinationPortRange")) == (
        100,
        Unknown("later", ("urn:x",)),
    )
    assert rule.label == "n/r"


def test_two_of_a_name_stay_apart() -> None:
    """Resources whose parents cannot be told get stand-ins of their own."""
    entries = [
        entry(
            "network:Subnet",
            name,
            {"resourceGroupName": "rg", "virtualNetworkName": LATER, "subnetName": "s"},
            propertyDependencies={"virtualNetworkName": ["urn:a", "urn:b"]},
        )
        for name in ("one", "two")
    ]
    ids = {resource.id for resource in read_document(preview(*entries)).resources}
    assert len(ids) == 2


WHY = Unknown("later")
TREE = {"properties": {"a": [{"id": "x"}, {"id": WHY}, WHY], "b": WHY, "c": None, "d": "true", "e": 7, "f": ""}}


def test_looking_into_documents() -> None:
    assert [at(TREE, path) for path in ("properties.a[0].id", "properties.a[9].id", "properties.a[2].id", "x.y")] == [
        "x",
        None,
        WHY,
        None,
    ]
    assert at(TREE, "properties.b.anything[3].below") is WHY
    assert (listed(TREE, "properties.c"), listed(TREE, "properties.b")) == ((), WHY)
    assert listed(TREE, "properties.e") == Unknown("properties.e is no list")
    assert (flag(TREE, "properties.d", False), flag(TREE, "properties.c", True), flag(TREE, "properties.b", True)) == (
        True,
        True,
        WHY,
    )
    assert isinstance(flag(TREE, "properties.e", False), Unknown)
    assert (text(TREE, "properties.f"), text(TREE, "properties.b")) == (None, WHY)
    assert isinstance(text(TREE, "properties.e"), Unknown)
    assert list(references(TREE, "properties.a")) == [
        ("properties.a[0].id", "x"),
        ("properties.a[1].id", WHY),
        ("properties.a[2].id", WHY),
    ]
    assert list(references(TREE, "properties.b")) == [("properties.b", WHY)]
