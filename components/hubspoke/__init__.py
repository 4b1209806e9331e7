"""Pulumi components for hub-and-spoke networks on Azure.

Names are imported when they are first used: a program that needs only arguments or plans does not load azure-native.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubspoke.aliases import drop_version_aliases
    from hubspoke.args import Args, ArgsError
    from hubspoke.estate import Estate
    from hubspoke.estate_args import EstateArgs, EstateHubArgs, EstateSpokeArgs
    from hubspoke.hub import Hub
    from hubspoke.hub_args import ExpressRouteGatewayArgs, HubArgs, ScaleUnitsArgs, VpnGatewayArgs
    from hubspoke.hub_plan import HubPlan, plan_hub
    from hubspoke.hub_ref import HubRef
    from hubspoke.naming import NameRequest, NamingArgs
    from hubspoke.settings import load_settings
    from hubspoke.spoke import Spoke
    from hubspoke.spoke_args import SpokeArgs
    from hubspoke.spoke_plan import SpokePlan, plan_spoke
    from hubspoke.subnet_args import (
        Access,
        Direction,
        NatGatewayArgs,
        NextHop,
        RouteArgs,
        SecurityRuleArgs,
        SubnetArgs,
        SubnetSecurity,
    )

_HOME = {
    "Access": "subnet_args",
    "Args": "args",
    "ArgsError": "args",
    "Direction": "subnet_args",
    "Estate": "estate",
    "EstateArgs": "estate_args",
    "EstateHubArgs": "estate_args",
    "EstateSpokeArgs": "estate_args",
    "ExpressRouteGatewayArgs": "hub_args",
    "Hub": "hub",
    "HubArgs": "hub_args",
    "HubPlan": "hub_plan",
    "HubRef": "hub_ref",
    "NameRequest": "naming",
    "NamingArgs": "naming",
    "NatGatewayArgs": "subnet_args",
    "NextHop": "subnet_args",
    "RouteArgs": "subnet_args",
    "ScaleUnitsArgs": "hub_args",
    "SecurityRuleArgs": "subnet_args",
    "Spoke": "spoke",
    "SpokeArgs": "spoke_args",
    "SpokePlan": "spoke_plan",
    "SubnetArgs": "subnet_args",
    "SubnetSecurity": "subnet_args",
    "VpnGatewayArgs": "hub_args",
    "drop_version_aliases": "aliases",
    "load_settings": "settings",
    "plan_hub": "hub_plan",
    "plan_spoke": "spoke_plan",
}

__all__ = [
    "Access",
    "Args",
    "ArgsError",
    "Direction",
    "Estate",
    "EstateArgs",
    "EstateHubArgs",
    "EstateSpokeArgs",
    "ExpressRouteGatewayArgs",
    "Hub",
    "HubArgs",
    "HubPlan",
    "HubRef",
    "NameRequest",
    "NamingArgs",
    "NatGatewayArgs",
    "NextHop",
    "RouteArgs",
    "ScaleUnitsArgs",
    "SecurityRuleArgs",
    "Spoke",
    "SpokeArgs",
    "SpokePlan",
    "SubnetArgs",
    "SubnetSecurity",
    "VpnGatewayArgs",
    "drop_version_aliases",
    "load_settings",
    "plan_hub",
    "plan_spoke",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
