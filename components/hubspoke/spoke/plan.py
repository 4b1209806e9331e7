"""What a spoke will consist of: pure, no Pulumi resource is made here."""

from dataclasses import dataclass

from hubspoke.base import Namer, NamingArgs
from hubspoke.peerings import EndPlan, HubPeeringPlan, plan_hub_peering
from hubspoke.spoke.args import SpokeArgs
from hubspoke.spoke.dmz_rules import INTENT, Tiers
from hubspoke.vnet import Security, VnetPlan, plan_vnet, ways_of


@dataclass(frozen=True, slots=True)
class SpokePlan:
    """A spoke: its network, then both ends of its peering."""

    vnet: VnetPlan
    peering: HubPeeringPlan

    @property
    def hub_end(self) -> EndPlan:
        """The hub's end."""
        return self.peering.hub_end

    @property
    def spoke_end(self) -> EndPlan:
        """The spoke's own end."""
        return self.peering.spoke_end


def plan_spoke(name: str, args: SpokeArgs) -> SpokePlan:
    """The plan of the spoke called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
    ways = ways_of(
        args.egress,
        args.hub,
        args.address_space,
        args.egress_exceptions or {},
        list(args.nat_gateways or {}),
        args.propagate_gateway_routes,
    )
    return SpokePlan(
        vnet=plan_vnet(args, namer, ways=ways, security=_tiers(args)),
        peering=plan_hub_peering(namer, args.hub, args.address_space, args.use_hub_gateway),
    )


def _tiers(args: SpokeArgs) -> dict[str, Security]:
    """The security of the subnets that are tiers of a DMZ."""
    if args.dmz is None:
        return {}
    prefixes = {key: subnet.prefix for key, subnet in (args.subnets or {}).items()}
    tiers = Tiers(args.dmz, prefixes, args.objects())
    return {key: Security(tuple(tiers.rules(key)), f"{INTENT}{key.lower()}") for key in args.dmz.tiers}
