"""GatewaySubnet is large enough for its gateways."""

from pydantic import Field

from hubspoke_network.azure import GATEWAY, SUBNET, VNET
from hubspoke_network.azure.reserved_subnets import GATEWAY_SUBNET, reserved_subnets
from hubspoke_network.core import Unknown
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NotApplicable, Options, Outcome, Relation, Rule
from hubspoke_policies.reading import (
    HUB,
    LARGER,
    gateway_program,
    kind_of,
    logical_name,
    program,
    subnet_prefixes,
    subnets_of,
    too_long,
)

RECORD = reserved_subnets()[GATEWAY_SUBNET.lower()]


class SizeOptions(Options):
    """Options of `gateway-subnet-size`."""

    longest_prefix: int = Field(
        default=RECORD.longest_prefix,
        ge=8,
        le=29,
        description="the longest prefix that passes; 26 leaves room for 16 ExpressRoute circuits",
    )


def check(subnet: Resource, model: NetworkModel, context: Context[SizeOptions]) -> Outcome:
    """Report a gateway subnet that is too small; only Basic VPN gateways do with less."""
    if isinstance(subnet.name, str) and subnet.name.lower() != GATEWAY_SUBNET.lower():
        return NotApplicable("there is no GatewaySubnet")
    users, others = _users(subnet, model)
    longest = context.options.longest_prefix
    excused = max(longest, RECORD.longest_prefix_basic_vpn)
    answers = [*map(_basic, users), *(_may_be(gateway) for gateway in others)]
    excuse: bool | Unknown = bool(users) and False not in [a for a in answers if isinstance(a, bool)]
    excuse = next((answer for answer in answers if isinstance(answer, Unknown)), excuse) if excuse else False
    found = []
    for path, prefix in subnet_prefixes(subnet):
        small = not isinstance(prefix, str) or too_long(prefix, longest)
        enough = isinstance(prefix, str) and not too_long(prefix, excused)
        if not small or (enough and excuse is True):
            continue
        doubts = [prefix, subnet.name, *([excuse] if enough else [])]
        unknown = next((doubt for doubt in doubts if isinstance(doubt, Unknown)), None)
        if unknown is not None:
            found.append(context.undecided(subnet, path, f"may be too small for gateways: {unknown.reason}"))
        else:
            message = f"is too small for gateways, which take a /{longest} or larger"
            found.append(context.finding(subnet, path, prefix, message, LARGER.format(longest)))
    return found


def _users(subnet: Resource, model: NetworkModel) -> tuple[list[Resource], list[Resource]]:
    """The gateways that are in a subnet, and those that may be."""
    places = [(gateway, subnets_of(model, gateway)) for gateway in model.of_type(GATEWAY)]
    certain = [gateway for gateway, place in places if place.certain == subnet.key]
    possible = [g for g, place in places if g not in certain and (place.open or subnet.key in place.keys)]
    return certain, possible


def _may_be(gateway: Resource) -> bool | Unknown:
    """Of a gateway that may be there: nothing against the excuse if it is Basic itself, else a doubt."""
    if _basic(gateway) is True:
        return True
    return Unknown(f"whether {logical_name(gateway)} is in it is not known")


def _basic(gateway: Resource) -> bool | Unknown:
    """Whether a gateway is a VPN gateway of the SKU Basic."""
    answers = [(kind_of(gateway), "vpn"), (gateway.at("properties.sku.name"), "basic")]
    if any(isinstance(value, str) and value.lower() != wanted for value, wanted in answers):
        return False
    return next((value for value, _ in answers if isinstance(value, Unknown)), None not in dict(answers))


RULE = Rule(
    id="gateway-subnet-size",
    title="GatewaySubnet is large enough for its gateways",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((SUBNET,), check, reads=(GATEWAY, VNET)),
    options=SizeOptions,
    what=(
        f"GatewaySubnet is a /{RECORD.longest_prefix} or larger (option `longestPrefix`). Where all its gateways are "
        f"VPN gateways of the SKU Basic, a /{RECORD.longest_prefix_basic_vpn} will do."
    ),
    why=(
        "A smaller one is refused, or holds one gateway and then refuses the second. It cannot be made larger while a "
        "gateway is in it."
    ),
    remediation=f"Give GatewaySubnet a /{RECORD.longest_prefix} or larger; /26 leaves room for 16 circuits.",
    good=(Example("a /26", program(HUB, gateway_program())),),
    bad=(
        Example(
            "a /28",
            program(HUB.replace('"10.0.0.0/26"', '"10.0.0.0/28"'), gateway_program()),
            breaks="gateway-subnet",
        ),
    ),
    evidence="Documented (vpn-gateway-about-vpn-gateway-settings, expressroute-about-virtual-network-gateways).",
    links=("https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways#gwsub",),
    decidable="write the subnet's name and prefix as plain text",
)
