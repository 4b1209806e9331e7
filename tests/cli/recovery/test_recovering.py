"""Recovery against a Pulumi of paper: what it asks, what it imports, what it leaves, and what it says."""

from collections.abc import Callable
from typing import Any

import pytest

from hubspoke_cli.recovery.placing import place
from hubspoke_cli.recovery.pulumi_command import Locked, find_pulumi
from hubspoke_cli.recovery.recovering import Declined, Outcome, Recovery
from hubspoke_cli.verbs.recover import report
from hubspoke_network.core.errors import HubspokeError

ONE = "00000000-0000-0000-0000-000000000001"
TWO = "00000000-0000-0000-0000-000000000002"
PROVIDER = "urn:pulumi:dev::p::pulumi:providers:azure-native::default_3_29_0"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
GROUP = f"/subscriptions/{ONE}/resourceGroups/rg"
VNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/hub"


def urn(token: str, name: str, parent: str = "") -> str:
    return f"urn:pulumi:dev::p::{parent + '$' if parent else ''}azure-native:{token}::{name}"


class Planned:
    """One resource of the program: its name in Azure, what it lies in, and how it is planned."""

    def __init__(
        self, token: str, name: str, id_: str, inputs: dict[str, Any], within: "Planned | None" = None
    ) -> None:
        self.token, self.name, self.id, self.inputs, self.within = token, name, id_, inputs, within

    @property
    def urn(self) -> str:
        return urn(self.token, self.name)


RG = Planned("resources:ResourceGroup", "group", GROUP, {"resourceGroupName": "rg"})
HUB = Planned("network:VirtualNetwork", "hub", VNET, {"resourceGroupName": "rg", "virtualNetworkName": "hub"}, RG)
APP = Planned("network:Subnet", "app", f"{VNET}/subnets/app", {"resourceGroupName": "rg", "subnetName": "app"}, HUB)
LOST = Planned("network:RouteTable", "rt", "", {"resourceGroupName": "rg", "routeTableName": "rt1234abcd"}, RG)
ODD = Planned("network:Odd", "odd", "", {"resourceGroupName": "rg"}, RG)


class Paper:
    """A Pulumi of paper: a program, what is in Azure, and what is in the state."""

    def __init__(self, program: list[Planned], azure: list[Planned], state: list[Planned]) -> None:
        self.program, self.azure, self.known = program, azure, list(state)
        self.subscription = ONE
        self.pending: list[dict[str, Any]] = []
        self.locked: list[str] = []
        self.calls: list[str] = []
        self.imports: list[list[tuple[str, str]]] = []
        self.import_error = ""
        self.at_once = 100

    def state(self) -> dict[str, Any]:
        resources = [{"urn": one.urn, "type": f"azure-native:{one.token}", "id": one.id} for one in self.known]
        return {"resources": resources, "pending_operations": self.pending}

    def refresh(self) -> None:
        self.calls.append("refresh")
        if self.locked:
            raise Locked(self.locked[0])
        self.pending = []

    def cancel(self) -> None:
        self.calls.append("cancel")
        self.locked = []

    def preview(self) -> tuple[dict[str, Any], dict[str, Any]]:
        steps, entries = [], []
        for one in self.program:
            if one in self.known:
                continue
            inputs = dict(one.inputs)
            origins: dict[str, list[str]] = {}
            if one is APP:
                inputs["virtualNetworkName"] = "hub" if HUB in self.known else UNKNOWN
                origins["virtualNetworkName"] = [HUB.urn]
            state = {"inputs": inputs, "provider": f"{PROVIDER}::x", "propertyDependencies": origins}
            steps.append({"op": "create", "urn": one.urn, "newState": state})
            entries.append({"type": f"azure-native:{one.token}", "name": one.name, "id": "<PLACEHOLDER>"})
        return {"steps": steps}, {"nameTable": {}, "resources": entries}

    def import_resources(self, document: dict[str, Any]) -> str:
        self.imports.append([(entry["name"], entry["id"]) for entry in document["resources"]])
        said = [self.import_error] if self.import_error else []
        for name, id_ in self.imports[-1][: self.at_once]:
            one = next(one for one in self.program if one.name == name)
            if one in self.azure and not self.import_error:
                self.known.append(one)
            elif not self.import_error:
                said.append(f" =  {one.token} {name} importing error: resource '{id_}' does not exist")
        return "\n".join(said)


def recover(paper: Paper, agree: Callable[[str], bool] = lambda _: True) -> Outcome:
    return Recovery(paper, agree, lambda _: None).run()


def names(found: list[Any]) -> list[str]:
    return [one.name for one in found]


def test_it_goes_round_by_round_from_the_outside_in() -> None:
    paper = Paper([RG, HUB, APP], azure=[RG, HUB, APP], state=[])
    outcome = recover(paper)
    assert names(outcome.adopted) == ["group", "hub", "app"]
    assert paper.imports == [[("group", GROUP), ("hub", VNET)], [("app", f"{VNET}/subnets/app")]]
    assert outcome.settled


def test_what_is_not_in_azure_is_left_to_up() -> None:
    paper = Paper([RG, HUB, APP], azure=[RG], state=[RG])
    outcome = recover(paper)
    assert (names(outcome.adopted), names(outcome.absent), outcome.unplaced) == ([], ["hub"], [])
    assert outcome.settled
    assert report(outcome) == ["not in Azure, `up` creates it: azure-native:network:VirtualNetwork hub"]


def test_an_import_that_stops_early_is_gone_on_with() -> None:
    paper = Paper([RG, HUB], azure=[RG, HUB], state=[])
    paper.at_once = 1
    outcome = recover(paper)
    assert (names(outcome.adopted), names(outcome.absent)) == (["group", "hub"], [])
    assert len(paper.imports) == 2


def test_an_import_that_gets_nowhere_ends_with_its_reason() -> None:
    paper = Paper([RG], azure=[RG], state=[])
    paper.import_error = "error: the plugin is broken"
    outcome = recover(paper)
    assert [(one.name, reason) for one, reason in outcome.failed] == [("group", "error: the plugin is broken")]
    assert not outcome.settled


def test_random_names_and_unknown_types_are_named() -> None:
    outcome = recover(Paper([RG, LOST, ODD], azure=[RG, LOST], state=[RG]))
    assert report(outcome) == [
        "cannot be placed: azure-native:network:RouteTable rt has a random name; give it one, or import it by hand",
        "cannot be placed: azure-native:network:Odd odd hubspoke does not know how ids of this type are made",
    ]
    assert not outcome.settled


def test_a_create_that_was_begun_tells_even_a_random_name() -> None:
    paper = Paper([RG, LOST], azure=[RG, LOST], state=[RG])
    inputs = {"resourceGroupName": "rg", "routeTableName": "rtffffffff"}
    paper.pending = [{"type": "creating", "resource": {"urn": LOST.urn, "inputs": inputs, "provider": PROVIDER}}]
    outcome = recover(paper)
    assert paper.imports == [[("rt", f"{GROUP}/providers/Microsoft.Network/routeTables/rtffffffff")]]
    assert report(outcome) == [
        "1 operations of the last run had not ended; they are settled.",
        "taken into the state: azure-native:network:RouteTable rt",
    ]


def test_nothing_is_imported_against_the_users_will() -> None:
    paper = Paper([RG], azure=[RG], state=[])
    asked: list[str] = []

    def no(text: str) -> bool:
        asked.append(text)
        return False

    with pytest.raises(Declined):
        recover(paper, no)
    assert paper.imports == []
    assert f"azure-native:resources:ResourceGroup group\n    {GROUP}" in asked[0]


def test_a_dead_runs_lock_is_taken_away_when_agreed() -> None:
    paper = Paper([RG], azure=[], state=[RG])
    paper.locked = ["the stack is currently locked by 1 lock(s)\n created by me@elsewhere (pid 1) at noon"]
    assert recover(paper).unlocked
    assert paper.calls == ["refresh", "cancel", "refresh"]
    paper.locked = ["the stack is currently locked by 1 lock(s)"]
    with pytest.raises(Declined, match="still locked"):
        recover(paper, lambda _: False)


def test_a_living_runs_lock_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import socket

    paper = Paper([RG], azure=[], state=[RG])
    paper.locked = [f"locked by 1 lock(s)\n created by me@{socket.gethostname()} (pid {os.getpid()}) at noon"]
    with pytest.raises(Locked):
        recover(paper)
    assert paper.calls == ["refresh"]


def step(one: str, **inputs: Any) -> dict[str, Any]:
    return {"op": "create", "urn": one, "newState": {"inputs": inputs, "provider": f"{PROVIDER}::x"}}


def test_new_components_come_along_and_children_of_absent_resources_do_not() -> None:
    box, deep = "demo:index:Box", "demo:index:Box$demo:index:Deep"
    file = {
        "nameTable": {"old": "urn:pulumi:dev::p::demo:index:Box::old"},
        "resources": [
            {"type": "demo:index:Box", "name": "box", "component": True},
            {"type": "demo:index:Deep", "name": "deep", "component": True, "parent": "box"},
            {"type": "demo:index:Box", "name": "unused", "component": True},
            {"type": "azure-native:resources:ResourceGroup", "name": "a", "parent": "deep"},
            {"type": "azure-native:resources:ResourceGroup", "name": "a2", "logicalName": "a", "parent": "old"},
            {"type": "azure-native:resources:ResourceGroup", "name": "child", "parent": "a2"},
        ],
    }
    urns = [
        urn("resources:ResourceGroup", "a", deep),
        urn("resources:ResourceGroup", "a", box),
        urn("resources:ResourceGroup", "child", f"{box}$azure-native:resources:ResourceGroup"),
    ]
    steps = [step(one, resourceGroupName=f"rg{index}") for index, one in enumerate(urns)]
    placement = place({"steps": steps}, file, lambda _: ONE, {})
    assert [(one.urn, one.entry, one.id[-3:]) for one in placement.placed] == [
        (urns[0], "a", "rg0"),
        (urns[1], "a2", "rg1"),
        (urns[2], "child", "rg2"),
    ]
    imported = placement.import_file([urns[0], urns[2]])
    assert [entry["name"] for entry in imported["resources"]] == ["box", "deep", "a"]
    assert imported["nameTable"] == file["nameTable"]


def test_each_provider_has_its_subscription() -> None:
    other = "urn:pulumi:dev::p::pulumi:providers:azure-native::hub"
    state = {
        "resources": [
            {"urn": other, "type": "pulumi:providers:azure-native", "inputs": {"subscriptionId": TWO}},
            {"urn": HUB.urn, "type": "azure-native:network:VirtualNetwork", "id": VNET, "provider": f"{PROVIDER}::x"},
        ]
    }
    from hubspoke_cli.recovery.placing import subscriptions_in

    assert subscriptions_in(state, {}) == {other: TWO, PROVIDER: ONE}


def test_without_a_subscription_it_says_what_to_give() -> None:
    placement = place(
        {"steps": [step(RG.urn, **RG.inputs)]},
        {"resources": [{"type": "azure-native:resources:ResourceGroup", "name": "group"}]},
        lambda _: "",
        {},
    )
    assert [one.reason for one in placement.unplaced] == ["its subscription is not known; give --subscription"]


def test_a_command_that_is_not_there_is_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HubspokeError, match="--pulumi: there is no command 'no-such-pulumi'"):
        find_pulumi("no-such-pulumi", tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HubspokeError, match="there is no `pulumi` here"):
        find_pulumi("", tmp_path)
    (tmp_path / ".azure-offline" / "state").mkdir(parents=True)
    assert find_pulumi("", tmp_path / "sub").endswith("/pulumi-offline")
    real = tmp_path / "pulumi"
    real.write_text("#!/bin/sh\n")
    real.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HubspokeError, match="write --pulumi pulumi-offline, or --pulumi pulumi"):
        find_pulumi("", tmp_path)
