"""Arguments of an estate, which are the settings of a stack: hubs, spokes and what they share."""

import re
from collections.abc import Iterator, Mapping

from hubspoke._prefix_checks import (
    Placed,
    address_space_problems,
    overlaps,
    parsed,
    prefix_problems,
    subnet_problems,
)
from hubspoke.args import Args
from hubspoke.hub_args import HubShape
from hubspoke.naming import NamingArgs
from hubspoke.spoke_args import SpokeShape
from hubspoke.subnet_args import SubnetArgs
from hubspoke.vnet_args import VnetShape, key_problems, tag_problems
from hubspoke_network.errors import Problem

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class EstateVnet(VnetShape):
    """Place and addresses of a hub or spoke of an estate."""

    address_space: list[str]
    """Prefixes of the virtual network."""
    subnets: dict[str, SubnetArgs] | None = None
    """Subnets by key. Each is a resource of its own; adding one touches no other."""
    location: str | None = None
    """Azure region. Default: the estate's."""
    subscription: str | None = None
    """Key of its subscription, of those under `subscriptions`. Default: the stack's own."""
    resource_group: str | None = None
    """Name of a resource group that exists. Default: one is made."""

    def own_problems(self) -> Iterator[Problem]:
        """Addresses, on top of what every virtual network is checked for."""
        yield from super().own_problems()
        yield from address_space_problems("addressSpace", self.address_space)
        yield from subnet_problems(self.prefixes(), self.address_space, self.prefix_names())

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet."""
        return {f"subnets.{key}.prefix": subnet.prefix for key, subnet in (self.subnets or {}).items()}

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name of every subnet, as far as the name means something to Azure."""
        return {f"subnets.{key}.prefix": self.subnet_name(key) for key in self.subnets or {}}


class EstateHubArgs(EstateVnet, HubShape):
    """A hub of an estate."""

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of every subnet, the gateways' first."""
        found = {"gatewaySubnet": self.gateway_subnet} if self.gateway_subnet is not None else {}
        return found | super().prefixes()

    def prefix_names(self) -> dict[str, str]:
        """Path to Azure name; the size of the gateways' subnet is judged with the gateways."""
        return super().prefix_names() | {"gatewaySubnet": "gateways"}


class EstateSpokeArgs(EstateVnet, SpokeShape):
    """A spoke of an estate."""

    hub: str | None = None
    """Key of its hub. Needed where there is more than one."""


class EstateArgs(Args):
    """A whole network from one description: hubs, spokes, and what they share."""

    hubs: dict[str, EstateHubArgs]
    """Hubs by key."""
    spokes: dict[str, EstateSpokeArgs] | None = None
    """Spokes by key. Adding one anywhere changes nothing about the others."""
    location: str | None = None
    """Azure region of whatever names none itself."""
    subscriptions: dict[str, str] | None = None
    """Subscription ids by key, for hubs and spokes that lie outside the stack's own subscription."""
    on_premises: dict[str, list[str]] | None = None
    """Prefixes of on-premises sites, by key. Nothing in Azure may overlap them."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    tags: dict[str, str] | None = None
    """Tags of every resource; a hub's or spoke's own come on top."""
    protect: bool | None = None
    """Whether gateways and circuits are protected from deletion. Default: no."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """Whatever is wrong between hubs, spokes, subscriptions and sites."""
        for path, keys in (("hubs", self.hubs), ("spokes", self.spokes), ("onPremises", self.on_premises)):
            yield from key_problems(path, keys)
        yield from tag_problems(self.tags)
        if not self.hubs:
            yield Problem("HS153", "hubs", "", "has no hub", "write at least one")
        for key, guid in (self.subscriptions or {}).items():
            if not _GUID.fullmatch(guid):
                yield Problem("HS150", f"subscriptions.{key}", guid, "is not a subscription id", "write its GUID")
        for site, prefixes in (self.on_premises or {}).items():
            yield from prefix_problems(f"onPremises.{site}", prefixes)
        yield from self._reference_problems()
        yield from self._overlap_problems()

    def vnets(self) -> Iterator[tuple[str, EstateVnet]]:
        """Path and arguments of every virtual network: hubs first."""
        for key, hub in self.hubs.items():
            yield f"hubs.{key}", hub
        for key, spoke in (self.spokes or {}).items():
            yield f"spokes.{key}", spoke

    def hub_of(self, spoke: EstateSpokeArgs) -> str:
        """Key of a spoke's hub."""
        return spoke.hub or next(iter(self.hubs))

    def _reference_problems(self) -> Iterator[Problem]:
        for path, vnet in self.vnets():
            if vnet.subscription is not None and vnet.subscription not in (self.subscriptions or {}):
                yield _unknown(f"{path}.subscription", vnet.subscription, "subscriptions", self.subscriptions)
            if vnet.location is None and self.location is None:
                yield Problem("HS101", f"{path}.location", "", "is missing", "write it here, or for the whole estate")
        for key, spoke in (self.spokes or {}).items():
            path = f"spokes.{key}"
            if spoke.hub is None:
                if len(self.hubs) > 1:
                    choices = ", ".join(self.hubs)
                    yield Problem(
                        "HS101", f"{path}.hub", "", "is missing: there is more than one hub", f"write one of {choices}"
                    )
            elif spoke.hub not in self.hubs:
                yield _unknown(f"{path}.hub", spoke.hub, "hubs", self.hubs)
            hub = self.hubs.get(self.hub_of(spoke)) if self.hubs else None
            if spoke.use_hub_gateway and hub is not None and not hub.has_gateway:
                message = f"asks for a gateway that hub {self.hub_of(spoke)} does not have"
                yield Problem(
                    "HS152", f"{path}.useHubGateway", "true", message, "give the hub a gateway, or leave this out"
                )

    def _overlap_problems(self) -> Iterator[Problem]:
        for first, second in overlaps(self._places()):
            # What overlaps inside one network or site is told there.
            if first.path.partition("[")[0] != second.path.partition("[")[0]:
                message = f"overlaps {first.path} {first.network}"
                yield Problem("HS112", second.path, str(second.network), message, "write a range that nothing else has")

    def _places(self) -> list[Placed]:
        spaces = [(f"onPremises.{site}", prefixes) for site, prefixes in (self.on_premises or {}).items()]
        spaces += [(f"{path}.addressSpace", vnet.address_space) for path, vnet in self.vnets()]
        return [
            Placed(f"{path}[{index}]", network)
            for path, space in spaces
            for index, text in enumerate(space)
            if (network := parsed(text)) is not None
        ]


def _unknown(path: str, value: str, where: str, known: Mapping[str, object] | None) -> Problem:
    instead = f"write one of {', '.join(known)}" if known else f"add it under {where}"
    return Problem("HS150", path, value, f"is not among {where}", instead)
