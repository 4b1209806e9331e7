"""Facts from YAML: everything read, every mistake told at once with what to write instead."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from hubspoke_network.core.codes import PROBLEM_CODES
from hubspoke_network.core.errors import ReadError, SpecError
from hubspoke_network.model.facts import Appliance, Facts
from hubspoke_network.readers.facts_file import facts_of, read_facts
from hubspoke_network.sets.addresses import AddressSet
from hubspoke_network.sets.flows import FlowSet

FULL = """
onPremises: [10.128.0.0/12, 0.0.0.0/0]
gateways: {VGW-Hub: [10.9.0.0/16]}
circuits: {erc: [10.8.0.0/16]}
connections: {con: []}
hubs: {/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/Hub/: [10.7.0.0/16]}
appliances:
  10.0.1.4: {passes: "tcp 10.0.0.0/8 -> 10.1.0.0/22:443", stateful: false, translates: true}
  NVA: {passes: [everything, icmp * -> *]}
  afw: {passes: everything}
applicationSecurityGroups: {Web: [10.1.0.4, 10.1.0.8/30]}
objectGroups: {addresses: {ad: [10.0.1.4]}}
"""


def test_everything(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(FULL.replace("[everything, icmp * -> *]", "[icmp * -> *, udp * -> *:53]"))
    facts = read_facts(path)
    assert facts == Facts(
        on_premises=(ip_network("10.128.0.0/12"), ip_network("0.0.0.0/0")),
        gateways={"vgw-hub": (ip_network("10.9.0.0/16"),)},
        circuits={"erc": (ip_network("10.8.0.0/16"),)},
        connections={"con": ()},
        hubs={
            "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/hub": (
                ip_network("10.7.0.0/16"),
            )
        },
        appliances={
            "10.0.1.4": Appliance(FlowSet.parse("tcp 10.0.0.0/8 -> 10.1.0.0/22:443"), False, True),
            "nva": Appliance(FlowSet.parse("icmp * -> *; udp * -> *:53")),
            "afw": Appliance(FlowSet.everything()),
        },
        asgs={"web": AddressSet.parse("10.1.0.4", "10.1.0.8/30")},
        object_groups=facts.object_groups,
    )
    assert facts.object_groups.address_set("AD") == AddressSet.parse("10.0.1.4")


def test_settings_of_a_stack_hold_facts() -> None:
    config = {"hubspoke:onPremises": {"a": ["10.128.0.0/12"], "b": ["192.168.0.0/16"]}, "hubspoke:spokes": {"x": 1}}
    networks = (ip_network("10.128.0.0/12"), ip_network("192.168.0.0/16"))
    assert facts_of({"config": config}) == Facts(on_premises=networks)


@pytest.mark.parametrize("document", [None, {}, {"config": {}}])
def test_nothing_said(document: Any) -> None:
    assert facts_of(document) == Facts()


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ([1], [("HS303", "(the file)", "")]),
        ({"typo": 1}, [("HS302", "typo", "")]),
        ({"(sites)": {"a": "x"}}, [("HS303", "onPremises.a", "x")]),
        ({"onPremises": ["10.1.2.3/8"]}, [("HS304", "onPremises[0]", "10.1.2.3/8")]),
        ({"onPremises": {"a": ["x", 5]}}, [("HS304", "onPremises.a[0]", "x"), ("HS304", "onPremises.a[1]", "5")]),
        ({"hubs": {"h": "10.0.0.0/8"}}, [("HS303", "hubs.h", "10.0.0.0/8")]),
        ({"hubs": []}, [("HS303", "hubs", "")]),
        ({"appliances": {"a": {}}}, [("HS301", "appliances.a.passes", "")]),
        ({"appliances": {"a": {"passes": "some"}}}, [("HS305", "appliances.a.passes", "some")]),
        ({"appliances": {"a": {"passes": "x 10.0.0.1 -> *"}}}, [("HS305", "appliances.a.passes", "x 10.0.0.1 -> *")]),
        (
            {"appliances": {"a": {"passes": "everything", "stateful": "maybe", "x": 1}}},
            [("HS303", "appliances.a.stateful", "maybe"), ("HS302", "appliances.a.x", "")],
        ),
        ({"applicationSecurityGroups": {"w": ["y"]}}, [("HS304", "applicationSecurityGroups.w", "")]),
        (
            {"objectGroups": {"addresses": {"a": ["b"]}}, "z": 1},
            [("HS403", "objectGroups.addresses.a[0]", "b"), ("HS302", "z", "")],
        ),
        ({"config": {"hubspoke:onPremises": {"a": ["1"]}}}, [("HS304", "hubspoke:onPremises.a[0]", "1")]),
    ],
)  # fmt: skip
def test_mistakes(document: Any, problems: list[tuple[str, str, str]]) -> None:
    with pytest.raises(SpecError) as caught:
        facts_of(document)
    assert [(p.code, p.path, p.value) for p in caught.value.problems] == problems
    assert {p.code for p in caught.value.problems} <= PROBLEM_CODES.keys()
    assert all(p.instead for p in caught.value.problems)


@pytest.mark.parametrize("text", ["{", "a: b: c", "\x00", "&a [*a", "- !!python/object:x {}"])
def test_no_yaml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(text)
    with pytest.raises(ReadError, match=r"facts\.yaml: no YAML"):
        read_facts(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"No such file"):
        read_facts(tmp_path / "none.yaml")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (4 * 2**20 + 1))
    with pytest.raises(ReadError, match="larger than 4 MiB"):
        read_facts(large)


def test_settings_of_a_stack_hold_facts_under_any_projects_name_and_over_a_base(tmp_path: Path) -> None:
    base = "config:\n  network:onPremises: {campus: [192.168.0.0/16], old: [172.16.0.0/12]}\n"
    own = "config:\n  network:base: base.yaml\n  network:onPremises: {old: null, branch: [10.144.0.0/16]}\n"
    (tmp_path / "base.yaml").write_text(base)
    (tmp_path / "Pulumi.prod.yaml").write_text(own)
    facts = read_facts(tmp_path / "Pulumi.prod.yaml")
    assert facts.on_premises == (ip_network("192.168.0.0/16"), ip_network("10.144.0.0/16"))


def test_a_base_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  hubspoke:base: base.yaml\n")
    with pytest.raises(ReadError, match=r"base\.yaml"):
        read_facts(tmp_path / "Pulumi.prod.yaml")
