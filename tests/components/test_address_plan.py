"""Address plans of whole estates: laws over all histories of adding, removing and renaming, pinned after each step."""

from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke import ArgsError, EstateArgs, pins_text, plan_addresses, read_settings
from hubspoke.estate.address_plan import KeptBy
from hubspoke.estate.settings.pins import parse_pins
from hubspoke_network.sets.prefixes import overlapping

pytestmark = pytest.mark.slow

POOLS = {"westeurope": ["10.0.0.0/17"], "northeurope": ["10.64.0.0/18", "10.65.0.0/18"]}
KEYS = st.sampled_from("abcdefgh")
SPOKE = st.fixed_dictionaries(
    {"addressSpace": st.lists(st.sampled_from(["/22", "/23", "/24"]), min_size=1, max_size=2)},
    optional={
        "location": st.just("northeurope"),
        "subnets": st.dictionaries(
            KEYS, st.fixed_dictionaries({"prefix": st.sampled_from(["/26", "/27"])}), max_size=3
        ),
    },
)
STEPS = st.one_of(
    st.tuples(st.just("add"), KEYS, SPOKE),
    st.tuples(st.just("remove"), KEYS, st.none()),
    st.tuples(st.just("rename"), KEYS, KEYS),
    st.tuples(st.just("first"), KEYS, SPOKE),
)


def estate(spokes: dict[str, Any], pins: dict[str, str]) -> EstateArgs:
    values = {
        "location": "westeurope",
        "addresses": {"pools": POOLS, "allowUnpinned": True},
        "hubs": {"hub": {"addressSpace": ["/22"], "gatewaySubnet": "/26"}},
        "spokes": spokes,
    }
    return read_settings(values, "x", pins)


def after(spokes: dict[str, Any], step: tuple[str, str, Any]) -> dict[str, Any]:
    """The spokes after one change of the settings, in the order in which a user would have them."""
    kind, key, more = step
    rest = {name: spoke for name, spoke in spokes.items() if name != key}
    if kind == "add":
        return spokes if key in spokes else {**spokes, key: more}
    if kind == "first":
        return spokes if key in spokes else {key: more, **spokes}
    if kind == "remove":
        return rest
    if key not in spokes or more in spokes:
        return spokes
    return {more if name == key else name: spoke for name, spoke in spokes.items()}


@given(st.lists(STEPS, min_size=1, max_size=8))
@settings(max_examples=60)
def test_no_pinned_prefix_ever_moves(history: list[tuple[str, str, Any]]) -> None:
    spokes: dict[str, Any] = {}
    text = ""
    for step in history:
        changed, pins = after(spokes, step), parse_pins(text, "addresses.yaml")
        made, refused = tried(changed, pins)
        if made is None:
            # What would have to move is refused: a key that comes back in another size or another region.
            assert refused <= {"HS180", "HS181", "HS182", "HS183"}
            continue
        spokes = changed
        plan = plan_addresses(made)
        now = {item.path: item.prefix for item in (*plan.networks, *plan.subnets)}
        assert {path: now[path] for path in pins if path in now} == {p: pins[p] for p in pins if p in now}
        assert {item.path for item in plan.unpinned} == now.keys() - pins.keys()
        ranges = [ip_network(prefix) for prefix in [*(item.prefix for item in plan.networks), *gone(plan.held)]]
        assert all(left is right for left, right in overlapping(ranges, ranges))
        text = pins_text(made, text)
        assert parse_pins(text, "addresses.yaml") == pins | now
        again = plan_addresses(estate(spokes, parse_pins(text, "addresses.yaml")))
        assert again.unpinned == ()
        assert [item.prefix for item in again.networks] == [item.prefix for item in plan.networks]


def tried(spokes: dict[str, Any], pins: dict[str, str]) -> tuple[EstateArgs | None, set[str]]:
    """The estate, or the codes of what it is refused for."""
    try:
        return estate(spokes, pins), set()
    except ArgsError as error:
        return None, {problem.code for problem in error.problems}


def gone(held: Any) -> list[str]:
    """Ranges of networks that are not there any more; a subnet's goes back with its network, or is held inside it."""
    return [prefix for path, prefix in held.items() if path.endswith("]")]


@given(st.lists(STEPS, min_size=1, max_size=6), st.integers(18, 28))
@settings(max_examples=40)
def test_what_fits_next_is_what_the_next_one_gets(history: list[tuple[str, str, Any]], length: int) -> None:
    spokes: dict[str, Any] = {}
    for step in history:
        spokes = after(spokes, step)
    pins = dict(estate(spokes, {}).placement.prefixes)
    (fit,) = [f for f in plan_addresses(estate(spokes, pins), [length]).pools[0].fits if f.length == length]
    wider = {**spokes, "next": {"addressSpace": [f"/{length}"]}}
    if fit.next is None:
        assert fit.count == 0
        with pytest.raises(ArgsError, match=r"HS183.*spokes\.next"):
            estate(wider, pins)
        return
    assert fit.count > 0
    assert estate(wider, pins).placed().spokes["next"].address_space == [fit.next]  # type: ignore[index]


def test_how_many_fit_is_counted_by_placing_them() -> None:
    spokes: dict[str, Any] = {"a": {"addressSpace": ["/22"]}, "b": {"addressSpace": ["/25"]}}
    pins = dict(estate(spokes, {}).placement.prefixes)
    (fit,) = [fit for fit in plan_addresses(estate(spokes, pins), [20]).pools[0].fits if fit.length == 20]
    full = {**spokes, **{f"n{index}": {"addressSpace": ["/20"]} for index in range(fit.count)}}
    assert estate(full, pins).placement.problems == ()
    with pytest.raises(ArgsError, match="HS183"):
        estate({**full, "more": {"addressSpace": ["/20"]}}, pins)


@pytest.mark.parametrize(
    ("pools", "network", "prefix"),
    [
        ({"westeurope-dev": ["10.1.0.0/16"], "westeurope": ["10.2.0.0/16"], "dev": ["10.3.0.0/16"]}, {}, "10.1.0.0/22"),
        ({"westeurope": ["10.2.0.0/16"], "dev": ["10.3.0.0/16"]}, {}, "10.2.0.0/22"),
        ({"westeurope": ["10.2.0.0/16"], "dev": ["10.3.0.0/16"]}, {"location": "uksouth"}, "10.3.0.0/22"),
        ({"westeurope": ["10.2.0.0/16"], "dev": ["10.3.0.0/16"]}, {"pool": "dev"}, "10.3.0.0/22"),
        ({"only": ["10.4.0.0/16"]}, {}, "10.4.0.0/22"),
    ],
)
def test_a_network_takes_the_pool_of_its_region_and_environment(
    pools: dict[str, list[str]], network: dict[str, str], prefix: str
) -> None:
    values = {
        "location": "westeurope",
        "naming": {"environment": "dev"},
        "addresses": {"pools": pools, "allowUnpinned": True},
        "hubs": {"hub": {"addressSpace": ["/22"], **network}},
    }
    (planned,) = plan_addresses(read_settings(values, "x")).networks
    assert (planned.prefix, planned.kept_by) == (prefix, KeptBy.NOTHING)


def test_without_such_a_pool_it_has_to_be_named() -> None:
    values = {
        "location": "westeurope",
        "addresses": {"pools": {"a": ["10.1.0.0/16"], "b": ["10.2.0.0/16"]}},
        "hubs": {"hub": {"addressSpace": ["/22"]}},
    }
    with pytest.raises(ArgsError, match=r"HS101\] hubs\.hub\.pool: is missing: a size needs a pool; write one of a, b"):
        read_settings(values, "x")
