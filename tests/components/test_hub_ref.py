"""References to hubs: from the same program, from another stack, by hand; and whose provider makes the hub's end."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy
from pulumi_azure_native import Provider

from hubspoke import ArgsError, Hub, HubRef, Spoke

BARE = {"resourceGroupName": "rg-hub", "location": "westeurope", "addressSpace": ["10.0.0.0/22"]}


def provider_name(recording: Recording, name: str) -> str:
    """Logical name of the provider that a resource was given; empty for the default one."""
    found = recording.named(name).provider
    return recording.resources[found.rpartition("::")[0]].name if found else ""


def deployed(hub: str | None, spoke: str | None, ref: Callable[[Hub, dict[str, Provider]], HubRef]) -> Recording:
    """A hub and a spoke, each with a provider of the given name, or with the default one."""

    def program() -> None:
        names = {name for name in (hub, spoke) if name}
        providers = {name: Provider(name, subscription_id=d.SUBSCRIPTION) for name in sorted(names)}

        def options(name: str | None) -> pulumi.ResourceOptions:
            return pulumi.ResourceOptions(providers=[providers[name]]) if name else pulumi.ResourceOptions()

        made = Hub("hub", BARE, options(hub))  # type: ignore[arg-type]
        Spoke("s", d.spoke(hub=ref(made, providers)), options(spoke))  # type: ignore[arg-type]

    return deploy(program)


def spoke_of(hub: dict[str, Any]) -> Recording:
    """A spoke of a hub that this program does not make."""
    return deploy(lambda: Spoke("s", d.spoke(hub=hub)).peering_state)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hub", "spoke", "expected"),
    [
        (None, None, ("", "")),
        ("one", "one", ("one", "one")),
        ("one", "two", ("one", "two")),
        ("one", None, ("one", "")),
        (None, "two", ("s-hub-provider", "two")),
    ],
)
def test_each_end_is_made_in_its_own_subscription(
    hub: str | None, spoke: str | None, expected: tuple[str, str]
) -> None:
    made = deployed(hub, spoke, lambda hub, _: hub.ref)
    assert (provider_name(made, "s-hub-peering"), provider_name(made, "s-peering")) == expected


def test_a_hub_by_hand_in_another_subscription_gets_a_provider_of_it() -> None:
    made = spoke_of(d.hub_ref(subscription=d.SUBSCRIPTION))
    assert provider_name(made, "s-hub-peering") == "s-hub-provider"
    assert made.named("s-hub-provider").inputs["subscriptionId"] == d.SUBSCRIPTION
    assert provider_name(made, "s-peering") == ""


def test_one_provider_can_be_given_for_all_spokes_of_a_hub() -> None:
    made = deployed(
        "one",
        None,
        lambda _, providers: HubRef.of(d.hub_ref(subscription=d.SUBSCRIPTION)).with_provider(providers["one"]),
    )
    assert provider_name(made, "s-hub-peering") == "one"


def test_a_hub_by_hand_in_the_same_subscription_needs_none() -> None:
    made = spoke_of(d.hub_ref())
    assert made.of_type("azure-native") == []
    assert provider_name(made, "s-hub-peering") == ""


def other_stack(**more: Any) -> pulumi.Output[dict[str, Any]]:
    """What a StackReference gives."""
    return pulumi.Output.from_input({"id": d.VNET_ID, "name": "vnet-hub", "group": "rg-hub"} | more)


def from_stack(outputs: pulumi.Output[dict[str, Any]], **more: Any) -> dict[str, Any]:
    names = {"vnetId": outputs["id"], "vnetName": outputs["name"], "resourceGroupName": outputs["group"]}
    return d.hub_ref(**names, **more)


def test_a_reference_from_another_stack_is_used_as_it_is() -> None:
    made = spoke_of(from_stack(other_stack()))
    assert made.named("s-hub-peering").inputs["virtualNetworkName"] == "vnet-hub"
    assert made.named("s-peering").inputs["remoteVirtualNetwork"] == {"id": d.VNET_ID}


def test_what_is_plain_is_checked_against_it() -> None:
    hub = from_stack(other_stack(), subscription="00000000-0000-0000-0000-000000000009")
    with pytest.raises(ArgsError) as error:
        spoke_of(hub)
    assert [(problem.code, problem.path) for problem in error.value.problems] == [("HS154", "subscription")]
