"""Circuits and route filters: what is written when, what is secret, what is only warned of."""

from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import ArgsError, Estate, EstateArgs, ExpressRouteCircuit, Hub, Office365RouteFilter
from hubspoke_network.azure.communities import approval_note
from hubspoke_network.core.errors import Problem


def circuit(**more: Any) -> Recording:
    return deploy(lambda: ExpressRouteCircuit("er", d.circuit(**more)).circuit_id)  # type: ignore[arg-type]


def test_a_circuit_is_configured_one_step_at_a_time() -> None:
    made = circuit()
    order = [
        "er-circuit",
        "er-private-peering",
        "er-microsoft-peering",
        "er-authorization-partner",
        "er-authorization-link-weu",
        "er-connection-weu",
    ]
    for index, name in enumerate(order[1:], start=1):
        assert set(order[:index]) <= made.after(made.named(name))


def test_an_order_gives_out_the_service_key_alone() -> None:
    made = circuit(stage="ordered", connections={}, authorizations=[])
    assert [item.name for item in made] == ["er", "er-circuit"]
    outputs = made.named("er").outputs or {}
    assert outputs["serviceKey"] == "key-of-the-circuit"
    assert outputs["connectionIds"] == {}


def test_what_a_circuit_is() -> None:
    inputs = circuit().named("er-circuit").inputs
    assert inputs["sku"] == {"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"}
    assert inputs["serviceProviderProperties"] == {
        "serviceProviderName": "Equinix",
        "peeringLocation": "Amsterdam",
        "bandwidthInMbps": 200,
    }


def test_what_a_microsoft_peering_is() -> None:
    made = circuit(
        microsoftPeering=d.microsoft_peering(routeFilterId="/id", customerAsn=65020, routingRegistry="RIPENCC")
    )
    assert made.named("er-microsoft-peering").inputs == {
        "resourceGroupName": "rg-er",
        "circuitName": "erc-er",
        "peeringName": "MicrosoftPeering",
        "peeringType": "MicrosoftPeering",
        "peerASN": 65010,
        "primaryPeerAddressPrefix": "203.0.113.0/30",
        "secondaryPeerAddressPrefix": "203.0.113.4/30",
        "vlanId": 101,
        "routeFilter": {"id": "/id"},
        "microsoftPeeringConfig": {
            "advertisedPublicPrefixes": ["203.0.113.128/25"],
            "customerASN": 65020,
            "routingRegistryName": "RIPENCC",
        },
    }


def test_a_link_to_another_subscription_uses_an_authorization_and_that_subscriptions_provider() -> None:
    made = circuit()
    link = made.named("er-connection-weu")
    assert "authorizationKey" in link.secrets
    assert made.named("er-authorization-link-weu").urn in link.property_dependencies["authorizationKey"]
    assert link.provider.startswith(f"{made.named('er-hub-provider-weu').urn}::")
    assert link.inputs["resourceGroupName"] == "rg-hub"


def test_a_link_in_one_subscription_has_no_key() -> None:
    made = circuit(connections={"weu": {"hub": d.hub_ref(), "routingWeight": 10}})
    link = made.named("er-connection-weu")
    assert ("authorizationKey" in link.inputs, link.provider, link.inputs["routingWeight"]) == (False, "", 10)


def test_a_link_waits_for_the_gateway_of_a_hub_made_here() -> None:
    def program() -> None:
        hub = Hub("hub", d.hub())  # type: ignore[arg-type]
        ExpressRouteCircuit("er", d.circuit(connections={"weu": {"hub": hub.ref}}))  # type: ignore[arg-type]

    made = deploy(program)
    assert "hub-gateway-er" in made.after(made.named("er-connection-weu"))
    assert "authorizationKey" not in made.named("er-connection-weu").inputs


def test_a_circuit_of_others_is_linked_with_the_key_they_gave() -> None:
    existing = {
        "circuitId": d.CIRCUIT_ID,
        "circuitName": "erc",
        "resourceGroupName": "rg",
        "authorizationKey": "not-to-be-seen",
    }
    made = deploy(
        lambda: (
            ExpressRouteCircuit(
                "er",
                {  # type: ignore[arg-type]
                    "resourceGroupName": "rg-er",
                    "location": "westeurope",
                    "existing": existing,
                    "stage": "provisioned",
                    "connections": {"weu": {"hub": d.hub_ref()}},
                },
            ).circuit_name
        )
    )
    assert [item.name for item in made] == ["er", "er-connection-weu"]
    link = made.named("er-connection-weu")
    assert link.secrets == {"authorizationKey"}
    assert link.inputs["peer"] == {"id": d.CIRCUIT_ID}
    assert made.value == "erc"


@pytest.mark.parametrize(
    ("adopted", "filter_sent", "filter_ignored"), [(None, False, True), (False, False, True), (True, True, False)]
)
def test_a_providers_peering_is_taken_over_first_and_filtered_then(
    adopted: bool | None, filter_sent: bool, filter_ignored: bool
) -> None:
    made = circuit(microsoftPeering=d.provider_peering(routeFilterId="/id", adopted=adopted))
    peering = made.named("er-microsoft-peering")
    assert peering.import_id == f"{d.CIRCUIT_ID}/peerings/MicrosoftPeering"
    assert peering.retained
    assert {"peerASN", "vlanId", "microsoftPeeringConfig", "sharedKey"} <= set(peering.ignored)
    assert ("routeFilter" in peering.inputs, "routeFilter" in peering.ignored) == (filter_sent, filter_ignored)


def test_shared_keys_are_secret() -> None:
    assert circuit().named("er-private-peering").secrets == {"sharedKey"}


@pytest.mark.parametrize(
    ("more", "values"),
    [
        ({}, ["12076:5010"]),
        ({"services": ["SharePointOnline", "ExchangeOnline", "ExchangeOnline"]}, ["12076:5010", "12076:5020"]),
        ({"regions": ["West Europe"]}, ["12076:5010", "12076:51002"]),
        ({"communities": ["12076:5999"]}, ["12076:5010", "12076:5999"]),
        ({"cloud": "usgovernment"}, ["12076:5110"]),
    ],
)
def test_services_become_communities(more: dict[str, Any], values: list[str]) -> None:
    made = deploy(lambda: Office365RouteFilter("o", d.route_filter(**more)).communities)  # type: ignore[arg-type]
    assert made.named("o-rule").inputs["communities"] == values
    assert made.value == values


def test_a_filter_is_there_once_its_rule_is() -> None:
    """Azure refuses to attach an empty one, and the two refusals of Office 365 come in this order."""

    def program() -> None:
        made = Office365RouteFilter("o", d.route_filter())  # type: ignore[arg-type]
        peering = d.microsoft_peering(routeFilterId=made.route_filter_id)
        ExpressRouteCircuit("er", d.circuit(microsoftPeering=peering))  # type: ignore[arg-type]

    made = deploy(program)
    peering = made.named("er-microsoft-peering")
    assert peering.inputs["routeFilter"] == {"id": "o-filter_id"}
    assert {"o-filter", "o-rule"} <= made.after(peering)


@pytest.mark.parametrize(
    ("more", "warned"),
    [({}, True), ({"authorised": True}, False), ({"services": ["EntraId"]}, False)],
)
def test_what_microsoft_must_approve_is_warned_of(more: dict[str, Any], warned: bool) -> None:
    made = deploy(lambda: Office365RouteFilter("o", d.route_filter(**more)).communities)  # type: ignore[arg-type]
    expected = [
        "Exchange Online (12076:5010): Microsoft must authorise the subscription first, and the circuit must be "
        f"Premium. {approval_note()}. Write authorised: true once it is done."
    ]
    assert made.warnings == (expected if warned else [])


def test_a_tier_below_premium_is_warned_of_and_left_to_the_gate() -> None:
    data = d.estate()
    data["circuits"]["ams"]["tier"] = "Standard"
    made = deploy(lambda: Estate("net", data).circuit_ids)  # type: ignore[arg-type]
    assert made.warnings == [
        "circuits.ams: Exchange Online: the circuit's tier is Standard, and Azure wants Premium; write tier: Premium"
    ]
    assert made.named("net-circuit-ams-circuit").inputs["sku"]["tier"] == "Standard"


REFUSING = "is not possible with a {} gateway"
ADVICE = "write sku ErGw3AZ, or ErGwScale from 10 units, for the gateway"
BYPASSES = [
    ({}, "ErGw1AZ"),
    ({"sku": "ErGw1AZ"}, "ErGw1AZ"),
    ({"sku": "ErGw2AZ"}, "ErGw2AZ"),
    ({"sku": "ErGwScale", "scaleUnits": {"minimum": 9, "maximum": 20}}, "ErGwScale"),
    ({"sku": "ErGw3AZ"}, ""),
    ({"sku": "ErGwScale", "scaleUnits": {"minimum": 10, "maximum": 20}}, ""),
]
"""Gateways, and the name that a refusal of FastPath says; nothing for those that the refusal tells to take."""


@pytest.mark.parametrize(("gateway", "refused"), BYPASSES)
def test_fast_path_is_refused_where_it_is_not_possible_and_the_message_says_where_it_is(
    gateway: dict[str, Any], refused: str
) -> None:
    """The message and the rule say one thing: what is refused is what the message names, its advice is taken."""
    described = d.estate()
    described["hubs"]["weu"]["expressRouteGateway"] = gateway
    described["circuits"]["ams"]["hubs"]["weu"] = {"fastPath": True}
    if refused:
        with pytest.raises(ArgsError) as error:
            EstateArgs.of(described)
        assert error.value.problems == (
            Problem("HS169", "circuits.ams.hubs.weu.fastPath", "true", REFUSING.format(refused), ADVICE),
        )
    else:
        made = deploy(lambda: Estate("net", EstateArgs.of(described)))
        (connection,) = made.of_type("VirtualNetworkGatewayConnection")
        assert connection.inputs["expressRouteGatewayBypass"] is True
