"""Every subnet has a security group, but those that must not."""

from fnmatch import fnmatchcase

from pydantic import Field

from hubspoke_network.azure import SUBNET
from hubspoke_network.azure.reserved_subnets import reserved_subnet, reserved_subnets
from hubspoke_network.core import Unknown
from hubspoke_network.model import Resource
from hubspoke_policies.base import Context, Document, Example, NotApplicable, Options, Outcome, Rule
from hubspoke_policies.reading import APP_SUBNET, HUB, WITH_GROUP, names_one, program

EXEMPT = tuple(record.name for record in reserved_subnets().values() if record.nsg_forbidden)


class SubnetOptions(Options):
    """Options of `subnet-has-nsg`."""

    exempt: tuple[str, ...] = Field(default=(), description="patterns for names of further subnets that need none")

    def exempts(self, name: str) -> bool:
        """Whether a subnet of this name needs no group."""
        record = reserved_subnet(name)
        if record is not None and record.nsg_forbidden:
            return True
        return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in self.exempt)


def check(subnet: Resource, context: Context[SubnetOptions]) -> Outcome:
    """Report a subnet without a security group."""
    group = names_one(subnet, "properties.networkSecurityGroup")
    if group is True:
        return []
    unknown = next((value for value in (group, subnet.name) if isinstance(value, Unknown)), None)
    if isinstance(subnet.name, str) and context.options.exempts(subnet.name):
        return NotApplicable("every subnet is one that takes no security group")
    if unknown is not None:
        return [context.undecided(subnet, "networkSecurityGroup", f"may be missing: {unknown.reason}")]
    return [context.finding(subnet, "networkSecurityGroup", "", "is not given", INSTEAD)]


INSTEAD = "give the subnet a security group, or list its name in the option exempt"

RULE = Rule(
    id="subnet-has-nsg",
    title="Every subnet has a security group",
    severity="high",
    level="mandatory",
    category="security",
    check=Document((SUBNET,), check),
    options=SubnetOptions,
    what=(
        "Every subnet names a network security group. Exempt are those that take none: "
        + ", ".join(EXEMPT)
        + ", and the names in the option `exempt`."
    ),
    why="A subnet without a group lets everything in that can reach it, and everything out.",
    remediation=INSTEAD,
    good=(
        Example(
            "with a group",
            program(HUB, APP_SUBNET.format(group=WITH_GROUP)),
        ),
    ),
    bad=(Example("without", program(HUB, APP_SUBNET.format(group="")), breaks="app"),),
    evidence="Documented: without a group all traffic passes (network-security-groups-overview).",
    links=("https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",),
    decidable="write the subnet's name as plain text",
)
