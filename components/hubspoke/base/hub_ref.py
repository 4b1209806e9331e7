"""A reference to a hub: what a spoke needs to know of it, wherever the hub is made."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import pulumi
from pydantic import PrivateAttr

from hubspoke.base.args import Args, ArgsError
from hubspoke.base.prefix_checks import address_space_problems, prefix_problems
from hubspoke_network.core import Problem, parse_id


@dataclass(slots=True)
class Anchor:
    """What only a hub of the same program can give: its provider, the order of work on its network, and the lanes."""

    provider: pulumi.ProviderResource | None = None
    local: bool = False
    made: tuple[pulumi.Resource, ...] = ()
    gateways: tuple[pulumi.Resource, ...] = ()
    lanes: int = 1
    last: dict[int, tuple[pulumi.Resource, ...]] = field(default_factory=dict)

    def lane(self, spoke: str) -> int:
        """The lane of a spoke: by its name, so that another spoke does not move it."""
        return zlib.crc32(spoke.encode()) % self.lanes

    def before(self, spoke: str) -> tuple[pulumi.Resource, ...]:
        """What must be done on the hub's network before this spoke's peering."""
        return self.last.get(self.lane(spoke), ())

    def done(self, spoke: str, ends: Sequence[pulumi.Resource]) -> None:
        """Put this spoke's peering last in its lane."""
        self.last[self.lane(spoke)] = tuple(ends)


def id_problems(text: str, name: str | None, group: str | None, subscription: str | None) -> Iterator[Problem]:
    """An id that is not a virtual network's, or whose parts are not those told beside it (None: not told)."""
    found = parse_id(text)
    if found is None or found.type.lower() != "microsoft.network/virtualnetworks":
        instead = "write /subscriptions/.../virtualNetworks/NAME"
        yield Problem("HS151", "vnetId", text, "is not the id of a virtual network", instead)
        return
    for path, told, own in (
        ("vnetName", name, found.name),
        ("resourceGroupName", group, found.resource_group),
        ("subscription", subscription, found.subscription),
    ):
        if told is not None and told.lower() != own.lower():
            yield Problem("HS154", path, told, "is not what the id says", f"write {own}")


class HubRef(Args):
    """A hub, as `hub.ref` gives it, a StackReference's outputs, or one writes it for a hub that somebody else made.

    Ids, names and addresses may be outputs. The rest is plain, since it decides what a spoke consists of.
    """

    vnet_id: pulumi.Input[str]
    """Id of the hub's virtual network."""
    vnet_name: pulumi.Input[str]
    """Name of the hub's virtual network."""
    resource_group_name: pulumi.Input[str]
    """Resource group of the hub's virtual network."""
    address_space: list[str]
    """Prefixes of the hub's virtual network. When they change, the spokes' peerings are synchronised."""
    location: str
    """Region of the hub."""
    subscription: str | None = None
    """Subscription of the hub, where it is another one than the spoke's: the hub's end of the peering is made there."""
    has_gateway: bool | None = None
    """Whether the hub has a gateway that spokes use. Default: no."""
    gateway_id: pulumi.Input[str] | None = None
    """Id of that gateway: a peering that uses it waits for it."""
    express_route_gateway_id: pulumi.Input[str] | None = None
    """Id of its ExpressRoute gateway, which circuits are linked to."""
    inspected: bool | None = None
    """Whether a firewall in the hub inspects what spokes send each other. Default: no."""
    firewall_address: pulumi.Input[str] | None = None
    """Private address of that firewall."""
    firewall_tunnels: bool | None = None
    """Whether that firewall sends what is for the Internet on to on-premises, and not out itself. Default: no."""
    firewall_table_name: pulumi.Input[str] | None = None
    """Name of the route table of that firewall's subnet: meshed hubs add a route to each other's regions."""
    inspected_tables: dict[str, pulumi.Input[str]] | None = None
    """Names of route tables in the hub that take a route to each spoke by that firewall, by what they are for
    (gateway). A spoke adds its own, and takes them away with it."""
    inspected_prefixes: list[str] | None = None
    """Prefixes of the hub that are reached by that firewall. Default: the hub's address space."""

    _anchor: Anchor | None = PrivateAttr(default=None)

    def own_problems(self) -> Iterator[Problem]:
        """Prefixes, and a written id that is not a virtual network's, or another one's."""
        yield from address_space_problems("addressSpace", self.address_space)
        yield from self.inspection_problems()
        if self.inspected and self.firewall_address is None:
            message = "is missing: a firewall that inspects what spokes send has one"
            yield Problem("HS191", "firewallAddress", "", message, "write its private address, or leave inspected out")
        if isinstance(self.vnet_id, str):
            name = self.vnet_name if isinstance(self.vnet_name, str) else None
            group = self.resource_group_name if isinstance(self.resource_group_name, str) else None
            yield from id_problems(self.vnet_id, name, group, self.subscription)

    def inspection_problems(self) -> Iterator[Problem]:
        """What goes with a firewall that inspects, where there is none."""
        yield from prefix_problems("inspectedPrefixes", self.inspected_prefixes or [])
        for path, given in (("inspectedTables", self.inspected_tables), ("inspectedPrefixes", self.inspected_prefixes)):
            if given and not self.inspected:
                message, instead = "goes with a firewall that inspects", "write inspected: true, or remove it"
                yield Problem("HS159", path, "", message, instead)

    def checked_vnet_id(self) -> pulumi.Input[str]:
        """The id of the hub's network. What is plain here is checked against it once it is known."""
        if isinstance(self.vnet_id, str) or self.anchor.local:
            return self.vnet_id

        def check(values: list[str]) -> str:
            problems = list(id_problems(values[0], values[1], values[2], self.subscription))
            if problems:
                raise ArgsError(problems, "hub")
            return values[0]

        return pulumi.Output.all(self.vnet_id, self.vnet_name, self.resource_group_name).apply(check)

    def exported(self) -> pulumi.Output[dict[str, Any]]:
        """The reference as an output of this stack, for `from_stack` in another. It holds no secret."""
        names = {info.alias or name: name for name, info in type(self).model_fields.items()}
        given = {alias: value for alias, name in names.items() if (value := getattr(self, name)) is not None}
        return pulumi.Output.all(**given)

    @classmethod
    def from_stack(
        cls, found: pulumi.Output[Any], *, express_route: bool = False, firewall: bool | None = None, **plain: Any
    ) -> Self:
        """The reference that another stack exported as `found` (`hub.ref.exported()`).

        `plain` are the fields that decide what a spoke consists of: they are written here, since they must be known
        before anything is made, and checked against the other stack's once that is read. So is whether the hub has an
        ExpressRoute gateway, and a firewall (by default where it inspects).
        """
        from hubspoke.base.schema_types import fields_of

        # Of the shapes first: aliases are there once the class has been built.
        eventual = [key for key, shape in fields_of(cls).items() if shape.eventual]
        names = {info.alias or name: name for name, info in cls.model_fields.items()}
        inspects = bool(plain.get("inspected") if firewall is None else firewall)
        there = {
            "gatewayId": bool(plain.get("has_gateway")),
            "expressRouteGatewayId": express_route,
            "firewallAddress": inspects,
            "firewallTableName": inspects,
        }
        told = {key: plain.get(name) for key, name in names.items() if key not in eventual}
        agreed = found.apply(lambda exported: _agreed(exported, told, there))
        wanted = [key for key in eventual if there.get(key, True) and names[key] not in plain]
        return cls(**plain, **{names[key]: agreed.apply(_part(key)) for key in wanted})

    @property
    def inspected_space(self) -> list[str]:
        """The prefixes of the hub that spokes reach by its firewall."""
        return self.address_space if self.inspected_prefixes is None else self.inspected_prefixes

    @property
    def anchor(self) -> Anchor:
        """The order of work on the hub's network; shared by all references taken from one hub."""
        if self._anchor is None:
            self._anchor = Anchor()
        return self._anchor

    def with_provider(self, provider: pulumi.ProviderResource) -> "HubRef":
        """The same reference; the hub's ends of peerings are made with `provider`, one for all spokes."""
        return self.at(Anchor(provider=provider))

    def at(self, anchor: Anchor) -> "HubRef":
        """The same reference with the hub's own anchor."""
        made = self.model_copy()
        made._anchor = anchor
        return made


def _agreed(exported: Any, plain: Mapping[str, Any], there: Mapping[str, bool]) -> Mapping[str, Any]:
    """What another stack exported, if what is written here says the same. Raises `ArgsError` where it does not."""
    if not isinstance(exported, Mapping):
        what = "is not a hub's reference, which has vnetId, vnetName and more"
        raise ArgsError([Problem("HS154", "hub", str(exported)[:60], what, "export hub.ref.exported() there")])
    problems = [
        Problem("HS154", key, str(value), "is not what the hub's own stack says", f"write {exported.get(key)}")
        for key, value in plain.items()
        # Whose subscription it is follows from the id, and is checked with it.
        if key != "subscription" and _differ(value, exported.get(key))
    ]
    problems += [
        Problem("HS154", key, "", f"is {_HAS[not said]} in the hub's own stack, but {_HAS[said]} here", _SAY[key])
        for key, said in there.items()
        if key in _SAY and said != (exported.get(key) is not None)
    ]
    if problems:
        raise ArgsError(problems, "the reference to a hub of another stack")
    return exported


_HAS = {True: "there", False: "not there"}
_SAY = {
    "expressRouteGatewayId": "say the same in expressRoute",
    "firewallAddress": "say the same in firewall, or inspected",
}


def _differ(here: Any, there: Any) -> bool:
    if isinstance(here, list) and isinstance(there, list):
        return sorted(map(str, here)) != sorted(map(str, there))
    return (here or None) != (there or None)


def _part(key: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda exported: exported.get(key)
