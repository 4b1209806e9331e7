"""Arguments of an estate, which are the settings of a stack: hubs, spokes, circuits and what they share."""

import re
from collections.abc import Iterator
from functools import cached_property

from hubspoke.base import NamingArgs, Placed, overlaps, parsed, prefix_problems
from hubspoke.base.args import Args, moved
from hubspoke.estate.addresses import AddressesArgs, Placement, place
from hubspoke.estate.circuits import EstateCircuitArgs, EstateRouteFilterArgs, circuit_problems, unknown
from hubspoke.estate.flow_logs import EstateFlowLogsArgs, flow_log_problems
from hubspoke.estate.others import (
    EstateAttachedSpokeArgs,
    EstateOtherHubArgs,
    SpokePairArgs,
    pair_problems,
    region_problems,
)
from hubspoke.estate.vnets import EstateHubArgs, EstateSpokeArgs, EstateVnet
from hubspoke.spoke import egress_problems
from hubspoke.vnet import ANYWHERE, Egress, ObjectGroupsArgs, key_problems, tag_problems
from hubspoke_network.azure import limit
from hubspoke_network.core import Problem, normal_location

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

EstateMember = EstateVnet | EstateCircuitArgs | EstateRouteFilterArgs


class EstateArgs(Args):
    """A whole network from one description: hubs, spokes, circuits, and what they share."""

    hubs: dict[str, EstateHubArgs]
    """Hubs by key."""
    spokes: dict[str, EstateSpokeArgs] | None = None
    """Spokes by key. Adding one anywhere changes nothing about the others."""
    other_hubs: dict[str, EstateOtherHubArgs] | None = None
    """Hubs that this stack does not make, by key: another stack's, or somebody else's. Spokes name them as they name
    those under `hubs`."""
    attached_spokes: dict[str, EstateAttachedSpokeArgs] | None = None
    """Virtual networks that somebody else made, by key: they are peered with their hub, and left as they are."""
    connections: dict[str, SpokePairArgs] | None = None
    """Pairs of spokes that are peered with each other, by key."""
    mesh: bool | None = None
    """Whether all hubs made here are peered with each other, but for those with `meshed: false`, and with those of
    `otherHubs` that have `meshed: true`. Regions then reach each other by both their hubs' firewalls. Default: no."""
    circuits: dict[str, EstateCircuitArgs] | None = None
    """ExpressRoute circuits by key."""
    route_filters: dict[str, EstateRouteFilterArgs] | None = None
    """Route filters for Microsoft peering, by key."""
    flow_logs: EstateFlowLogsArgs | None = None
    """Flow logs of all networks, and diagnostics of gateways, circuits and firewalls. Default: none. `{}` is enough."""
    location: str | None = None
    """Azure region of whatever names none itself."""
    subscriptions: dict[str, str] | None = None
    """Subscription ids by key, for what lies outside the stack's own subscription."""
    tenants: dict[str, str] | None = None
    """Tenant ids by the key of a subscription, for those outside the stack's own tenant. Needs `azure-native:tenantId`;
    whoever deploys needs rights in all of them. At most three besides one's own, as Azure takes no more at once."""
    on_premises: dict[str, list[str]] | None = None
    """Prefixes of on-premises sites, by key. Nothing in Azure may overlap them, but for 0.0.0.0/0: a site that
    advertises a default route has it here."""
    object_groups: ObjectGroupsArgs | None = None
    """Named sets of addresses, services and application security groups, for the rules of all networks to use. Those
    of one network come on top."""
    addresses: AddressesArgs | None = None
    """Pools for networks of which only the size is given."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    tags: dict[str, str] | None = None
    """Tags of every resource; those of a hub, spoke or circuit come on top."""
    protect: bool | None = None
    """Whether gateways and circuits are protected from deletion. Default: no."""
    locks: bool | None = None
    """Whether management locks keep gateways, firewalls and circuits, with what lies in them, from any deletion.
    Switch them off in a run of its own before anything of it may go. Default: no."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""

    def own_problems(self) -> Iterator[Problem]:
        """Whatever is wrong between the members of the estate."""
        for path, keys in (
            ("hubs", self.hubs),
            ("spokes", self.spokes),
            ("otherHubs", self.other_hubs),
            ("attachedSpokes", self.attached_spokes),
            ("connections", self.connections),
            ("circuits", self.circuits),
            ("routeFilters", self.route_filters),
            ("subscriptions", self.subscriptions),
            ("onPremises", self.on_premises),
        ):
            yield from key_problems(path, keys)
        yield from tag_problems(self.tags)
        if not self.hubs and not self.other_hubs:
            yield Problem("HS153", "hubs", "", "has no hub", "write at least one")
        for key, guid in (self.subscriptions or {}).items():
            if not _GUID.fullmatch(guid):
                yield Problem("HS150", f"subscriptions.{key}", guid, "is not a subscription id", "write its GUID")
        yield from self._tenant_problems()
        for site, prefixes in (self.on_premises or {}).items():
            yield from prefix_problems(f"onPremises.{site}", prefixes)
        yield from self._member_problems()
        yield from self._hub_problems()
        yield from self._object_problems()
        yield from circuit_problems(self.circuits or {}, self.route_filters or {}, self.hubs, self.other_hubs or {})
        regions = {normal_location(vnet.location or self.location or "") for _, vnet in self.vnets()}
        yield from flow_log_problems(self.flow_logs, regions, self.location)
        yield from self._name_problems()
        yield from self._address_problems()

    def vnets(self) -> Iterator[tuple[str, EstateVnet]]:
        """Path and arguments of every virtual network: hubs first."""
        yield from ((f"hubs.{key}", hub) for key, hub in self.hubs.items())
        yield from ((f"spokes.{key}", spoke) for key, spoke in (self.spokes or {}).items())

    def members(self) -> Iterator[tuple[str, EstateMember]]:
        """Path and arguments of everything that has a place of its own."""
        yield from self.vnets()
        yield from ((f"circuits.{key}", circuit) for key, circuit in (self.circuits or {}).items())
        yield from ((f"routeFilters.{key}", item) for key, item in (self.route_filters or {}).items())

    def every_hub(self) -> dict[str, EstateHubArgs | EstateOtherHubArgs]:
        """Hubs by key, those that others make last."""
        return {**self.hubs, **(self.other_hubs or {})}

    def meshed_hubs(self) -> dict[str, list[str]]:
        """Keys of the hubs that are meshed, those that others make last, each with the region written for it."""
        if not self.mesh:
            return {}
        own: dict[str, list[str]] = {key: [] for key, hub in self.hubs.items() if hub.meshed is not False}
        return own | {key: hub.region or [] for key, hub in (self.other_hubs or {}).items() if hub.meshed}

    def every_spoke(self) -> dict[str, EstateSpokeArgs | EstateAttachedSpokeArgs]:
        """Spokes by key, attached ones last."""
        return {**(self.spokes or {}), **(self.attached_spokes or {})}

    def hub_of(self, spoke: EstateSpokeArgs | EstateAttachedSpokeArgs) -> str:
        """Key of a spoke's hub."""
        return spoke.hub or next(iter(self.every_hub()), "")

    def _tenant_problems(self) -> Iterator[Problem]:
        tenants = self.tenants or {}
        for key, guid in tenants.items():
            if key not in (self.subscriptions or {}):
                yield unknown(f"tenants.{key}", key, "subscriptions", self.subscriptions)
            if not _GUID.fullmatch(guid):
                yield Problem("HS150", f"tenants.{key}", guid, "is not a tenant id", "write its GUID")
        others, most = len({guid.lower() for guid in tenants.values()}), limit("other_tenants_per_request")
        if others > most:
            message = f"names {others} other tenants; a request can be authorised in {most}"
            yield Problem("HS150", "tenants", str(others), message, "split the estate over stacks (otherHubs)")

    def _member_problems(self) -> Iterator[Problem]:
        for path, member in (*self.members(), *self._elsewhere()):
            if member.subscription is not None and member.subscription not in (self.subscriptions or {}):
                yield unknown(f"{path}.subscription", member.subscription, "subscriptions", self.subscriptions)
        for path, member in self.members():
            shared_group = not isinstance(member, EstateVnet) and member.resource_group is None
            if self.location is None and (member.location is None or shared_group):
                where = "for the whole estate" if shared_group else "here, or for the whole estate"
                yield Problem("HS101", f"{path}.location", "", "is missing", f"write it {where}")

    def _elsewhere(self) -> Iterator[tuple[str, EstateOtherHubArgs | EstateAttachedSpokeArgs]]:
        yield from ((f"otherHubs.{key}", hub) for key, hub in (self.other_hubs or {}).items())
        yield from ((f"attachedSpokes.{key}", spoke) for key, spoke in (self.attached_spokes or {}).items())

    def _hub_problems(self) -> Iterator[Problem]:
        hubs = self.every_hub()
        paths = {key: f"spokes.{key}" for key in self.spokes or {}}
        paths |= {key: f"attachedSpokes.{key}" for key in self.attached_spokes or {}}
        for key, spoke in self.every_spoke().items():
            path = paths[key]
            if spoke.hub is None and len(hubs) > 1:
                message = "is missing: there is more than one hub"
                yield Problem("HS101", f"{path}.hub", "", message, f"write one of {', '.join(hubs)}")
            elif spoke.hub is not None and spoke.hub not in hubs:
                yield unknown(f"{path}.hub", spoke.hub, "hubs", hubs)
            hub = hubs.get(self.hub_of(spoke))
            if spoke.use_hub_gateway and hub is not None and not hub.has_gateway:
                message = f"asks for a gateway that hub {self.hub_of(spoke)} does not have"
                instead = "give the hub a gateway, or leave this out"
                yield Problem("HS152", f"{path}.useHubGateway", "true", message, instead)
            if hub is not None and isinstance(spoke, EstateSpokeArgs):
                yield from (moved(problem, path) for problem in self._egress_problems(spoke, hub))
        for path, ours, others in (
            ("otherHubs", self.hubs, self.other_hubs),
            ("attachedSpokes", self.spokes, self.attached_spokes),
        ):
            for key in (ours or {}).keys() & (others or {}).keys():
                where = "hubs" if path == "otherHubs" else "spokes"
                yield Problem("HS106", path, key, f"is a key under {where} as well", "write another key")
        for key, other in (self.other_hubs or {}).items():
            if other.location is None and self.location is None:
                message = "is missing"
                yield Problem("HS101", f"otherHubs.{key}.location", "", message, "write it here, or for the estate")
        yield from pair_problems(self.connections or {}, list(self.every_spoke()))

    def _object_problems(self) -> Iterator[Problem]:
        common = self.object_groups
        for path, vnet in self.vnets():
            if common is not None and vnet.object_groups is not None and not common.misread:
                both = common.with_more(vnet.object_groups).misread
                own = vnet.object_groups.misread
                yield from (moved(problem, f"{path}.objectGroups") for problem in both if problem not in own)
            yield from (moved(problem, path) for problem in vnet.object_problems(vnet.objects(common)))

    def _egress_problems(self, spoke: EstateSpokeArgs, hub: EstateHubArgs | EstateOtherHubArgs) -> Iterator[Problem]:
        yield from egress_problems(spoke, hub.ways, spoke.address_space)
        if isinstance(hub, EstateOtherHubArgs) or hub.inspected:
            return
        told = [prefix for prefixes in (self.on_premises or {}).values() for prefix in prefixes]
        by_site = hub.vpn_gateway is not None and hub.vpn_gateway.default_site is not None
        by_site = by_site and not hub.ways.express_route
        if spoke.egress is Egress.FORCED_TUNNEL and not by_site and told and ANYWHERE not in told:
            message = "follows a default route that no site under onPremises advertises"
            instead = f"write {ANYWHERE} among the prefixes of the site that does, or give a VPN gateway a defaultSite"
            yield Problem("HS191", "egress", spoke.egress.value, message, instead)

    @cached_property
    def placement(self) -> Placement:
        """The prefixes that sizes were given."""
        return place(self)

    def placed(self) -> "EstateArgs":
        """The same estate with a prefix wherever a size was given."""
        placement = self.placement
        if not placement.prefixes:
            return self
        hubs = {key: placement.applied(f"hubs.{key}", hub) for key, hub in self.hubs.items()}
        spokes = {key: placement.applied(f"spokes.{key}", spoke) for key, spoke in (self.spokes or {}).items()}
        return self.model_copy(update={"hubs": hubs, "spokes": spokes})

    def other_ranges(self) -> dict[str, str]:
        """Path to prefix of whatever holds addresses beside the virtual networks."""
        found = {
            f"onPremises.{site}[{index}]": text
            for site, prefixes in (self.on_premises or {}).items()
            for index, text in enumerate(prefixes)
            if text != ANYWHERE
        }
        for path, other in self._elsewhere():
            found |= {f"{path}.addressSpace[{index}]": text for index, text in enumerate(other.address_space)}
        for key, circuit in (self.circuits or {}).items():
            sessions = circuit.private_peering.prefixes() if circuit.private_peering else {}
            found |= {f"circuits.{key}.privatePeering.{path}": text for path, text in sessions.items()}
        return found

    def own_pools(self, vnet: EstateVnet) -> Iterator[str]:
        """Keys of the pools that a network takes without naming one: its region's and environment's."""
        region = vnet.location or self.location
        environment = self.naming.environment if self.naming else None
        if region and environment:
            yield f"{region}-{environment}"
        yield from (key for key in (region, environment) if key)

    def _address_problems(self) -> Iterator[Problem]:
        yield from self.placement.problems
        placed = self.placed()
        for path, vnet in placed.vnets():
            for problem in vnet.address_problems():
                # A size that could not be placed has been told already.
                if not problem.value.startswith("/"):
                    yield moved(problem, path)
        for first, second in overlaps(placed._ranges()):
            # What overlaps inside one network is told there, and a session's addresses may belong to a site.
            same = first.path.partition("[")[0] == second.path.partition("[")[0]
            session = first.path.startswith("onPremises.") and second.path.startswith("circuits.")
            if not same and not session:
                message = f"overlaps {first.path} {first.network}"
                yield Problem("HS112", second.path, str(second.network), message, "write a range that nothing else has")

        yield from region_problems(placed._meshed())

    def _meshed(self) -> Iterator[tuple[str, str, list[str]]]:
        """What the firewalls of meshed hubs send to each: key of the hub, path, prefixes; regions last."""
        meshed = self.meshed_hubs()
        for path, hubs in (("hubs", self.hubs), ("otherHubs", self.other_hubs or {})):
            yield from ((key, f"{path}.{key}.addressSpace", hubs[key].address_space) for key in hubs if key in meshed)
        for path, spokes in (("spokes", self.spokes or {}), ("attachedSpokes", self.attached_spokes or {})):
            for key, spoke in spokes.items():
                if self.hub_of(spoke) in meshed:
                    yield self.hub_of(spoke), f"{path}.{key}.addressSpace", spoke.address_space
        for key, region in meshed.items():
            yield key, f"otherHubs.{key}.region", region

    def _ranges(self) -> list[Placed]:
        others = self.other_ranges()
        spaces = {path: text for path, text in others.items() if path.startswith("onPremises.")}
        for path, vnet in self.vnets():
            spaces |= {f"{path}.addressSpace[{index}]": text for index, text in enumerate(vnet.address_space)}
        return [
            Placed(path, network) for path, text in (spaces | others).items() if (network := parsed(text)) is not None
        ]

    def _name_problems(self) -> Iterator[Problem]:
        """Keys that meet in one logical name, as `a` with `b-subnet-c` and `a-subnet-b` with `c`."""
        seen: dict[str, str] = {}
        for path, vnet in self.vnets():
            for key in vnet.subnets or {}:
                name = f"{path}-subnet-{key}"
                if name in seen:
                    message = f"together with its network's key makes the same name as {seen[name]}"
                    yield Problem("HS107", f"{path}.subnets", key, message, "write another key")
                seen.setdefault(name, f"{path}.subnets.{key}")
