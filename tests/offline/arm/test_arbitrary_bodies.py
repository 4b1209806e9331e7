"""Whatever is sent, ARM answers: success or a coded refusal, and the store stays whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azure_offline.arm.resources.targets import parse_target
from azure_offline.arm.types import DECLARED

from . import (
    cases_circuits,
    cases_gateways,
    cases_general,
    cases_groups,
    cases_networks,
    cases_peerings,
    cases_services,
)
from .bodies import address, circuit, gateway, microsoft_peering, plain, private_peering, ref, site, subnet, vnet
from .conftest import ONE, Azure, network

pytestmark = pytest.mark.slow

MODULES = (
    cases_circuits,
    cases_gateways,
    cases_general,
    cases_groups,
    cases_networks,
    cases_peerings,
    cases_services,
)

THERE = [
    ("virtualNetworks/hub", vnet("10.0.0.0/16")),
    ("virtualNetworks/hub/subnets/GatewaySubnet", subnet("10.0.0.0/26")),
    ("virtualNetworks/hub/subnets/s", subnet("10.0.1.0/24")),
    ("virtualNetworks/vn", vnet("10.1.0.0/16")),
    ("virtualNetworks/vn/subnets/s", subnet("10.1.0.0/24")),
    ("virtualNetworks/vn/subnets/AzureFirewallSubnet", subnet("10.1.1.0/26")),
    ("virtualNetworks/vn/subnets/AzureBastionSubnet", subnet("10.1.2.0/26")),
    ("virtualNetworks/aa", vnet("10.2.0.0/16")),
    ("virtualNetworks/bb", vnet("10.3.0.0/16")),
    ("applicationSecurityGroups/a", plain()),
    ("localNetworkGateways/site", site()),
    ("networkSecurityGroups/g", plain()),
    ("routeTables/t", plain()),
    ("publicIPAddresses/p", address()),
    ("virtualNetworkGateways/gw", gateway()),
    ("expressRouteCircuits/er", circuit()),
    ("expressRouteCircuits/er/peerings/AzurePrivatePeering", private_peering()),
    ("routeFilters/rf", plain()),
    ("firewallPolicies/fp", plain()),
    ("networkWatchers/w", plain(location="northeurope")),
    ("privateDnsZones/corp.example", {"location": "global"}),
    ("privateEndpoints/pe", plain(subnet=ref("virtualNetworks/hub/subnets/s"))),
    ("expressRouteCircuits/er/peerings/MicrosoftPeering", microsoft_peering()),
]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


NAMES = sorted({word for module in MODULES for case in module.CASES for word in _words(case.setup)} | {"id", "name"})
PREFIXES = [
    "10.0.0.0/16",
    "10.0.0.1/16",
    "0.0.0.0/0",
    "fd00::/48",
    "10.0.0.0/99",
    "*",
    "Internet",
    "x/y",
    "10.0.1.0/24",
]
IDS = [network(path) for path, _ in THERE] + [ONE, "/subscriptions/x", "", "/", network("virtualNetworks/none")]

leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(PREFIXES),
    st.sampled_from(IDS),
    st.sampled_from(["Vpn", "ExpressRoute", "Premium", "Allow", "Community", "Standard", "westeurope", "global"]),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
        st.fixed_dictionaries({"id": st.sampled_from(IDS)}),
    ),
    max_leaves=20,
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "location": st.one_of(st.just("westeurope"), leaves),
        "sku": trees,
        "zones": trees,
        "tags": trees,
        "properties": st.one_of(st.dictionaries(st.sampled_from(NAMES), trees, max_size=8), trees),
    },
)


def _path(type_name: str) -> str:
    """An id of the type whose parents exist."""
    namespace, *words = type_name.split("/")
    parents = {
        "virtualNetworks": "hub",
        "networkSecurityGroups": "g",
        "routeTables": "t",
        "expressRouteCircuits": "er",
        "peerings": "AzurePrivatePeering",
        "routeFilters": "rf",
        "firewallPolicies": "fp",
        "networkWatchers": "w",
        "privateDnsZones": "corp.example",
        "privateEndpoints": "pe",
    }
    if type_name.endswith("/resourceGroups"):
        return f"{ONE}2"
    names = [f"{word}/{parents[word]}" for word in words[:-1]] + [f"{words[-1]}/fresh1"]
    return f"{ONE}/providers/{namespace}/{'/'.join(names)}"


@pytest.fixture
def furnished(azure: Azure) -> Azure:
    for path, body in THERE:
        azure.make(path, body)
    return azure


@pytest.mark.parametrize("type_name", [spec.type for spec in DECLARED])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies)
def test_any_body_is_answered(type_name: str, body: dict[str, Any], furnished: Azure) -> None:
    path = _path(type_name)
    answer = furnished.put(path, body)
    if answer.ok:
        assert furnished.get(path)["id"] == path
        assert furnished.put(path, furnished.get(path)).status in {200, 400, 404, 409}
        assert furnished.delete(path).status in {200, 400, 409}
        furnished.delete(path)
    else:
        assert answer.code
        assert answer.message
        assert 400 <= answer.status < 500


def _valid() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """The bodies of the rules' cases, by type."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for module in MODULES:
        for case in module.CASES:
            for step in [*case.setup, case.refused, case.passes]:
                target = parse_target(step[0] if step[0].startswith("/") else network(step[0]))
                if not isinstance(step, str) and target is not None and len(str(step[1])) < 3000:
                    found.setdefault(target.kind, []).append(step)
    return found


VALID = _valid()


def _replaced(value: Any, path: list[int], new: Any) -> Any:
    """`value` with the part that `path` leads to changed for `new`."""
    if not path:
        return new
    if isinstance(value, dict) and value:
        key = list(value)[path[0] % len(value)]
        return {**value, key: _replaced(value[key], path[1:], new)}
    if isinstance(value, list) and value:
        index = path[0] % len(value)
        return [*value[:index], _replaced(value[index], path[1:], new), *value[index + 1 :]]
    return new


@pytest.mark.parametrize("kind", sorted(VALID))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_valid_body_with_one_part_changed_is_answered(kind: str, data: st.DataObject, furnished: Azure) -> None:
    path, body = data.draw(st.sampled_from(VALID[kind]))
    answer = furnished.put(path, _replaced(body, data.draw(st.lists(st.integers(0, 9), max_size=8)), data.draw(trees)))
    if answer.ok:
        assert furnished.read(path).ok
        if not any(there == path for there, _ in THERE):
            furnished.delete(path)
    else:
        assert answer.code
        assert 400 <= answer.status < 500


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    verb=st.sampled_from(["GET", "PUT", "PATCH", "DELETE", "POST", "HEAD", ""]),
    path=st.one_of(
        st.text(max_size=40),
        st.sampled_from(IDS),
        st.lists(
            st.sampled_from(["subscriptions", "resourceGroups", "providers", "a", ONE, "Microsoft.Network", ""])
        ).map("/".join),
    ),
    body=st.one_of(st.none(), bodies, st.text(), st.lists(st.integers())),
)
def test_any_request_is_answered(verb: str, path: str, body: Any, azure: Azure) -> None:
    answer = azure.arm.request(verb, path, body, api_version="2024-05-01")
    assert answer.ok or (answer.code and answer.message)
