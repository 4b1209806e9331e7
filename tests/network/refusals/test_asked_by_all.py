"""A refusal that needs only documents gives, asked from documents, what the offline Azure answers over its store."""

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.offline.arm.cases import Case
from tests.offline.arm.conftest import ONE, TWO, Azure, network
from tests.offline.arm.test_rules import CASES

import hubspoke_network.refusals as package
from azure_offline.arm import Arm
from azure_offline.arm.types import SPECS
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile
from hubspoke_network.refusals.change import Change
from hubspoke_network.refusals.documents import clean
from hubspoke_network.refusals.refusal import Refusal
from hubspoke_network.refusals.rule import RefusalRule

from .plain_view import Plain, PlainView


def _rules() -> dict[str, RefusalRule[Any]]:
    modules = [import_module(found.name) for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    values = [value for module in modules for value in vars(module).values()]
    return {value.name: value for value in values if isinstance(value, RefusalRule)}


RULES = _rules()

FILLED_IN = {
    "public-address-sku-changed": "publicIPAddressVersion",
    "gateway-fixed": "vpnType",
    "interface-address": "already allocated",
}
"""Refused for a value that Azure fills in, which no document has: rules and what their messages name."""


def _filled_in(case: Case) -> bool:
    return case.rule in FILLED_IN and FILLED_IN[case.rule] in case.message


ASKED = [case for case in CASES if case.rule in RULES and not case.before_passing]
FROM_DOCUMENTS = [case for case in ASKED if not _filled_in(case)]


def _id(path: str) -> str:
    return path if path.startswith("/") else network(path)


def _laid_out(id_: str, body: dict[str, Any]) -> list[Plain]:
    """A document and the children it lists, each on its own, as a template would have them."""
    document = clean(body)
    found: list[Plain] = []
    spec = SPECS[Plain(id_, {}).type.lower()]
    for inline in spec.inline if "properties" in document else ():
        for child in document["properties"].pop(inline.property, []):
            found += _laid_out(f"{id_}/{inline.type.rpartition('/')[2]}/{child['name']}", child)
    return [Plain(id_, document), *found]


def _asked(case: Case) -> Refusal:
    """What the case's rule says, asked from the documents of the case and nothing else."""
    rule, view = RULES[case.rule], PlainView()
    for group in (ONE, TWO):
        view.resources[group.lower()] = Plain(group, {"location": "westeurope"})
    for path, body in case.setup:
        view.resources |= {plain.key: plain for plain in _laid_out(_id(path), body)}
    if isinstance(case.refused, str):
        key = _id(case.refused).lower()
        view.deleted = [found for found in view.resources.values() if f"{found.key}/".startswith(f"{key}/")]
        changes = [Change(view.resources.pop(gone.key), None, gone.key == key) for gone in view.deleted]
    else:
        written = _laid_out(_id(case.refused[0]), case.refused[1])
        changes = [Change(view.get(found.id), found, found is written[0]) for found in written]
        view.resources |= {found.key: found for found in written}
    for change in changes:
        if change.verb in rule.on and rule.name in {own.name for own in SPECS[change.kind].rules}:
            for values in rule.check(change, view):
                return rule.refusal(values)
    raise AssertionError(f"{case.rule} does not refuse")


@pytest.mark.parametrize("case", FROM_DOCUMENTS, ids=str)
def test_documents_and_the_store_give_the_same_refusal(case: Case, tmp_path: Path) -> None:
    store = Store(tmp_path / "azure.sqlite")
    arm = Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False, enforce_inferred=True)
    azure = Azure(arm, tmp_path)
    for path, body in case.setup:
        azure.make(path, body)
    answer = azure.delete(case.refused) if isinstance(case.refused, str) else azure.put(*case.refused)
    store.close()
    asked = _asked(case)
    assert answer.headers["x-azure-offline-rule"] == asked.rule == case.rule
    assert (answer.status, answer.code, answer.message) == (asked.status, asked.code, asked.message)


def test_most_rules_are_asked_from_documents() -> None:
    assert len({case.rule for case in FROM_DOCUMENTS}) >= 100


@pytest.mark.parametrize("case", [case for case in ASKED if _filled_in(case)], ids=str)
def test_what_azure_fills_in_is_not_in_documents(case: Case) -> None:
    with pytest.raises(AssertionError, match="does not refuse"):
        _asked(case)
