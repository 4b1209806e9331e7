"""What is refused, with one line each, and what holds for every state and plan."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.readers_terraform.forms import BASE, IN_GROUP, change, plan, resource

from hubspoke_network.core.errors import ReadError
from hubspoke_network.core.ids import parse_id
from hubspoke_network.core.unknown import Unknown
from hubspoke_network.readers.templates.result import Declared
from hubspoke_network.readers.terraform.read import is_terraform, read_terraform
from hubspoke_network.readers.terraform.table import LINKS, PARTS, SHAPES

WAYS = "give what `terraform show -json` writes of the state, or `terraform show -json FILE` of a plan"
RAW = {"version": 4, "serial": 1}


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


REFUSED = {
    "something else": ({"value": []}, f"t.json: no Terraform state or plan; {WAYS}"),
    "encrypted": ({"encrypted_data": "x"}, f"t.json: an encrypted state; {WAYS}"),
    "schemas": (
        {"format_version": "1.0", "provider_schemas": {}},
        f"t.json: the schemas of providers, not a state; {WAYS}",
    ),
    "an old file": ({"version": 3, "serial": 1}, f"t.json: a state file of version 3, and 4 is read; {WAYS}"),
    "depth": (
        {"format_version": "1.0", "values": nested(80)},
        "t.json: nested deeper than 64 levels, which no Azure resource is",
    ),
    "values": (
        {"format_version": "1.0", "values": []},
        "t.json: values is no object; give what `terraform show -json` writes",
    ),
    "resources": (
        {"format_version": "1.0", "values": {"root_module": {"resources": 1}}},
        "t.json: resources is no list; give what `terraform show -json` writes",
    ),
    "a resource": (
        {"format_version": "1.0", "values": {"root_module": {"resources": [{}]}}},
        "t.json: a resource without address or type; give what `terraform show -json` writes",
    ),
    "an instance": (
        {**RAW, "resources": [{"type": "a", "name": "b", "instances": [{}]}]},
        "t.json: an instance without attributes; give what `terraform show -json` writes",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name: str) -> None:
    document, told = REFUSED[name]
    with pytest.raises(ReadError) as raised:
        read_terraform(document, where="t.json")
    assert str(raised.value) == told


ATTRIBUTES = sorted(
    {
        "id", "name", "resource_group_name", "type", "body", "parent_id",
        *(field.source for shape in SHAPES.values() for field in shape.fields),
        *(inner.source for shape in SHAPES.values() for field in shape.fields for inner in field.fields),
        *(shape.parent for shape in SHAPES.values() if shape.parent),
        *(name for link in LINKS.values() for name in (link.holder, link.member, link.entry) if name),
    }
)  # fmt: skip
KINDS = sorted(
    [*SHAPES, *LINKS, *PARTS, "azapi_resource", "azurerm_virtual_network_dns_servers", "azurerm_other", "null_resource"]
)
ADDRESSES = st.sampled_from(
    [f"{kind}.x" for kind in KINDS[::3]] + ["azurerm_subnet.x", 'azurerm_subnet.y["a/b"]', "module.m.azurerm_lb.x"]
)
TEXTS = st.sampled_from(
    ["", "x", "s", f"{BASE}/virtualNetworks/v", f"{BASE}/loadBalancers/x", "10.0.0.0/16", "a/b", "{", "\ud800"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
ANY = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(ATTRIBUTES), inner, max_size=3),
    max_leaves=6,
)
REFERENCES = st.lists(
    st.one_of(
        ADDRESSES,
        ADDRESSES.map(lambda text: f"{text}.id"),
        st.sampled_from(["var.x", "local.x", "each.value", "module.m.o", "", "."]),
    ),
    max_size=3,
)


def _resources() -> st.SearchStrategy[Any]:
    return st.builds(
        lambda address, kind, values, mode, sensitive: {
            "address": address, "type": kind, "mode": mode, "values": values, "sensitive_values": sensitive
        },
        ADDRESSES,
        st.sampled_from(KINDS),
        st.dictionaries(st.sampled_from(ATTRIBUTES), ANY, max_size=8) | ANY,
        st.sampled_from(["managed", "data"]),
        ANY,
    )  # fmt: skip


def _configuration() -> st.SearchStrategy[Any]:
    expression = st.fixed_dictionaries({"references": REFERENCES | ANY}) | ANY
    expressions = st.dictionaries(st.sampled_from(ATTRIBUTES), expression, max_size=3)
    resources = st.builds(
        lambda address, given, each: {"address": address, "expressions": given, "for_each_expression": each},
        ADDRESSES,
        expressions | ANY,
        expression,
    )
    module = st.builds(
        lambda items, outputs: {"resources": items, "outputs": {"o": {"expression": outputs}}},
        st.lists(resources, max_size=2),
        expression,
    )
    return st.builds(
        lambda inside, items: {
            "root_module": {"resources": items, "module_calls": {"m": {"module": inside, "expressions": {"x": {}}}}}
        },
        module | ANY,
        st.lists(resources, max_size=3) | ANY,
    )


SHOWN = st.builds(
    lambda key, resources, changes, configuration: {
        "format_version": "1.2",
        key: {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": configuration,
    },
    st.sampled_from(["values", "planned_values"]),
    st.lists(_resources(), max_size=5),
    st.lists(
        st.builds(
            lambda address, actions, unknown, sensitive, before: {
                "address": address,
                "change": {
                    "actions": actions, "after_unknown": unknown, "after_sensitive": sensitive, "before": before
                },
            },
            ADDRESSES,
            st.sampled_from([["create"], ["delete"], ["delete", "create"], ["no-op"]]) | ANY,
            st.dictionaries(st.sampled_from(ATTRIBUTES), st.just(True) | ANY, max_size=4) | ANY,
            ANY,
            ANY,
        ),
        max_size=4,
    ),
    _configuration() | ANY,
)  # fmt: skip
RAWS = st.builds(
    lambda kind, attributes, marks: {
        **RAW,
        "resources": [
            {"type": kind, "name": "x", "instances": [{"attributes": attributes, "sensitive_attributes": marks}]}
        ],
    },
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(ATTRIBUTES), ANY, max_size=8) | ANY,
    ANY,
)


@settings(max_examples=150, deadline=None)
@given(SHOWN | RAWS | ANY)
def test_no_document_breaks_the_reader(document: object) -> None:
    _read_or_refuse(document)


@pytest.mark.prove(cases=3_000)
@settings(max_examples=3_000, deadline=None)
@given(SHOWN | RAWS | ANY)
def test_no_document_of_many_breaks_the_reader(document: object) -> None:
    _read_or_refuse(document)


def _read_or_refuse(document: object) -> None:
    try:
        declared = read_terraform(document, where="t.json")
    except ReadError as error:
        told = str(error)
    else:
        told = "t.json: read"
        _check(declared)
    assert told.startswith("t.json: ")
    assert "\n" not in told


def _check(declared: Declared) -> None:
    for item in declared.documents:
        assert parse_id(item["id"]) is not None
        assert isinstance(item["type"], str)
        assert "properties" in item


@settings(max_examples=100, deadline=None)
@given(ANY | st.dictionaries(st.sampled_from(["format_version", "version", "serial", "values"]), LEAVES))
def test_recognition_never_fails(document: object) -> None:
    assert isinstance(is_terraform(document), bool)


def _is_below(less: Any, more: Any) -> bool:
    """Whether `less` says nothing that `more` does not: equal where it is known."""
    if isinstance(less, Unknown):
        return True
    if isinstance(less, Mapping) and isinstance(more, Mapping):
        return all(_is_below(less.get(key), more.get(key)) for key in less.keys() | more.keys())
    if isinstance(less, list) and any(isinstance(item, Unknown) for item in less):
        return True  # an entry of which it is not known whether it is there
    if isinstance(less, list) and isinstance(more, list):
        return len(less) == len(more) and all(_is_below(a, b) for a, b in zip(less, more, strict=True))
    return bool(less == more)


V = f"{BASE}/virtualNetworks/v"
WHOLE: dict[str, dict[str, Any]] = {
    "azurerm_virtual_network.v": {
        **IN_GROUP, "name": "v", "address_space": ["10.0.0.0/16"], "dns_servers": ["10.0.0.4"],
        "subnet": [{"id": f"{V}/subnets/s", "name": "s", "address_prefixes": ["10.0.0.0/24"]}],
    },
    "azurerm_subnet.s": {
        **IN_GROUP, "name": "s", "virtual_network_name": "v", "address_prefixes": ["10.0.0.0/24"],
        "default_outbound_access_enabled": False,
    },
    "azurerm_network_security_group.n": {
        **IN_GROUP, "name": "n",
        "security_rule": [
            {"name": "in", "access": "Deny", "direction": "Inbound", "priority": 100, "protocol": "*",
             "source_address_prefix": "*", "destination_port_ranges": ["22"]},
        ],
    },
    "azurerm_subnet_network_security_group_association.a": {
        "subnet_id": f"{V}/subnets/s", "network_security_group_id": f"{BASE}/networkSecurityGroups/n",
    },
    "azurerm_subnet_route_table_association.r": {
        "subnet_id": f"{V}/subnets/s", "route_table_id": f"{BASE}/routeTables/t",
    },
    "azurerm_route_table.t": {**IN_GROUP, "name": "t", "bgp_route_propagation_enabled": True, "route": []},
    "azurerm_network_interface.i": {
        **IN_GROUP, "name": "i", "ip_forwarding_enabled": True,
        "ip_configuration": [{"name": "a", "subnet_id": f"{V}/subnets/s"}, {"name": "b"}],
    },
    "azurerm_network_interface_backend_address_pool_association.p": {
        "network_interface_id": f"{BASE}/networkInterfaces/i", "ip_configuration_name": "a",
        "backend_address_pool_id": f"{BASE}/loadBalancers/l/backendAddressPools/b",
    },
}  # fmt: skip
NAMED = {"name", "resource_group_name", "virtual_network_name"}
FORGETTABLE = [(address, key) for address, values in WHOLE.items() for key in values if key not in NAMED]


@settings(max_examples=200, deadline=None)
@given(st.sets(st.sampled_from(FORGETTABLE)))
def test_what_is_known_after_apply_flips_nothing(forgotten: set[tuple[str, str]]) -> None:
    _forgetting_flips_nothing(forgotten)


@pytest.mark.prove(cases=2_000)
@settings(max_examples=2_000, deadline=None)
@given(st.sets(st.sampled_from(FORGETTABLE)))
def test_what_is_known_after_apply_in_many_flips_nothing(forgotten: set[tuple[str, str]]) -> None:
    _forgetting_flips_nothing(forgotten)


def _forgetting_flips_nothing(forgotten: set[tuple[str, str]]) -> None:
    more = read_terraform(plan([resource(address, values) for address, values in WHOLE.items()], []))
    kept = [
        resource(address, {key: item for key, item in values.items() if (address, key) not in forgotten})
        for address, values in WHOLE.items()
    ]
    changes = [
        change(address, {key: True for other, key in forgotten if other == address}, ("create",)) for address in WHOLE
    ]
    less = read_terraform(plan(kept, changes))
    known = {item["id"]: item for item in more.documents}
    assert known.keys() == {item["id"] for item in less.documents}
    for item in less.documents:
        assert _is_below(item, known[item["id"]]), (item, known[item["id"]])


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(FORGETTABLE), min_size=1))
def test_what_is_sensitive_is_shown_nowhere(marked: set[tuple[str, str]]) -> None:
    def hidden(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: hidden(item) for key, item in value.items()}
        return [hidden(item) for item in value] if isinstance(value, list) else "hunter2"

    resources = []
    for address, values in WHOLE.items():
        names = {key for other, key in marked if other == address}
        made = resource(address, {key: hidden(item) if key in names else item for key, item in values.items()})
        resources.append({**made, "sensitive_values": dict.fromkeys(names, True)})
    assert "hunter2" not in repr(read_terraform(plan(resources, [])))
