"""Route filters list communities that exist."""

from pydantic import Field

from hubspoke_network.azure import FILTER_RULE
from hubspoke_network.azure.communities import communities, community, well_formed
from hubspoke_network.core import Unknown
from hubspoke_network.model import Resource
from hubspoke_policies.base import Context, Document, Example, Options, Outcome, Rule
from hubspoke_policies.reading import ROUTE_FILTER, entries, program


class KnownOptions(Options):
    """Options of `office365-known-communities`."""

    additional: tuple[str, ...] = Field(
        default=(), description="communities newer than the record, for example of a new region"
    )


def check(rule: Resource, context: Context[KnownOptions]) -> Outcome:
    """Report every community that is not on record."""
    found = []
    for path, value in entries(rule, "properties.communities"):
        if isinstance(value, Unknown):
            found.append(context.undecided(rule, path, value.reason))
        elif not isinstance(value, str) or not well_formed(value):
            found.append(context.finding(rule, path, value, "is no community of Microsoft's", FORM))
        elif community(value) is None and value not in context.options.additional:
            found.append(context.finding(rule, path, value, "is not among the communities on record", INSTEAD))
    return found


FORM = "write 12076: and the number of a service or a region, for example 12076:5010"
INSTEAD = "write a community from the list, or add it to the option additional if it is newer than the list"

RULE = Rule(
    id="office365-known-communities",
    title="Route filters list communities that exist",
    severity="medium",
    level="advisory",
    category="office365",
    check=Document((FILTER_RULE,), check),
    options=KnownOptions,
    what=(
        f"Every community of a route filter rule is one of the {len(communities())} on record (services, and regions "
        "by service) or in the option `additional`."
    ),
    why=(
        "A community that does not exist is either refused or stands for nothing: the routes one waits for never come. "
        "12076:5010 and 12076:51010 differ by one digit, and by Exchange Online against a region."
    ),
    remediation=INSTEAD,
    good=(Example("a service and a region", program(ROUTE_FILTER.format(communities='"12076:5060", "12076:51002"'))),),
    bad=(Example("a number nobody has", program(ROUTE_FILTER.format(communities='"12076:5011"')), breaks="accepted"),),
    evidence="Documented (expressroute-routing); the list carries the day it was read.",
    links=("https://learn.microsoft.com/azure/expressroute/expressroute-routing#support-for-bgp-communities",),
    decidable="write the communities as plain text",
)
