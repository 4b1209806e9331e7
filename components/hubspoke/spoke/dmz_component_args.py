"""Arguments of a DMZ that is a spoke of its own."""

from collections.abc import Iterator
from typing import Any

from hubspoke.base import ArgsError, HubRef
from hubspoke.spoke.args import SpokeArgs
from hubspoke.spoke.base_args import SpokeBase
from hubspoke.spoke.dmz_args import DmzRulesArgs, InfrastructureArgs, TierRulesArgs
from hubspoke.vnet import PlacedVnet
from hubspoke_network.core import Problem


class DmzTierArgs(TierRulesArgs):
    """A tier of a DMZ: its subnet, who may ask it, and for what."""

    prefix: str
    """The prefix of the tier's subnet, inside the network's address space."""
    nat_gateway: str | None = None
    """Key of the NAT gateway the tier leaves by, of those under `natGateways`."""
    delegation: str | None = None
    """Service the tier's subnet is delegated to (Microsoft.Web/serverFarms)."""


class DmzArgs(PlacedVnet, SpokeBase):
    """Arguments of a DMZ that is a spoke of its own."""

    hub: HubRef
    """The hub: `hub.ref` of the same program, or written from another stack's outputs."""
    tiers: dict[str, DmzTierArgs]
    """Tiers by key: web, app, data, or your own. `subnets` are further ones, which are no tiers."""
    order: list[str] | None = None
    """The tiers from the Internet inwards; only neighbours in it talk. Default: web, app, data; needed with others, and
    then as the option `tiers` of the rule dmz-adjacent-tiers-only, too."""
    infrastructure: dict[str, InfrastructureArgs] | None = None
    """Services of the infrastructure by name: Active Directory, patching, antivirus, monitoring."""
    members: bool | None = None
    """Whether rules are for the members of the tiers' application security groups, and not for whole subnets.
    Default: no."""

    def own_problems(self) -> Iterator[Problem]:
        """What is wrong with the spoke that it comes to, told where it is written."""
        for key in self.tiers:
            if key in (self.subnets or {}):
                yield Problem("HS107", "subnets", key, "is also a tier", "write another key")
                return
        try:
            self.spoke()
        except ArgsError as error:
            for problem in error.problems:
                path = self._path(problem.path)
                yield Problem(problem.code, path, problem.value, problem.message, problem.instead)

    def spoke(self) -> SpokeArgs:
        """The spoke with the tiers among its subnets. Raises `ArgsError`."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in SpokeArgs.model_fields if name != "dmz"}
        of_subnet = set(DmzTierArgs.model_fields) - set(TierRulesArgs.model_fields)
        tiers = {
            key: {name: value for name in of_subnet if (value := getattr(tier, name)) is not None}
            for key, tier in self.tiers.items()
        }
        fields["subnets"] = {**tiers, **(self.subnets or {})}
        fields["dmz"] = DmzRulesArgs.model_construct(
            tiers=dict(self.tiers), order=self.order, infrastructure=self.infrastructure, members=self.members
        )
        return SpokeArgs(**fields)

    def _path(self, path: str) -> str:
        """Where what is wrong with the spoke was written here."""
        first, _, rest = path.partition(".")
        key, _, field = rest.partition(".")
        if first == "subnets" and key in self.tiers:
            return f"tiers.{key}.{field}" if field else f"tiers.{key}"
        return rest if first == "dmz" else path
