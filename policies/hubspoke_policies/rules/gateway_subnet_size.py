"""GatewaySubnet is large enough for its gateways."""

from pydantic import Field

from hubspoke_network.model import GATEWAY, SUBNET, VNET, NetworkModel, Resource
from hubspoke_network.reserved_subnets import reserved_subnets
from hubspoke_network.unknown import Unknown
from hubspoke_policies.gateways import GATEWAY_SUBNET, gateway_program, kind_of, subnets_of
from hubspoke_policies.programs import HUB, program
from hubspoke_policies.rule import Context, Example, NotApplicable, Options, Outcome, Relation, Rule
from hubspoke_policies.rules.reserved_subnet_size import INSTEAD, too_long
from hubspoke_policies.subnets import subnet_prefixes

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
    longest = context.options.longest_prefix
    users = [gateway for gateway in model.of_type(GATEWAY) if subnets_of(model, gateway).certain == subnet.key]
    if users and all(_basic(gateway) is True for gateway in users):
        longest = max(longest, RECORD.longest_prefix_basic_vpn)
    found = []
    for path, prefix in subnet_prefixes(subnet):
        if isinstance(prefix, str) and not too_long(prefix, longest):
            continue
        basic = next((answer for gateway in users if isinstance(answer := _basic(gateway), Unknown)), None)
        excused = isinstance(prefix, str) and not too_long(prefix, RECORD.longest_prefix_basic_vpn)
        doubts = [prefix, subnet.name, *([basic] if basic is not None and excused else [])]
        unknown = next((doubt for doubt in doubts if isinstance(doubt, Unknown)), None)
        if unknown is not None:
            found.append(context.undecided(subnet, path, f"may be too small for gateways: {unknown.reason}"))
        else:
            message = f"is too small for gateways, which take a /{longest} or larger"
            found.append(context.finding(subnet, path, prefix, message, INSTEAD.format(longest)))
    return found


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
        "VPN "
        f"gateways of the SKU Basic, a /{RECORD.longest_prefix_basic_vpn} will do."
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
