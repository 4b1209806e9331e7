"""Networks that somebody else made, as spokes; and pairs of spokes that are peered past the hub."""

from typing import Any

import pulumi
import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from pulumi_azure_native import Provider
from tests.components.test_hub_ref import provider_name

from hubspoke import ArgsError, DirectPeering, Estate, Hub, Spoke, VnetRef

pytestmark = pytest.mark.slow

SWITCHES = ("allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways")


def attached(**more: Any) -> Recording:
    return deploy(lambda: Spoke.attach("old", d.attached(**more)).peering_state)  # type: ignore[arg-type]


def switches(recording: Recording, name: str) -> tuple[bool, ...]:
    return tuple(recording.named(name).inputs[switch] for switch in SWITCHES)


def test_an_attached_network_gets_two_ends_and_nothing_else() -> None:
    made = attached()
    assert [(item.name, item.type.rpartition(":")[2]) for item in made.children()] == [
        ("old-hub-peering", "VirtualNetworkPeering"),
        ("old-peering", "VirtualNetworkPeering"),
    ]
    hub_end, own_end = made.named("old-hub-peering").inputs, made.named("old-peering").inputs
    place = ("resourceGroupName", "virtualNetworkName", "virtualNetworkPeeringName")
    assert [hub_end[key] for key in place] == ["rg-hub", "vnet-hub", "peer-old"]
    assert [own_end[key] for key in place] == ["rg-hub", "vnet-old", "peer-old-hub"]
    assert hub_end["remoteVirtualNetwork"] == {"id": d.vnet_id("vnet-old")}
    assert own_end["remoteVirtualNetwork"] == {"id": d.VNET_ID}
    assert hub_end["remoteVirtualNetworkAddressSpace"] == {"addressPrefixes": ["10.7.0.0/22"]}
    assert (switches(made, "old-hub-peering"), switches(made, "old-peering")) == (
        (False, True, False),
        (False, False, True),
    )
    assert "old-hub-peering" in made.after(made.named("old-peering"))
    assert made.value == "Connected"


def test_it_keeps_its_own_gateway_until_told() -> None:
    assert switches(attached(useHubGateway=False), "old-peering") == (False, False, False)


def test_each_end_of_it_is_made_in_its_own_subscription() -> None:
    def program() -> None:
        of_network = Provider("theirs", subscription_id=d.SUBSCRIPTION)
        hub = Hub("hub", {"resourceGroupName": "rg", "location": "w", "addressSpace": ["10.0.0.0/22"]})  # type: ignore[arg-type]
        options = pulumi.ResourceOptions(providers=[of_network])
        Spoke.attach("old", d.attached(hub=hub.ref), options)  # type: ignore[arg-type]

    made = deploy(program)
    assert provider_name(made, "old-peering") == "theirs"
    assert provider_name(made, "old-hub-peering") == "old-hub-provider"


@pytest.mark.parametrize(
    ("spoiled", "problem"),
    [
        ({"vnetId": "/subscriptions/x"}, ("HS151", "vnetId")),
        ({"vnetName": "other"}, ("HS154", "vnetName")),
        ({"addressSpace": ["10.0.2.0/24"]}, ("HS112", "addressSpace[0]")),
        ({"addressSpace": []}, ("HS110", "addressSpace")),
        ({"names": {"vnet": "x"}}, ("HS133", "names.vnet")),
        ({"useHubGateway": True, "hub": d.hub_ref(hasGateway=False)}, ("HS152", "useHubGateway")),
    ],
)
def test_mistakes_in_it_are_told(spoiled: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(ArgsError) as error:
        attached(**spoiled)
    assert [(found.code, found.path) for found in error.value.problems] == [problem]


def test_a_network_known_only_after_deployment_needs_its_name_told() -> None:
    with pytest.raises(ArgsError) as error:
        deploy(lambda: Spoke.attach("old", d.attached(vnetId=pulumi.Output.from_input("x"))))  # type: ignore[arg-type]
    assert [(found.code, found.path) for found in error.value.problems] == [
        ("HS101", "resourceGroupName"),
        ("HS101", "vnetName"),
    ]


def test_a_pair_of_networks_is_nobodys_way_out() -> None:
    made = deploy(lambda: DirectPeering("pair", d.direct()).peering_state)  # type: ignore[arg-type]
    assert [item.name for item in made.children()] == ["pair-first-peering", "pair-second-peering"]
    assert {switches(made, item.name) for item in made.children()} == {(False, False, False)}
    assert made.named("pair-second-peering").inputs["remoteVirtualNetwork"] == {"id": d.vnet_id("vnet-one")}
    assert made.named("pair-first-peering").inputs["virtualNetworkPeeringName"] == "peer-pair-direct"
    assert made.value == "Connected"


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ({"vnetId": d.vnet_id("VNET-ONE"), "addressSpace": ["10.9.0.0/22"]}, ("HS106", "second.vnetId")),
        ({"vnetId": d.vnet_id("vnet-two"), "addressSpace": ["10.8.2.0/24"]}, ("HS112", "second.addressSpace[0]")),
    ],
)
def test_a_pair_that_azure_would_not_peer(second: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(ArgsError) as error:
        deploy(lambda: DirectPeering("pair", d.direct(second=second)))  # type: ignore[arg-type]
    assert [(found.code, found.path) for found in error.value.problems] == [problem]


def estate(**more: Any) -> Recording:
    return deploy(lambda: Estate("net", d.wide_estate(**more)))  # type: ignore[arg-type]


PAIRS = {
    "apps-data": {"spokes": ["apps", "data"]},
    "apps-old": {"spokes": ["apps", "old"]},
    "data-north": {"spokes": ["data", "north"]},
}


def test_a_pair_waits_for_its_spokes_and_for_other_pairs_of_them() -> None:
    made = estate(connections=PAIRS)
    first = made.after(made.named("net-connection-apps-data-first-peering"))
    assert {"net-spoke-apps-peering", "net-spoke-data-peering"} <= first
    assert "net-connection-apps-data-second-peering" in made.after(made.named("net-connection-apps-old-first-peering"))
    assert "net-attached-old-peering" in made.after(made.named("net-connection-apps-old-first-peering"))


def test_each_end_of_a_pair_is_made_in_its_own_subscription() -> None:
    made = estate(connections=PAIRS)
    assert [provider_name(made, f"net-connection-apps-data-{end}-peering") for end in ("first", "second")] == [
        "net-own-provider",
        "net-provider-data",
    ]


def test_a_pair_more_or_less_touches_no_other() -> None:
    before, after = (
        estate(connections={key: PAIRS[key] for key in ("apps-data", "data-north")}),
        estate(connections=PAIRS),
    )
    old, new = before.tree(), after.tree()
    assert old.items() <= new.items()
    assert {urn.rpartition("::")[2] for urn in new.keys() - old.keys()} == {
        "net-connection-apps-old",
        "net-connection-apps-old-first-peering",
        "net-connection-apps-old-second-peering",
    }


def test_pairs_are_connected_from_a_program_as_well() -> None:
    def program() -> None:
        made = Estate("net", d.estate())  # type: ignore[arg-type]
        assert made.connect("apps", "data").peering_state is not None
        with pytest.raises(ArgsError, match=r"HS150.*nobody"):
            made.connect("apps", "nobody")
        with pytest.raises(ArgsError, match=r"HS106.*apps-data"):
            made.connect("apps", "data")

    assert {item.name for item in deploy(program) if "connection-apps" in item.name} == {
        "net-connection-apps-data",
        "net-connection-apps-data-first-peering",
        "net-connection-apps-data-second-peering",
    }


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"connections": {"x": {"spokes": ["apps"]}}}, ("HS106", "connections.x.spokes")),
        ({"connections": {"x": {"spokes": ["apps", "web"]}}}, ("HS150", "connections.x.spokes[1]")),
        (
            {"connections": {"x": {"spokes": ["apps", "data"]}, "y": {"spokes": ["data", "apps"]}}},
            ("HS106", "connections.y.spokes"),
        ),
        (
            {
                "connections": {},
                "attachedSpokes": {
                    "apps": {"vnetId": d.vnet_id("v"), "addressSpace": ["10.7.0.0/22"], "hub": "weu"},
                },
            },
            ("HS106", "attachedSpokes"),
        ),
        (
            {"otherHubs": {"uks": {"addressSpace": ["10.6.0.0/22"]}}},
            ("HS106", "otherHubs.uks.stack"),
        ),
        (
            {"otherHubs": {"uks": {"vnetId": d.vnet_id("u"), "addressSpace": ["10.6.0.0/24"], "inspected": True}}},
            ("HS191", "otherHubs.uks.firewallAddress"),
        ),
        (
            {
                "otherHubs": {
                    "uks": {"stack": "h", "addressSpace": ["10.6.0.0/24"], "inspected": True, "firewall": False}
                }
            },
            ("HS191", "otherHubs.uks.firewall"),
        ),
        (
            {"otherHubs": {"uks": {"stack": "hub", "addressSpace": ["10.1.0.0/24"]}}},
            ("HS112", "otherHubs.uks.addressSpace[0]"),
        ),
        (
            {"otherHubs": {"uks": {"stack": "hub", "addressSpace": ["10.6.0.0/24"], "subscription": "x"}}},
            ("HS150", "otherHubs.uks.subscription"),
        ),
    ],
)
def test_mistakes_in_an_estate_are_told(more: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(ArgsError) as error:
        estate(**more)
    assert [(found.code, found.path) for found in error.value.problems] == [problem]


def test_a_warning_where_a_pair_passes_a_firewall_by() -> None:
    other = {"vnetId": d.vnet_id("vnet-uks"), "addressSpace": ["10.6.0.0/22"], "inspected": True}
    other |= {"firewallAddress": "10.6.0.4"}
    made = estate(otherHubs={"uks": other})
    (warning,) = [text for text in made.warnings if "connections" in text]
    assert warning == "connections.apps-old: apps and old reach each other past the firewall of uks"


def test_the_reference_of_a_spoke_names_it() -> None:
    seen: list[VnetRef] = []
    made = deploy(lambda: seen.append(Spoke("s", d.spoke()).ref))  # type: ignore[arg-type]
    assert seen[0].address_space == ["10.1.0.0/22"]
    assert "s-peering" in {item.name for item in made}
