"""Arguments of a route filter for Office 365 and other Microsoft services, by name."""

from collections.abc import Iterator

import pulumi

from hubspoke.base import Args, NamingArgs, override_problems
from hubspoke.vnet import tag_problems
from hubspoke_network.azure import (
    Community,
    approval_note,
    community,
    regional_community,
    service_communities,
    well_formed,
)
from hubspoke_network.core import Problem

FILTER = "Microsoft.Network/routeFilters"
FILTER_RULE = "Microsoft.Network/routeFilters/routeFilterRules"
CLOUDS = ("public", "usgovernment")


class RouteFilterShape(Args):
    """What a route filter has beside its place."""

    services: list[str] | None = None
    """Services by name: ExchangeOnline, SharePointOnline, SkypeForBusinessOnline, OtherOffice365, EntraId,
    AzureResourceManager, AzureGlobalServices, CrmOnline, DefenderForIdentity, PstnServices."""
    regions: list[str] | None = None
    """Azure regions whose public services are wanted as well (westeurope)."""
    communities: list[str] | None = None
    """Further BGP communities by value (12076:5010), for what the data here does not know yet."""
    cloud: str | None = None
    """public (the default) or usgovernment."""
    authorised: bool | None = None
    """Say yes once Microsoft has authorised the subscription for Office 365: the warning about it then ends."""
    tags: dict[str, pulumi.Input[str]] | None = None
    """Tags of the route filter."""
    label: str | None = None
    """The filter's own part of Azure names. Default: the component's name."""
    names: dict[str, str] | None = None
    """Azure names of single resources, by role (filter, rule)."""

    def own_problems(self) -> Iterator[Problem]:
        """Unknown services and regions, and a filter that lets nothing through."""
        yield from tag_problems(self.tags)
        yield from override_problems(self.names or {}, {"filter": FILTER, "rule": FILTER_RULE})
        if self.cloud is not None and self.cloud not in CLOUDS:
            yield Problem(
                "HS170", "cloud", self.cloud, "has no Office 365 communities", f"write one of {', '.join(CLOUDS)}"
            )
            return
        known = service_communities(self.cloud or "public")
        services = ", ".join(name for name, found in known.items() if not found.region)
        for index, service in enumerate(self.services or []):
            if service not in known or known[service].region:
                yield Problem(
                    "HS170", f"services[{index}]", service, "is not a known service", f"write one of {services}"
                )
        for index, region in enumerate(self.regions or []):
            if regional_community("microsoft", region) is None:
                message = "has no community on record"
                yield Problem("HS171", f"regions[{index}]", region, message, "write its value under communities")
        for index, value in enumerate(self.communities or []):
            if not well_formed(value):
                yield Problem(
                    "HS172", f"communities[{index}]", value, "is not a Microsoft community", "write 12076:5nnnn"
                )
        if not (self.services or self.regions or self.communities):
            yield Problem(
                "HS101", "services", "", "is missing: a filter needs a community", f"write some of {services}"
            )

    def values(self) -> tuple[str, ...]:
        """The communities, each once, in order."""
        known = service_communities(self.cloud or "public")
        found = [known[service].value for service in self.services or [] if service in known]
        regional = (regional_community("microsoft", region) for region in self.regions or [])
        found += [item.value for item in regional if item is not None]
        return tuple(sorted({*found, *(self.communities or [])}))

    def office365(self) -> tuple[Community, ...]:
        """The communities that need Microsoft's authorisation."""
        found = (community(value) for value in self.values())
        return tuple(item for item in found if item is not None and item.needs_authorisation)

    def warning(self) -> str:
        """What must be arranged with Microsoft before this works; empty where nothing must, or it has been."""
        wanted = self.office365()
        if not wanted or self.authorised:
            return ""
        names = ", ".join(f"{item.name} ({item.value})" for item in wanted)
        return (
            f"{names}: Microsoft must authorise the subscription first, and the circuit must be Premium. "
            f"{approval_note()}. Write authorised: true once it is done."
        )


class Office365RouteFilterArgs(RouteFilterShape):
    """Arguments of a route filter."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the filter. As plain text it is known at preview."""
    location: str
    """Azure region: the circuit's."""
    naming: NamingArgs | None = None
    """How Azure names are made. Default: Cloud Adoption Framework abbreviations."""
    keep_version_aliases: bool | None = None
    """Keep azure-native's aliases of older API versions: slow, needed only to take over a state made with them."""
