"""Virtual networks use private addresses."""

from collections.abc import Iterator

from pydantic import Field

from hubspoke_network.azure import VNET
from hubspoke_network.core import Finding, Unknown
from hubspoke_network.model import Resource
from hubspoke_network.sets.addresses import RFC1918, AddressError, AddressSet
from hubspoke_policies.base import Context, Document, Example, Options, Outcome, Rule
from hubspoke_policies.reading import HUB, entries, program, shown, witness_of

UNIQUE_LOCAL = AddressSet.parse("fc00::/7")


class PrivateOptions(Options):
    """Options of `private-address-space`."""

    additional: tuple[str, ...] = Field(
        default=(), description="prefixes that are also taken for private, for example 100.64.0.0/10"
    )

    @property
    def private(self) -> AddressSet:
        """Every address that passes."""
        return RFC1918 | UNIQUE_LOCAL | AddressSet.parse(*self.additional)


def check(vnet: Resource, context: Context[PrivateOptions]) -> Outcome:
    """Report every prefix of the address space that reaches beyond private addresses."""
    return list(_check(vnet, context))


def _check(vnet: Resource, context: Context[PrivateOptions]) -> Iterator[Finding]:
    private = context.options.private
    for path, prefix in entries(vnet, "properties.addressSpace.addressPrefixes"):
        if isinstance(prefix, Unknown):
            yield context.undecided(vnet, path, prefix.reason)
            continue
        try:
            beyond = AddressSet.parse(str(prefix)) - private
        except AddressError as error:
            yield context.undecided(vnet, path, f"is no prefix: {error}")
            continue
        if beyond:
            message = f"holds {shown(beyond)}, which is not private"
            yield context.finding(vnet, path, prefix, message, INSTEAD, witness=witness_of(beyond))


INSTEAD = (
    f"write prefixes within {RFC1918} or {UNIQUE_LOCAL}, or list your own public prefixes in the option additional"
)

RULE = Rule(
    id="private-address-space",
    title="Virtual networks use private addresses",
    severity="medium",
    level="advisory",
    category="topology",
    check=Document((VNET,), check),
    options=PrivateOptions,
    what=(
        f"Every prefix of a virtual network lies within {RFC1918} or {UNIQUE_LOCAL}, or within the option "
        "`additional`. 100.64.0.0/10 is not private here unless it is listed."
    ),
    why=(
        "Azure takes any prefix. One that belongs to somebody else on the Internet hides that somebody from the "
        "network, and 172.32.0.0/16 or 192.169.0.0/16 look private at a glance."
    ),
    remediation=INSTEAD,
    good=(Example("a private range", program(HUB)),),
    bad=(
        Example(
            "172.32.0.0/16", program(HUB.replace("10.0.0.0/16", "172.32.0.0/16").replace("10.0.0", "172.32.0")), "hub"
        ),
    ),
    evidence="RFC 1918, RFC 4193. Azure allows other ranges and discourages them (virtual-networks-faq).",
    links=("https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq",),
    decidable="write the address space as plain text",
)
