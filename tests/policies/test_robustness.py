"""Arbitrary property trees: the pack never crashes, never says that it cannot run, never passes what it cannot read."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policies.policy_support import Out, R, new_analyzer, out, run

from hubspoke_network.azure.resource_types import all_types, table
from hubspoke_policies.reading.types import ALL
from hubspoke_policies.sets.registry import RULES

pytestmark = pytest.mark.slow

TOKENS = [rt.token for rt in all_types() if rt.module == "network" or rt.arm in ALL]
WORDS = ["10.0.0.0/8", "*", "Inbound", "Allow", "Internet", "/subscriptions/x", "", "443", "10.0.0.5/8", "ExpressRoute"]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 70000).map(float),
    st.sampled_from(WORDS),
    st.text(max_size=5),
    st.just(Out(())),
    st.just(out("other")),
)


def trees(keys: list[str]) -> Any:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(keys or ["id"]), inner, max_size=4)
        ),
        max_leaves=12,
    )


@st.composite
def resources(draw: Any) -> R:
    """A resource of a known type with its own property names and any values below them."""
    token = draw(st.sampled_from(TOKENS))
    entry = table()["resources"][token]
    own = sorted(entry["in"])
    nested = sorted({key for shape in _shapes(entry["in"]) for key in shape}) or ["id"]
    inputs = draw(st.dictionaries(st.sampled_from(own), trees(nested), max_size=6))
    if draw(st.booleans()):
        inputs["resourceGroupName"] = "rg"
    return R(token.removeprefix("azure-native:"), "one", inputs)


def _shapes(members: Mapping[str, str]) -> list[Mapping[str, str]]:
    names = {part.lstrip("[{@") for spec in members.values() for part in spec.split("|") if "@" in part}
    return [table()["shapes"][name].get("props", {}) for name in names if name in table()["shapes"]]


def _checked(program: list[R]) -> None:
    answers = run(new_analyzer(RULES), program)
    assert not any("can't run policy" in diagnostic.message for diagnostic in answers.diagnostics)
    assert not any("itself failed" in diagnostic.message for diagnostic in answers.diagnostics), answers.diagnostics


@settings(max_examples=100, deadline=None)
@given(resources())
def test_any_resource(resource: R) -> None:
    _checked([R("network:VirtualNetwork", "other", {"resourceGroupName": "rg"}), resource])


@pytest.mark.prove(cases=10_000)
@settings(max_examples=10_000, deadline=None)
@given(st.lists(resources(), max_size=4))
def test_any_resources_together(program: list[R]) -> None:
    named = [R(r.type, f"r{index}", r.inputs) for index, r in enumerate(program)]
    _checked([R("network:VirtualNetwork", "other", {"resourceGroupName": "rg"}), *named])
