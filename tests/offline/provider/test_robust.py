"""Whatever arrives: coded errors or success, and nothing of a secret in what is said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azure_offline.arm import open_arm
from azure_offline.provider.properties.values import SECRET, SIGNATURE, UNKNOWN
from hubspoke_network.azure.resource_types import SCOPE_PARAMETERS, all_types, table

pytestmark = pytest.mark.slow

CODED = ("Status=4", "cannot create already existing resource", "the inputs hold a value that is not known yet")
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/x"
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-2, 2) | st.text(max_size=4) | st.just(UNKNOWN)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)


def properties(token: str) -> st.SearchStrategy[dict[str, Any]]:
    entry = table()["resources"][token]
    names = st.sampled_from(sorted({*entry["in"], *entry["required"]}))
    return st.dictionaries(names | st.text(max_size=4), TREES, max_size=5)


CASES = st.sampled_from([rt.token for rt in all_types()]).flatmap(
    lambda token: st.tuples(st.just(token), properties(token), properties(token))
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CASES)
def test_arbitrary_trees_never_end_the_provider(engine: Any, case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    live_through(engine, case)


@pytest.mark.prove(cases=5_000)
@settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES)
def test_five_thousand_trees(engine: Any, case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    live_through(engine, case)


@pytest.fixture
def real_arm(tmp_path: Path) -> Iterator[Any]:
    opened = open_arm(tmp_path / "azure")
    yield opened
    opened.store.close()


@pytest.mark.prove(cases=5_000)
@settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES)
def test_five_thousand_trees_before_the_real_arm(
    engine: Any, real_arm: Any, case: tuple[str, dict[str, Any], dict[str, Any]]
) -> None:
    token, _, news = case
    name = token.removeprefix("azure-native:")
    engine.servicer._azure._backend = real_arm
    inputs, _ = engine.check(name, {**news, **_own_name(token), "resourceGroupName": "x", "location": "westeurope"})
    if not real_arm.request("GET", GROUP, api_version="2024-03-01").ok:
        engine.create("resources:ResourceGroup", {"resourceGroupName": "x", "location": "westeurope"})
    result, text = engine.attempt("create", name, inputs)
    if result is not None:
        made, state = result
        for step in (
            ("read", name, made, inputs, state),
            ("update", name, made, inputs, state),
            ("delete", name, made),
        ):
            _, text = engine.attempt(*step)
            assert not text or text.startswith(CODED), text
    assert not text or text.startswith(CODED), text


def live_through(engine: Any, case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    """Every request once; whatever is refused is refused by a check, the rest goes through."""
    token, olds, news = case
    name = token.removeprefix("azure-native:")
    checked, failures = engine.check(name, news, olds)
    assert all(isinstance(text, str) and text for text in failures)
    engine.diff(name, olds, checked, olds)
    engine.create(name, checked, preview=True)
    path = {key: "x" for key in table()["resources"][token]["required"] if key.endswith("Name")}
    given = {**checked, **path, **_own_name(token)}
    result, text = engine.attempt("create", name, given)
    if result is None:
        assert text == "the inputs hold a value that is not known yet"
        return
    made, state = result
    assert engine.read(name, made, checked, state)[0] == made
    engine.update(name, made, given, state)
    engine.delete(name, made)


def _own_name(token: str) -> dict[str, Any]:
    rt = next(rt for rt in all_types() if rt.token == token)
    names = dict.fromkeys(rt.path_properties, "x")
    return names | dict.fromkeys(SCOPE_PARAMETERS & names.keys(), "/subscriptions/s/resourceGroups/g")


@pytest.mark.parametrize("method", ["check", "diff", "create", "update", "read", "delete"])
def test_a_urn_that_is_none(engine: Any, method: str) -> None:
    arguments: dict[str, tuple[Any, ...]] = {
        "check": ("x:y", {}),
        "diff": ("x:y", {}, {}),
        "create": ("x:y", {}),
        "update": ("x:y", "/id", {}),
        "read": ("x:y", "/id"),
        "delete": ("x:y", "/id"),
    }
    error = engine.refused(method, *arguments[method])
    assert error.text == "Resource type azure-native:x:y not found"
    assert error.code is grpc.StatusCode.UNKNOWN


class Broken:
    def call(self, *arguments: Any, **options: Any) -> Any:
        raise RuntimeError("hunter2 in a message")

    def wait_for_operations(self, resource_id: str, timeout: float = 30.0) -> None:
        raise AssertionError


def test_a_crash_is_a_coded_error_without_values(make_engine: Any) -> None:
    engine = make_engine()
    engine.servicer._azure._backend = Broken()
    secret = {SIGNATURE: SECRET, "value": "hunter2"}
    inputs = {"resourceGroupName": "rg", "virtualNetworkGatewayConnectionName": "c", "sharedKey": secret}
    error = engine.refused("create", "network:VirtualNetworkGatewayConnection", inputs)
    assert error.code is grpc.StatusCode.INTERNAL
    assert error.text.startswith("[HS651] the offline provider failed in Create: RuntimeError at test_robust.py:")
    assert "hunter2" not in error.text


def test_a_secret_reaches_azure_plain_and_no_message(engine: Any) -> None:
    secret = {SIGNATURE: SECRET, "value": "hunter2"}
    inputs = {"resourceGroupName": "rg", "virtualNetworkGatewayConnectionName": "c", "sharedKey": secret}
    checked, failures = engine.check("network:VirtualNetworkGatewayConnection", {**inputs, "vpnAuthType": ["hunter2"]})
    assert checked["sharedKey"] == "hunter2"
    assert "hunter2" not in "".join(failures)
    engine.create("network:VirtualNetworkGatewayConnection", inputs)
    assert engine.arm.bodies[0]["properties"]["sharedKey"] == "hunter2"
