"""Resource ids: parsing, parents, comparison without case."""

import pytest

from hubspoke_network.core.ids import parse_id, same_id, same_location

SUBNET = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub/subnets/GatewaySubnet"


def test_an_id_is_taken_apart() -> None:
    subnet = parse_id(SUBNET)
    assert subnet is not None
    assert (subnet.subscription, subnet.resource_group, subnet.namespace) == ("s1", "rg", "Microsoft.Network")
    assert subnet.type == "Microsoft.Network/virtualNetworks/subnets"
    assert subnet.name == "GatewaySubnet"
    assert str(subnet) == SUBNET
    assert subnet.key == SUBNET.lower()
    assert str(subnet.parent) == SUBNET.removesuffix("/subnets/GatewaySubnet")
    assert subnet.top == subnet.parent
    assert subnet.parent is not None
    assert str(subnet.parent.parent) == "/subscriptions/s1/resourceGroups/rg"
    assert str(subnet.parent.child("subnets", "GatewaySubnet")) == SUBNET


@pytest.mark.parametrize(
    ("text", "kind", "name", "parent"),
    [
        ("/subscriptions/s1", "Microsoft.Resources/subscriptions", "s1", None),
        ("/subscriptions/s1/resourcegroups/RG", "Microsoft.Resources/resourceGroups", "RG", "/subscriptions/s1"),
        (
            "/subscriptions/s1/providers/Microsoft.Network/locations/westeurope",
            "Microsoft.Network/locations",
            "westeurope",
            "/subscriptions/s1",
        ),
    ],
)
def test_ids_above_a_resource(text: str, kind: str, name: str, parent: str | None) -> None:
    parsed = parse_id(text)
    assert parsed is not None
    assert (parsed.type, parsed.name) == (kind, name)
    assert (str(parsed.parent) if parsed.parent else None) == parent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vnet",
        "/subscriptions/",
        "/subscriptions/s/resourceGroups/",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets",
        "subscriptions/s/resourceGroups/rg",
        "/subscriptions/s//resourceGroups/rg",
    ],
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_id(text) is None


def test_comparison_ignores_case_and_blanks() -> None:
    assert same_id(SUBNET, SUBNET.upper() + "/")
    assert not same_id(SUBNET, SUBNET + "x")
    assert same_location("West Europe", "westeurope")
    assert not same_location("westeurope", "northeurope")
