"""`world.yaml`: what it may say, and how its mistakes are told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from azure_offline.world.file import WorldFile
from azure_offline.world.form import read_world, world_text
from azure_offline.world.records import (
    DEFAULT_SUBSCRIPTION,
    FOURTH_SUBSCRIPTION,
    SECOND_SUBSCRIPTION,
    THIRD_SUBSCRIPTION,
    Circuits,
    NetworkWatchers,
    Subscription,
    Tenant,
    World,
    default_world,
)
from hubspoke_network.core.errors import SpecError


def test_the_default_world_lets_everything_come_up() -> None:
    world = default_world()
    ids = [DEFAULT_SUBSCRIPTION, SECOND_SUBSCRIPTION, THIRD_SUBSCRIPTION, FOURTH_SUBSCRIPTION]
    assert [(s.id, s.office365) for s in world.subscriptions] == [(id_, True) for id_ in ids]
    assert world.circuits.provisioning == "at-once"
    assert read_world(world_text(world)) == world


def test_what_is_left_out_is_careful() -> None:
    world = read_world(f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}}}]")
    assert world.subscriptions[0].office365 is False
    assert world.circuits.provisioning == "by-hand"
    assert world.network_watchers.creation == "automatic"


MISTAKES = [
    ("subscriptions: []", "the file", ""),
    ("subscriptions: [{id: nope}]", "subscriptions[0].id", "nope"),
    (f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}, office: true}}]", "subscriptions[0].office", "True"),
    (f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}, office365: perhaps}}]", "subscriptions[0].office365", "perhaps"),
    (
        f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}}}]\ncircuits: {{provisioning: soon}}",
        "circuits.provisioning",
        "soon",
    ),
    (f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}}}]\nlimits: {{route_tabels: 3}}", "limits", ""),
    (f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}}}]\nlimits: {{route_tables: 0}}", "limits.route_tables", "0"),
    (f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}}}, {{id: {DEFAULT_SUBSCRIPTION}}}]", "the file", ""),
    (f"subscriptions: [{{id: {DEFAULT_SUBSCRIPTION}, tenant: {SECOND_SUBSCRIPTION}}}]", "the file", ""),
    ("[1, 2]", "the file", ""),
    ("a: [", "in", ""),
]


@pytest.mark.parametrize(("text", "path", "value"), MISTAKES)
def test_a_mistake_is_told_with_path_value_and_what_to_write(text: str, path: str, value: str) -> None:
    with pytest.raises(SpecError) as told:
        read_world(text)
    (problem,) = told.value.problems
    assert problem.path.startswith(path)
    assert problem.value == value
    assert problem.instead


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(SpecError) as told:
        read_world("subscriptions: [{id: a}, {id: b, office365: c}]\nnetworkWatchers: {creation: never}\nmore: 1")
    assert [problem.path for problem in told.value.problems] == [
        "more",
        "networkWatchers.creation",
        "subscriptions[0].id",
        "subscriptions[1].id",
        "subscriptions[1].office365",
    ]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = WorldFile(tmp_path / "world.yaml")
    assert file.current() == default_world()
    WorldFile(tmp_path / "world.yaml").save(default_world().with_office365(SECOND_SUBSCRIPTION, authorised=False))
    changed = file.current().subscription(SECOND_SUBSCRIPTION.upper())
    assert changed is not None
    assert changed.office365 is False


def test_the_file_explains_itself(tmp_path: Path) -> None:
    WorldFile(tmp_path / "world.yaml")
    text = (tmp_path / "world.yaml").read_text()
    assert text.startswith("# The world around the offline Azure.")
    for key in ("office365", "circuits.provisioning", "networkWatchers.creation", "limits"):
        assert f"# {key}:" in text


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Subscription("nope"), "is not a GUID"),
        (lambda: Subscription(DEFAULT_SUBSCRIPTION, tenant="nope"), "is not a GUID"),
        (lambda: Tenant("nope"), "is not a GUID"),
        (lambda: Circuits("soon"), "'soon' is not one of the choices; write 'at-once' or 'by-hand'"),
        (lambda: NetworkWatchers("never"), "'never' is not one of the choices"),
        (lambda: World(subscriptions=()), "lists no subscription"),
        (lambda: replace(default_world(), limits={"route_tabels": 1}), "names unknown limits: route_tabels"),
        (lambda: replace(default_world(), tenants=()), "subscriptions name tenants that are not listed"),
    ],
)
def test_a_world_made_in_a_program_is_checked_as_well(make: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        make()


def test_a_world_made_in_a_program_compares_ids_as_azure_does() -> None:
    world = World(subscriptions=(Subscription(SECOND_SUBSCRIPTION.upper()),))
    assert world.subscription(SECOND_SUBSCRIPTION) == Subscription(SECOND_SUBSCRIPTION)
