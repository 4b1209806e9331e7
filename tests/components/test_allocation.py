"""Address plans: laws over all pools, pins and requests, and the arithmetic of a refusal."""

from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubspoke_network.core.errors import Problem
from hubspoke_network.sets.allocation import allocate
from hubspoke_network.sets.prefixes import Network, overlapping

pytestmark = pytest.mark.slow

POOL = (IPv4Network("10.0.0.0/20"), IPv4Network("192.168.0.0/22"))
KEYS = st.text("abcdefgh", min_size=1, max_size=3)
REQUESTS = st.dictionaries(KEYS, st.integers(21, 28), max_size=14)
TAKEN = st.lists(st.sampled_from(list(IPv4Network("10.0.0.0/20").subnets(new_prefix=24))), max_size=4, unique=True)


def disjoint(networks: list[Network]) -> bool:
    return not any(overlapping([one], [other]) for index, one in enumerate(networks) for other in networks[index + 1 :])


@given(REQUESTS, TAKEN)
def test_what_is_placed_lies_in_the_pool_apart_from_each_other_and_from_what_is_taken(
    requests: dict[str, int], taken: list[IPv4Network]
) -> None:
    plan = allocate(POOL, {}, requests, taken)
    assert all(network.prefixlen == requests[key] for key, network in plan.placed.items())
    assert all(any(network.subnet_of(outer) for outer in POOL) for network in plan.placed.values())  # type: ignore[arg-type]
    assert disjoint([*plan.placed.values(), *taken])
    assert {problem.path for problem in plan.problems} == requests.keys() - plan.placed.keys()
    assert not any(network in plan.free for network in plan.placed.values())


@given(REQUESTS, REQUESTS, TAKEN)
@settings(max_examples=60)
def test_no_pinned_prefix_ever_moves(before: dict[str, int], after: dict[str, int], taken: list[IPv4Network]) -> None:
    """Whatever comes and goes, what was placed and pinned once stays where it is."""
    pins = dict(allocate(POOL, {}, before, taken).placed)
    wanted = {**after, **{key: network.prefixlen for key, network in pins.items() if key in after}}
    plan = allocate(POOL, pins, wanted, taken)
    assert all(plan.placed[key] == network for key, network in pins.items() if key in wanted)
    fresh = [network for key, network in plan.placed.items() if key not in pins]
    assert disjoint([*fresh, *pins.values(), *taken])


@given(st.lists(REQUESTS, min_size=2, max_size=4))
@settings(max_examples=40)
def test_no_pinned_prefix_moves_over_a_history(history: list[dict[str, int]]) -> None:
    """Plan, pin, change, plan, pin, ...: each prefix is what it was when its key first got one."""
    pins: dict[str, Network] = {}
    for requests in history:
        wanted = {**requests, **{key: pins[key].prefixlen for key in requests if key in pins}}
        placed = allocate(POOL, pins, wanted).placed
        assert {key: placed[key] for key in wanted if key in pins} == {k: pins[k] for k in wanted if k in pins}
        pins = {**pins, **placed}
        assert disjoint(list(pins.values()))


@given(REQUESTS, st.randoms())
def test_the_order_of_writing_does_not_matter(requests: dict[str, int], random: object) -> None:
    items = list(requests.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert allocate(POOL, {}, dict(items)).placed == allocate(POOL, {}, requests).placed


@given(st.integers(21, 28), TAKEN)
def test_the_first_fit_is_the_first(length: int, taken: list[IPv4Network]) -> None:
    """Against the slow and obvious way."""
    candidates = [net for outer in POOL if length >= outer.prefixlen for net in outer.subnets(new_prefix=length)]
    free = [net for net in candidates if not overlapping([net], taken)]
    plan = allocate(POOL, {}, {"x": length}, taken)
    assert plan.placed.get("x") == (free[0] if free else None)


def test_a_pin_without_a_request_holds_its_range() -> None:
    pins: dict[str, Network] = {"gone": IPv4Network("10.0.0.0/21")}
    plan = allocate(POOL, pins, {"new": 21})
    assert plan.placed == {"new": IPv4Network("10.0.8.0/21")}
    assert plan.unpinned == ("new",)


def test_a_refusal_shows_the_arithmetic() -> None:
    taken = [IPv4Network("10.0.0.0/22"), IPv4Network("10.0.8.0/22")]
    plan = allocate([IPv4Network("10.0.0.0/20")], {}, {"x": 21}, taken)
    assert plan.problems == (
        Problem(
            "HS183",
            "x",
            "/21",
            "does not fit: it needs 2,048 addresses in one block; the pool 10.0.0.0/20 has 4,096, 2,048 are taken, "
            "2,048 are free, and the largest free block is 10.0.4.0/22 (1,024)",
            "ask for less, widen the pool, or give something back",
        ),
    )


def test_a_full_pool_says_so() -> None:
    plan = allocate([IPv4Network("10.0.0.0/24")], {"a": IPv4Network("10.0.0.0/24")}, {"b": 28})
    assert "256 are taken, 0 are free, and nothing is free" in plan.problems[0].message


def test_ipv6_is_placed_the_same_way() -> None:
    pool = [IPv6Network("fd00::/48")]
    plan = allocate(pool, {"a": IPv6Network("fd00:0:0:0::/64")}, {"a": 64, "b": 64})
    assert plan.placed == {"a": IPv6Network("fd00::/64"), "b": IPv6Network("fd00:0:0:1::/64")}


@pytest.mark.parametrize(
    ("pins", "problem"),
    [
        (
            {"a": "172.16.0.0/24"},
            Problem(
                "HS180",
                "a",
                "172.16.0.0/24",
                "is pinned outside the pool 10.0.0.0/20, 192.168.0.0/22",
                "pin it inside, or widen the pool",
            ),
        ),
        (
            {"a": "10.0.0.0/25"},
            Problem(
                "HS181",
                "a",
                "10.0.0.0/25",
                "is pinned, but a /24 is asked for",
                "ask for /25, or take the pin away",
            ),
        ),
        (
            {"a": "10.0.0.0/24", "b": "10.0.0.128/25"},
            Problem(
                "HS182",
                "b",
                "10.0.0.128/25",
                "is pinned over a 10.0.0.0/24",
                "give one of the two another prefix",
            ),
        ),
        (
            {"a": "10.0.1.0/24"},
            Problem(
                "HS182",
                "a",
                "10.0.1.0/24",
                "is pinned over 10.0.1.0/26, which is taken",
                "give it another prefix",
            ),
        ),
    ],
)
def test_pins_that_cannot_hold(pins: dict[str, str], problem: Problem) -> None:
    plan = allocate(POOL, {k: ip_network(v) for k, v in pins.items()}, {"a": 24}, [IPv4Network("10.0.1.0/26")])
    assert plan.problems == (problem,)
