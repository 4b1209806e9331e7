"""Azure names: patterns, functions, overrides, cutting, and what must not change with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measuring import descriptions as d
from measuring.recording import deploy

from hubspoke import ArgsError, Hub, HubArgs, NameRequest, NamingArgs, plan_hub
from hubspoke.base.naming import Namer, cut
from hubspoke_network.azure.names import name_rule

VNET = "Microsoft.Network/virtualNetworks"
SUBNET = f"{VNET}/subnets"


@pytest.mark.parametrize(
    ("naming", "name"),
    [
        (NamingArgs(), "snet-web-app"),
        (NamingArgs(environment="dev"), "snet-web-app-dev"),
        (NamingArgs(pattern="{environment}-{name}-{abbreviation}"), "web-snet"),
        (NamingArgs(pattern="{environment}-{name}-{abbreviation}", environment="p"), "p-web-snet"),
        (NamingArgs(pattern="{abbreviation}{name}.{location}"), "snetweb.westeurope"),
        (NamingArgs(patterns={SUBNET.upper(): "{name}_{key}"}), "web_app"),
        (NamingArgs(patterns={VNET: "{name}_{key}"}), "snet-web-app"),
        (NamingArgs().by(lambda request: f"{request.key}.{request.abbreviation}"), "app.snet"),
    ],
)
def test_a_name_follows_the_scheme(naming: NamingArgs, name: str) -> None:
    assert Namer("web", "westeurope", naming).name(SUBNET, "subnet", "app") == name


def test_a_function_is_told_everything() -> None:
    asked: list[NameRequest] = []

    def name(request: NameRequest) -> str:
        asked.append(request)
        return "x"

    Namer("web", "westeurope", NamingArgs(environment="dev").by(name)).name(SUBNET, "subnet", "app")
    assert asked == [NameRequest(SUBNET, "snet", "web", "app", "dev", "westeurope")]


def test_an_override_wins_over_pattern_and_function() -> None:
    namer = Namer("web", "w", NamingArgs().by(lambda _: "function"), {"subnet-app": "chosen"})
    assert namer.name(SUBNET, "subnet", "app") == "chosen"
    assert namer.name(SUBNET, "subnet", "other") == "function"


def test_a_name_azure_would_not_take_is_refused() -> None:
    with pytest.raises(ArgsError, match=r"HS132.*names\.vnet.*has 1 characters"):
        Namer("web", "w", NamingArgs().by(lambda _: "x")).name(VNET, "vnet")


@given(st.text("abc-_.", min_size=1, max_size=120), st.integers(12, 90))
def test_a_cut_name_fits_and_short_ones_stay(name: str, maximum: int) -> None:
    short = cut(name, maximum)
    assert len(short) <= maximum
    assert short == name if len(name) <= maximum else short != name


@given(st.text("ab", min_size=100, max_size=110), st.text("ab", min_size=100, max_size=110))
def test_two_long_names_stay_two(one: str, other: str) -> None:
    assert (cut(one, 64) == cut(other, 64)) == (one == other)


def test_a_long_key_gives_a_name_that_azure_takes() -> None:
    rule = name_rule(VNET)
    assert rule is not None
    name = Namer("x" * 90, "w").name(VNET, "vnet")
    assert rule.problem(name) is None
    assert name != Namer("x" * 91, "w").name(VNET, "vnet")


def test_an_address_has_a_new_name_exactly_when_it_must_be_replaced() -> None:
    def address(**more: object) -> str:
        plan = plan_hub("hub", HubArgs.of(d.hub(**more)))
        (vpn,) = [gateway for gateway in plan.gateways if gateway.type == "Vpn"]
        return vpn.addresses[0].azure_name

    first = address()
    assert first == address(tags={"a": "b"}, expressRouteGateway=None)
    assert first != address(location="northeurope")
    assert first != address(vpnGateway={"zones": ["1"]})


def test_azure_names_are_not_identity() -> None:
    """A naming scheme changes what Azure sees, never the resources' logical names."""

    def urns(**more: object) -> set[str]:
        return set(deploy(lambda: Hub("hub", d.hub(**more))).resources)

    renamed = urns(naming={"environment": "p"}, label="other", names={"vnet": "my-vnet"})
    assert renamed == urns()
