"""The open world: a resource type that nobody reads may make an answer unknown, and never turns it round."""

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.network.test_routes_oracle import SUBJECTS, build, enrich, random_world

from hubspoke_network.core.errors import UnknownSubject
from hubspoke_network.model.network_model import build_model
from hubspoke_network.reach.answers import Network
from hubspoke_network.readers.files import read_document

KINDS = (
    "virtualNetworks",
    "subnets",
    "virtualNetworkPeerings",
    "networkSecurityGroups",
    "applicationSecurityGroups",
    "routeTables",
    "routes",
    "networkInterfaces",
    "publicIPAddresses",
    "natGateways",
    "virtualNetworkGateways",
    "connections",
    "localNetworkGateways",
    "azureFirewalls",
    "privateEndpoints",
)


def forget(documents: list[Any], kind: str) -> list[Any]:
    """The documents as they would be if Azure called a type by a name that is not on record."""
    text = json.dumps(documents)
    found: list[Any] = json.loads(text.replace(f"/{kind}/", f"/{kind}Unheard/"))
    return found


def check_forgetting(seed: int, estate: Any, rule: Callable[..., dict[str, Any]], told: Counter[str]) -> None:
    rng = random.Random(seed)
    known = build(random_world(rng), estate)
    if rng.random() < 0.8:
        enrich(rng, estate, rule)
        known = estate.network(known.model.facts)
    documents = list(estate.documents.values())
    present = [kind for kind in KINDS if any(f"/{kind}/" in document["id"] for document in documents)]
    kind = rng.choice(present)
    forgetful = Network(build_model(read_document(forget(documents, kind)).resources, known.model.facts))
    for _ in range(5):
        source, destination = rng.sample(SUBJECTS, 2)
        try:
            before = known.reach(source, destination, "Tcp")
        except UnknownSubject:
            continue
        try:
            after = forgetful.reach(source, destination, "Tcp")
        except UnknownSubject as error:
            told["named in an error" if str(error) else "an error without a word"] += 1
            continue
        told["unknown before" if before.unknown else "known before"] += 1
        told["unknown after"] += bool(after.unknown)
        what = (seed, kind, source, destination)
        assert not after.allowed & before.denied, what
        assert not after.denied & before.allowed, what


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(20))
def test_forgetting_a_type_never_turns_an_answer_round(batch: int, new_estate: Callable[[], Any], rule: Any) -> None:
    told: Counter[str] = Counter()
    for seed in range(batch * 10, batch * 10 + 10):
        check_forgetting(seed, new_estate(), rule, told)
    assert told["known before"] + told["unknown before"] > 0
    assert told["an error without a word"] == 0


@pytest.mark.prove(cases=25)
@pytest.mark.parametrize("batch", range(8, 200))
def test_forgetting_a_type_in_many_more(batch: int, new_estate: Callable[[], Any], rule: Any) -> None:
    told: Counter[str] = Counter()
    for seed in range(batch * 25, batch * 25 + 25):
        check_forgetting(seed, new_estate(), rule, told)
    assert told["known before"] + told["unknown before"] > 0
    assert told["an error without a word"] == 0
