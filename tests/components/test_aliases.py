"""Which aliases a fresh resource does without, and which it keeps."""

import pulumi
import pytest
from measuring.recording import deploy
from pulumi_azure_native import network

from hubspoke import drop_version_aliases
from hubspoke.base.moved import MOVED, Former, aliases_of

KEPT = [
    pulumi.Alias(name="old"),
    pulumi.Alias(type_="azure-native:network:InterfaceEndpoint"),
    pulumi.Alias(type_="azure-native:network/v20180801:InterfaceEndpoint"),
    pulumi.Alias(type_="azure:network/subnet:Subnet"),
    pulumi.Alias(type_="azure-native:network/v20200101:Subnet", name="old"),
    pulumi.Alias(type_="azure-native:network/v20200101:Subnet", parent=pulumi.ROOT_STACK_RESOURCE),
    pulumi.Alias(type_="azure-native:network/latest:Subnet"),
    "urn:pulumi:dev::p::azure-native:network/v20200101:Subnet::s",
]
DROPPED = [
    pulumi.Alias(type_="azure-native:network/v20200101:Subnet"),
    pulumi.Alias(type_="azure-native:network/v20150501preview:Subnet"),
    pulumi.Alias(type_="azure-nextgen:network/v20200101:Subnet"),
]


def transformed(aliases: list[object], kind: str = "azure-native:network:Subnet") -> list[object] | None:
    options = pulumi.ResourceOptions(aliases=aliases)  # type: ignore[arg-type]
    resource: pulumi.Resource = None  # type: ignore[assignment]
    result = drop_version_aliases(pulumi.ResourceTransformationArgs(resource, kind, "s", {}, options))
    return None if result is None else list(result.opts.aliases or [])


@pytest.mark.parametrize("alias", KEPT)
def test_aliases_that_stay(alias: object) -> None:
    assert transformed([alias]) is None


@pytest.mark.parametrize("alias", DROPPED[:2])
def test_aliases_that_go(alias: object) -> None:
    assert transformed([alias]) == []


def test_only_the_versions_go_from_a_mixed_list() -> None:
    assert transformed([*KEPT, *DROPPED[:2]]) == KEPT


def test_other_providers_are_left_alone() -> None:
    assert transformed(DROPPED[:2], "azure:network/subnet:Subnet") is None


def test_the_sdk_still_adds_what_is_dropped() -> None:
    """The day azure-native stops adding them, this whole file can go."""

    def program() -> None:
        network.Subnet("s", resource_group_name="rg", virtual_network_name="v")

    assert len(deploy(program).named("s").aliases) > 40


def test_a_moved_child_is_found_under_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    token = "hubspoke:index:Hub"
    monkeypatch.setitem(MOVED, (token, "subnet"), (Former("0.2.0", role="net"), Former("0.3.0", type="azure:x:Subnet")))
    first, second = aliases_of(token, "hub", "subnet", "app")
    assert (first.name, first.type_) == ("hub-net-app", ...)
    assert (second.name, second.type_) == (..., "azure:x:Subnet")
    assert aliases_of(token, "hub", "vnet", "") == []
