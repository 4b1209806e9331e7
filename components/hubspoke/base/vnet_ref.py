"""A reference to a virtual network that is there: what peering with it needs to know."""

from collections.abc import Iterator

import pulumi
from pydantic import PrivateAttr

from hubspoke.base.args import Args
from hubspoke.base.hub_ref import Anchor, id_problems
from hubspoke.base.prefix_checks import address_space_problems
from hubspoke_network.core import Problem, parse_id


class VnetRef(Args):
    """A virtual network, as `spoke.ref` gives it, or as one writes it for a network that somebody else made."""

    vnet_id: pulumi.Input[str]
    """Id of the virtual network."""
    vnet_name: pulumi.Input[str] | None = None
    """Its name. Default: as the id says, where that is plain text."""
    resource_group_name: pulumi.Input[str] | None = None
    """Its resource group. Default: as the id says, where that is plain text."""
    address_space: list[str]
    """Its prefixes. When they change, the peerings with it are synchronised."""

    _anchor: Anchor | None = PrivateAttr(default=None)

    def own_problems(self) -> Iterator[Problem]:
        """Prefixes, an id that is not a virtual network's, and a name that has to be told beside an output."""
        yield from address_space_problems("addressSpace", self.address_space)
        if isinstance(self.vnet_id, str):
            name = self.vnet_name if isinstance(self.vnet_name, str) else None
            group = self.resource_group_name if isinstance(self.resource_group_name, str) else None
            yield from id_problems(self.vnet_id, name, group, None)
            return
        for path, value in (("vnetName", self.vnet_name), ("resourceGroupName", self.resource_group_name)):
            if value is None:
                message = "is missing: the id is known only after deployment"
                yield Problem("HS101", path, "", message, f"write the network's {path.removeprefix('vnet').lower()}")

    @property
    def name(self) -> pulumi.Input[str]:
        """The network's name."""
        return self.vnet_name if self.vnet_name is not None else self._id_part("name")

    @property
    def group(self) -> pulumi.Input[str]:
        """The network's resource group."""
        return self.resource_group_name if self.resource_group_name is not None else self._id_part("resource_group")

    def _id_part(self, part: str) -> str:
        found = parse_id(self.vnet_id) if isinstance(self.vnet_id, str) else None
        return str(getattr(found, part)) if found is not None else ""

    @property
    def anchor(self) -> Anchor:
        """The order of work on the network; shared by all references taken from one spoke."""
        if self._anchor is None:
            self._anchor = Anchor()
        return self._anchor

    def with_provider(self, provider: pulumi.ProviderResource) -> "VnetRef":
        """The same reference; what is made in the network's subscription is made with `provider`."""
        return self.at(Anchor(provider=provider))

    def at(self, anchor: Anchor) -> "VnetRef":
        """The same reference with that anchor."""
        made = self.model_copy()
        made._anchor = anchor
        return made
