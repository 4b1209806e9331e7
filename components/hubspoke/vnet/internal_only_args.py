"""Arguments of a security group that lets only internal traffic through."""

from collections.abc import Iterator

import pulumi

from hubspoke.base import Args, NamingArgs, override_problems
from hubspoke.vnet.args import NSG, tag_problems
from hubspoke_network.core import Problem


class InternalOnlyNsgArgs(Args):
    """Arguments of a security group that lets only RFC 1918 traffic through."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the security group. As plain text it is known at preview."""
    location: str
    """Azure region: that of the network whose subnets or interfaces use it."""
    internet: bool | None = None
    """Whether traffic may go out to the Internet as well: for proxies and web servers. Default: no."""
    load_balancer_probes: bool | None = None
    """Whether the probes of Azure's load balancers get in. Default: no."""
    tags: dict[str, pulumi.Input[str]] | None = None
    """Tags of the security group; network-intent is added."""
    label: str | None = None
    """The group's own part of its Azure name. Default: the component's name."""
    names: dict[str, str] | None = None
    """Azure name of the group, by its role (nsg)."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """Tags and names."""
        yield from tag_problems(self.tags)
        yield from override_problems(self.names or {}, {"nsg": NSG})
