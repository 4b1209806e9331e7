"""The model: finding resources, inline children, and resolving references in every way they can be written."""

from typing import Any

import pytest

from hubspoke_network.azure.type_names import NSG, ROUTE, SUBNET, TABLE, VNET
from hubspoke_network.core.unknown import Unknown
from hubspoke_network.model.network_model import Missing, Resource, build_model

GROUP = "/subscriptions/s/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"


def resource(arm_type: str, name: str, properties: Any = None, **more: Any) -> Resource:
    segments = arm_type.removeprefix("Microsoft.Network/").split("/")
    names = name.split("/")
    path = "/".join(part for pair in zip(segments, names, strict=True) for part in pair)
    document = {"name": names[-1], "properties": {} if properties is None else properties}
    return Resource(f"{NETWORK}/{path}", arm_type, names[-1], document, f"urn:{name}", **more)


def test_inline_and_separate_children_are_one_list() -> None:
    inline = {"subnets": [{"name": "a", "properties": {"addressPrefix": "10.0.0.0/24"}}, {"name": "B"}]}
    vnet = resource(VNET, "hub", inline)
    own = resource(SUBNET, "HUB/b", {"addressPrefix": "10.0.1.0/24"})
    model = build_model([vnet, own])
    children = model.children(vnet, "subnets")
    assert [(c.label, c.inside, c.at("properties.addressPrefix")) for c in children] == [
        ("HUB/b", "", "10.0.1.0/24"),
        ("hub/a", "properties.subnets[0]", "10.0.0.0/24"),
    ]
    assert model.parent(children[0]) is vnet
    assert model.by_id(f"{NETWORK}/virtualnetworks/HUB/subnets/A") is children[1]
    assert children[1].urn == "urn:hub"
    assert model.of_type(SUBNET.upper()) == children


def test_unknown_children_are_told() -> None:
    why = Unknown("subnets come from another stack")
    vnet = resource(VNET, "hub", {"subnets": why})
    model = build_model([vnet])
    assert model.unknown_children(vnet, "subnets") is why
    assert model.children(vnet, "subnets") == []


def test_unreadable_children_are_kept_as_unknown() -> None:
    table = resource(TABLE, "rt", {"routes": [Unknown("later"), 7]})
    (first, second) = build_model([table]).of_type(ROUTE)
    assert first.at("properties.addressPrefix") == Unknown("later")
    assert second.at("properties.addressPrefix") == Unknown("rt properties.routes[1] is no routes entry")


SUBNETS = [resource(SUBNET, "hub/a"), resource(SUBNET, "hub/b")]
PATH = "properties.networkSecurityGroup.id"


@pytest.mark.parametrize(
    ("reference", "dependencies", "expected"),
    [
        (None, (), Unknown("hub/a properties.networkSecurityGroup has no id")),
        ("", (), Unknown("hub/a properties.networkSecurityGroup has no id")),
        (f"{NETWORK}/networkSecurityGroups/web", (), "web"),
        (f"{NETWORK}/networksecuritygroups/WEB/".replace("resourceGroups", "resourcegroups"), (), "web"),
        ("web", (), Unknown(f"hub/a {PATH}: 'web' is no resource id")),
        (
            f"{NETWORK}/routeTables/rt",
            (),
            Unknown(f"hub/a {PATH}: {NETWORK}/routeTables/rt is no Microsoft.Network/networkSecurityGroups"),
        ),
        (
            f"{NETWORK}/networkSecurityGroups/other",
            (),
            Unknown(
                f"hub/a {PATH}: {NETWORK}/networkSecurityGroups/other is not among the resources given",
                (f"{NETWORK}/networkSecurityGroups/other".lower(),),
            ),
        ),
        (Unknown("later"), ("urn:web",), "web"),
        (Unknown("later"), ("urn:rg", "urn:web", "urn:hub/b"), "web"),
        (
            Unknown("later"),
            ("urn:web", "urn:db"),
            Unknown(
                f"hub/a {PATH} is one of web, db",
                (f"{NETWORK}/networkSecurityGroups/web".lower(), f"{NETWORK}/networkSecurityGroups/db".lower()),
            ),
        ),
        (Unknown("later"), (), Unknown(f"hub/a {PATH}: later")),
        (Unknown("later"), ("urn:hub/b",), Unknown(f"hub/a {PATH}: later", ("urn:hub/b",))),
        (Unknown("later", ("urn:db",)), ("urn:web",), "db"),
    ],
)
def test_references(reference: Any, dependencies: tuple[str, ...], expected: Any) -> None:
    subnet = resource(
        SUBNET,
        "hub/a",
        {"networkSecurityGroup": {"id": reference}},
        dependencies={"networkSecurityGroup": dependencies},
    )
    model = build_model([subnet, SUBNETS[1], resource(NSG, "web"), resource(NSG, "db")])
    found = model.resolve(subnet, PATH, NSG)
    assert (found.label if isinstance(found, Resource) else found) == expected


@pytest.mark.parametrize("properties", [{}, {"networkSecurityGroup": None}])
def test_no_reference(properties: dict[str, Any]) -> None:
    subnet = resource(SUBNET, "hub/a", properties)
    assert build_model([subnet]).resolve(subnet, PATH, NSG) == Missing(PATH)


def test_reference_below_something_unknown() -> None:
    subnet = resource(SUBNET, "hub/a", Unknown("later"), dependencies={"networkSecurityGroup": ("urn:web",)})
    model = build_model([subnet, resource(NSG, "web")])
    assert isinstance(model.resolve(subnet, PATH, NSG), Unknown | Resource)


def test_a_network_stands_for_its_only_subnet() -> None:
    nic = resource("Microsoft.Network/networkInterfaces", "nic", {"subnet": {"id": Unknown("later", ("urn:hub",))}})
    vnet = resource(VNET, "hub", {"subnets": [{"name": "a"}]})
    assert build_model([nic, vnet]).resolve(nic, "properties.subnet.id", SUBNET).label == "hub/a"  # type: ignore[union-attr]


def test_references_of_inline_children_come_from_the_parents_property() -> None:
    inline = [{"name": "a", "properties": {"networkSecurityGroup": {"id": Unknown("later")}}}]
    vnet = resource(VNET, "hub", {"subnets": inline}, dependencies={"subnets": ("urn:web",)})
    model = build_model([vnet, resource(NSG, "web")])
    found = model.resolve(model.of_type(SUBNET)[0], PATH, NSG)
    assert isinstance(found, Resource)
    assert found.label == "web"


def test_names_and_missing_things() -> None:
    model = build_model([resource(VNET, "hub"), resource(VNET, "Spoke")])
    assert [r.label for r in model.named(VNET, "SPOKE")] == ["Spoke"]
    assert (model.named(VNET, "x"), model.by_id("/x"), model.by_urn("x"), len(model)) == ([], None, None, 2)


def test_without_an_id() -> None:
    unknown = Resource(Unknown("later"), VNET, Unknown("later"), {"properties": {"subnets": [{"name": "a"}]}}, "urn::v")
    model = build_model([unknown])
    (child,) = model.children(unknown, "subnets")
    assert (child.id, child.name, child.label, unknown.label, str(unknown)) == (
        Unknown("later"),
        "a",
        "a",
        "v",
        "urn::v",
    )
