"""Whatever arrives: coded errors or success, and nothing of a secret in what is said."""

from typing import Any

import grpc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azure_offline.provider.values import SECRET, SIGNATURE, UNKNOWN
from hubspoke_network.resource_types import all_types, table

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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CASES)
def test_arbitrary_trees_never_end_the_provider(engine: Any, case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    live_through(engine, case)


@pytest.mark.prove
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES)
def test_ten_thousand_trees(engine: Any, case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    live_through(engine, case)


def live_through(engine: Any, case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    """Every request once; whatever is refused is refused by a check, the rest goes through."""
    token, olds, news = case
    name = token.removeprefix("azure-native:")
    checked, failures = engine.check(name, news, olds)
    assert all(isinstance(text, str) and text for text in failures)
    engine.diff(name, olds, checked, olds)
    engine.create(name, checked, preview=True)
    path = {key: "x" for key in table()["resources"][token]["required"] if key.endswith("Name")}
    made, state = engine.create(name, {**checked, **path, **_own_name(token)})
    again = engine.read(name, made, checked, state)
    assert again[0] == made
    engine.update(name, made, {**checked, **path, **_own_name(token)}, state)
    engine.delete(name, made)


def _own_name(token: str) -> dict[str, Any]:
    rt = next(rt for rt in all_types() if rt.token == token)
    names = dict.fromkeys(rt.path_properties, "x")
    return {**names, "scope": "/subscriptions/s/resourceGroups/g"} if "scope" in names else names


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
    def request(self, *arguments: Any, **options: Any) -> Any:
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
