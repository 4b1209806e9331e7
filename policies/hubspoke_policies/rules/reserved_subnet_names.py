"""Services stand in the subnets that Azure names for them, and nothing else does."""

import re
from collections.abc import Iterator

from hubspoke_network.azure import BASTION, FIREWALL, GATEWAY, NIC, SUBNET
from hubspoke_network.azure.reserved_subnets import reserved_subnet, reserved_subnets
from hubspoke_network.core import Finding, Unknown, parse_id
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, NotApplicable, Outcome, Relation, Rule
from hubspoke_policies.reading import HUB, entries, gateway_program, program, targets

MANAGEMENT = "AzureFirewallManagementSubnet"
NAMES = {
    arm.lower(): tuple(r.name for r in reserved_subnets().values() if arm in r.users and r.name != MANAGEMENT)
    for arm in (GATEWAY, FIREWALL, BASTION)
}
"""The name that the subnet of each service has."""


def check(subject: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a service in a subnet of another name, an interface in a reserved one, and a name that is nearly one."""
    if subject.type.lower() == SUBNET.lower():
        return _name(subject, context)
    return list(_users(subject, model, context))


def _name(subnet: Resource, context: Context[NoOptions]) -> Outcome:
    if isinstance(subnet.name, Unknown):
        return [context.undecided(subnet, "name", f"may be nearly a reserved name: {subnet.name.reason}")]
    meant = NEARLY.get(_plain(subnet.name))
    if meant is None or subnet.name == meant:
        return NotApplicable("no subnet has a reserved name")
    message = f"is nearly {meant}, and not the name that Azure knows"
    return [context.finding(subnet, "name", subnet.name, message, f"write {meant}, or a name that says something else")]


def _users(subject: Resource, model: NetworkModel, context: Context[NoOptions]) -> Iterator[Finding]:
    wanted = NAMES.get(subject.type.lower(), ())
    for path, item in entries(subject, "properties.ipConfigurations"):
        if isinstance(item, Unknown):
            yield context.undecided(subject, path, f"may be in a subnet of the wrong name: {item.reason}")
            continue
        where = f"{path}.properties.subnet.id"
        found = targets(model, subject, where, SUBNET)
        names = {_called(model, key) for key in found.keys}
        wrong = [name for name in names if name is not None and _wrong(name, wanted)]
        hidden = bool(found.open) or None in names
        if hidden or (wrong and len(names) > 1):
            yield context.undecided(subject, where, f"may be a subnet of the wrong name: {found.reason(model)}")
            continue
        for name in wrong:
            record = reserved_subnet(name)
            told = f"is not {' or '.join(wanted)}, where Azure wants it" if wanted else f"is kept for {_users_of(name)}"
            instead = f"use a subnet called {wanted[0]}" if wanted else "use an ordinary subnet"
            yield context.finding(subject, where, record.name if record else name, told, instead)


def _called(model: NetworkModel, key: str) -> str | None:
    """A subnet's name, None where it is not known."""
    subnet, parsed = model.by_id(key), parse_id(key)
    if subnet is not None:
        return subnet.name if isinstance(subnet.name, str) else None
    return parsed.name if parsed is not None else None


def _wrong(name: str, wanted: tuple[str, ...]) -> bool:
    if wanted:
        return name.lower() not in {known.lower() for known in wanted}
    return reserved_subnet(name) is not None


def _users_of(name: str) -> str:
    record = reserved_subnet(name)
    return ", ".join(user.rpartition("/")[2] for user in record.users) if record is not None else ""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower()).removesuffix("s")


NEARLY = {_plain(record.name): record.name for record in reserved_subnets().values()}

RULE = Rule(
    id="reserved-subnet-names",
    title="Services stand in the subnets that Azure names for them",
    severity="high",
    level="mandatory",
    category="topology",
    check=Relation((SUBNET, GATEWAY, FIREWALL, BASTION, NIC), check),
    options=NoOptions,
    what=(
        "Gateways are in GatewaySubnet, firewalls in AzureFirewallSubnet, Bastion in AzureBastionSubnet, and no "
        "network interface is in one of these. A subnet whose name is one of them but for case, dashes or a final s "
        "is reported."
    ),
    why="Azure refuses the service, with an error about a subnet that nobody wrote: it looks for its own name.",
    remediation="Give the subnet the exact name; one subnet of each name in a network.",
    good=(Example("GatewaySubnet", program(HUB, gateway_program())),),
    bad=(
        Example(
            "gateways",
            program(HUB.replace('subnet_name="GatewaySubnet"', 'subnet_name="gateways"'), gateway_program()),
            breaks="er",
        ),
    ),
    evidence="Documented by each service; a published refusal names the subnet that the service looks for.",
    links=("https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub",),
    decidable="write the subnet's name as plain text, and refer to it by its id",
)
