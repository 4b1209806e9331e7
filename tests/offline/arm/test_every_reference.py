"""Every reference of every declared type: what it may not name, and what each refusal says."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from azure_offline.arm.resources.declarations import Reference, TypeSpec
from azure_offline.arm.types import DECLARED, SPECS
from hubspoke_network.azure.names import name_rule

from .conftest import ONE, Azure, network
from .test_life_cycles import LIVES, SETUP

pytestmark = pytest.mark.slow

TABLE = "Microsoft.Network/routeTables"
UNHEARD = "00000000-0000-0000-0000-0000000000ff"

REFERENCES = [
    pytest.param(spec, reference, id=f"{spec.type.partition('/')[2]}: {reference.path}")
    for spec in DECLARED
    for reference in spec.references
]


@pytest.fixture
def full(azure: Azure) -> Azure:
    for id_, body in SETUP:
        azure.make(id_, body)
    return azure


def missing(type_name: str) -> str:
    """The id of a resource that is not there."""
    words = type_name.split("/")
    path = "/".join(f"{word}/gone" for word in words[1:])
    return network("x").replace("Microsoft.Network/x", f"{words[0]}/{path}")


def naming(spec: TypeSpec, reference: Reference, value: str) -> dict[str, Any]:
    """A body of the type in which the reference names `value`."""
    body = copy.deepcopy(LIVES[spec.type][1])
    here: Any = body
    *way, last = reference.path.split(".")
    for word in way:
        name = word.removesuffix("[]")
        if word.endswith("[]"):
            here = here.setdefault(name, [])
            here.extend([] if here else [{"name": "one"}])
            here = here[0]
        else:
            here = here.setdefault(name, {})
    name = last.removesuffix("[]")
    here[name] = [value] if last.endswith("[]") else value
    return body


def wrong(spec: TypeSpec, reference: Reference) -> Iterator[tuple[str, str]]:
    """Values that the reference may not have, and the rule that refuses each."""
    yield "nothing", "reference-not-an-id"
    target = next(iter(reference.to), "Microsoft.Network/routeTables")
    yield missing(target).replace(ONE.split("/")[2], UNHEARD), "reference-not-readable"
    if reference.to:
        other = next(name for name in ("Microsoft.Network/ipGroups", TABLE) if name not in reference.to)
        yield missing(other), "reference-wrong-type"
    if reference.exists:
        yield missing(target), "reference-missing"


@pytest.mark.parametrize(("spec", "reference"), REFERENCES)
def test_what_it_may_not_name_is_refused(spec: TypeSpec, reference: Reference, full: Azure) -> None:
    before = full.arm.export()
    for value, rule in wrong(spec, reference):
        answer = full.put(LIVES[spec.type][0], naming(spec, reference, value))
        assert answer.headers.get("x-azure-offline-rule") == rule, (value, answer.status, answer.code, answer.message)
        assert full.arm.export() == before


@pytest.mark.parametrize("spec", [spec for spec in DECLARED if spec.child], ids=lambda spec: spec.type)
def test_a_child_needs_its_parent(spec: TypeSpec, full: Azure) -> None:
    id_, body = LIVES[spec.type]
    owner, word, name = (id_ if id_.startswith("/") else network(id_)).rsplit("/", 2)
    answer = full.put(f"{owner}-gone/{word}/{name}", body)
    assert (answer.status, answer.code) == (404, spec.parent_code)


@pytest.mark.parametrize("spec", [spec for spec in DECLARED if name_rule(spec.type)], ids=lambda spec: spec.type)
def test_a_name_that_azure_does_not_take_is_refused(spec: TypeSpec, full: Azure) -> None:
    rule = name_rule(spec.type)
    assert rule is not None
    id_, body = LIVES[spec.type]
    head = (id_ if id_.startswith("/") else network(id_)).rpartition("/")[0]
    answer = full.put(f"{head}/{'n' * (rule.maximum + 1)}", body)
    assert answer.headers.get("x-azure-offline-rule") == "resource-name", answer.message


@pytest.mark.parametrize("level", ["CanNotDelete", "ReadOnly"])
@pytest.mark.parametrize("type_name", [name for name in LIVES if name != "Microsoft.Authorization/locks"])
def test_a_lock_keeps_it(type_name: str, level: str, full: Azure) -> None:
    id_, body = LIVES[type_name]
    full.make(id_, body)
    lock = f"{id_ if id_.startswith('/') else network(id_)}/providers/Microsoft.Authorization/locks/keep"
    full.make(lock, {"properties": {"level": level}})
    refused = full.delete(id_)
    assert (refused.status, refused.code) == (409, "ScopeLocked")
    written = full.put(id_, {**body, "tags": {"by": "hand"}} if SPECS[type_name.lower()].location != "none" else body)
    assert written.ok == (level == "CanNotDelete"), written.message
    assert full.delete(lock).status == 200
    assert full.delete(id_).status == 200


HOLDING = [
    pytest.param(spec, reference, id=f"{spec.type.partition('/')[2]}: {reference.path}")
    for spec in DECLARED
    for reference in spec.references
    if reference.holds and reference.exists and reference.to[:1] and reference.to[0] in LIVES
]
ONLY_OF_A_KIND = {
    "gateway-subnet-name": "a gateway takes GatewaySubnet only",
    "service-subnet-name": "firewalls and Bastion take their own subnets only",
    "connection-gateway-type": "a VPN gateway takes no circuit",
}
"""Rules by which a type takes not every resource of the type that its reference names; `cases_*.py` have those."""


@pytest.mark.parametrize(("spec", "reference"), HOLDING)
def test_what_it_names_cannot_be_deleted(spec: TypeSpec, reference: Reference, full: Azure) -> None:
    id_, body = LIVES[reference.to[0]]
    target = (id_ if id_.startswith("/") else network(id_)) + "2" * (reference.to[0] == spec.type)
    full.make(target, body)
    made = full.put(LIVES[spec.type][0], naming(spec, reference, target))
    if not made.ok:
        assert made.headers["x-azure-offline-rule"] in ONLY_OF_A_KIND
        return
    before = full.arm.export()
    refused = full.delete(target)
    assert refused.status in {400, 409}, refused.message
    assert full.arm.export() == before
    assert full.delete(LIVES[spec.type][0]).status == 200
    assert full.delete(target).status == 200
