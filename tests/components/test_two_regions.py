"""The example with two regions and forty spokes, as the network model sees what its settings come to."""

from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
import yaml
from measuring.recording import deploy
from tests.components.networks import findings, model_of

from hubspoke import Estate, read_settings
from hubspoke_network.azure.type_names import SUBNET
from hubspoke_network.reach.answers import Answer, Network
from hubspoke_network.readers.facts_file import read_facts
from hubspoke_network.sets.ports import PortSet

pytestmark = pytest.mark.slow

FILE = Path(__file__).parents[2] / "examples" / "two-regions-with-firewalls" / "Pulumi.prod.yaml"
WEB = PortSet.parse("443")


@cache
def network() -> Network:
    config = yaml.safe_load(FILE.read_text(encoding="utf-8"))["config"]
    values = {key.removeprefix("network:"): value for key, value in config.items() if key.startswith("network:")}
    made = deploy(lambda: Estate("net", read_settings(values, FILE.name)))
    return Network(model_of(made, read_facts(FILE)))


@cache
def spokes() -> tuple[str, ...]:
    return tuple(sorted(found.label for found in network().model.of_type(SUBNET) if found.label.endswith("main-prod")))


def firewall_of(place: str) -> str:
    """vnet-apps-1-weu-prod/snet-apps-1-weu-main-prod to afw-weu-prod."""
    return f"afw-{place.partition('/')[0].split('-')[-2]}-prod"


def ways(answer: Answer) -> set[tuple[str, ...]]:
    """The firewalls on the ways of what is allowed."""
    return {part.appliances for part in answer.parts if part.verdict == "allowed"}


def by_the_firewalls_only(source: str, destination: str) -> None:
    answer = network().reach(source, destination, "Tcp", WEB)
    assert answer.verdict == "allowed", (source, destination, [part.reason for part in answer.parts])
    assert ways(answer) == {tuple(dict.fromkeys((firewall_of(source), firewall_of(destination))))}


def test_there_are_forty_in_four_subscriptions() -> None:
    config = yaml.safe_load(FILE.read_text(encoding="utf-8"))["config"]
    owners = {spoke.get("subscription", "own") for spoke in config["network:spokes"].values()}
    assert (len(spokes()), owners) == (40, {"own", "data", "edge", "tools"})


SAMPLE = (
    "apps-1-neu",
    "apps-1-weu",
    "apps-2-weu",
    "data-1-weu",
    "data-5-neu",
    "edge-1-neu",
    "edge-1-weu",
    "tools-5-neu",
)


@pytest.mark.parametrize(("here", "there"), list(permutations(SAMPLE, 2)))
def test_a_spoke_reaches_another_by_the_firewalls_only_and_is_answered_by_them(here: str, there: str) -> None:
    """An answer counts as allowed only where its replies pass the same firewalls."""
    by_the_firewalls_only(*(f"vnet-{key}-prod/snet-{key}-main-prod" for key in (here, there)))


@pytest.mark.prove
def test_every_spoke_reaches_every_other_one_by_the_firewalls_only() -> None:
    for source, destination in permutations(spokes(), 2):
        by_the_firewalls_only(source, destination)


def test_nothing_reaches_the_internet_but_as_it_is_declared() -> None:
    for place in spokes():
        answer = network().reach(place, "internet", "Tcp")
        if "-data-" in place:
            assert answer.verdict == "denied", place
        elif place.startswith("vnet-edge-1-"):
            assert ways(answer) == {()}, place
        else:
            assert ways(answer) == {(firewall_of(place),)}, place
            assert answer.allowed.destination_ports() == WEB, place


def test_sites_reach_what_is_meant_for_them_and_are_answered_by_the_same_firewall() -> None:
    for place in spokes():
        for port, wanted in (("443", "allowed"), ("22", "allowed"), ("3389", "denied")):
            answer = network().reach("onpremises", place, "Tcp", PortSet.parse(port))
            assert answer.verdict == wanted, (place, port, [(part.verdict, part.reason) for part in answer.parts])
            assert ways(answer) <= {(firewall_of(place),)}, (place, port)


@pytest.mark.parametrize("rule", ["egress-as-declared", "gateway-subnet-clean", "peering-flags-agree"])
def test_policies_have_nothing_to_say(rule: str) -> None:
    assert findings(network().model, rule) == []
