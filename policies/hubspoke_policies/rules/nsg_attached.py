"""Every security group is attached to something."""

from hubspoke_network.azure import NIC, NSG, SUBNET
from hubspoke_network.core import Unknown, stripped
from hubspoke_network.model import NetworkModel, Resource
from hubspoke_policies.base import Context, Example, NoOptions, Outcome, Relation, Rule
from hubspoke_policies.reading import APP_SUBNET, HUB, WITH_GROUP, attached, logical_name, program

PATH = "properties.networkSecurityGroup.id"


def check(group: Resource, model: NetworkModel, context: Context[NoOptions]) -> Outcome:
    """Report a group that no subnet and no network interface names."""
    if any(_names(model, user, group) is True for user in attached(model).seats(group)):
        return []
    if any(_names(model, nic, group) is True for nic in model.of_type(NIC)):
        return []
    for user in [*model.of_type(SUBNET), *model.of_type(NIC)]:
        answer = _names(model, user, group)
        if isinstance(answer, Unknown):
            reason = f"may be attached to nothing: which group {logical_name(user)} has: {stripped(answer.reason)}"
            return [context.undecided(group, "", reason)]
    return [context.finding(group, "", "", "is attached to no subnet and no network interface", INSTEAD)]


def _names(model: NetworkModel, user: Resource, group: Resource) -> bool | Unknown:
    value = user.at(PATH)
    if isinstance(value, str):
        return value.rstrip("/").lower() == group.key
    if value is None:
        return False
    found = model.resolve(user, PATH, NSG)
    if isinstance(found, Unknown):
        known = [key for key in found.candidates if model.by_id(key) is not None]
        return found if not known or group.key in known else False
    return found is group


INSTEAD = "attach it to the subnets it is meant for, or leave it out"

RULE = Rule(
    id="nsg-attached",
    title="Every security group is attached",
    severity="low",
    level="advisory",
    category="security",
    check=Relation((NSG,), check, reads=(SUBNET, NIC)),
    options=NoOptions,
    what="Every security group of a program is named by a subnet or a network interface of the program.",
    why="A group that is attached to nothing protects nothing, and reads as if it did.",
    remediation=INSTEAD,
    good=(Example("on a subnet", program(HUB, APP_SUBNET.format(group=WITH_GROUP))),),
    bad=(
        Example(
            "on nothing",
            program('network.NetworkSecurityGroup("spare", resource_group_name=group.name)\n'),
            breaks="spare",
        ),
    ),
    evidence="A group has an effect where it is attached only (network-security-groups-overview).",
    links=("https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",),
    decidable="refer to groups by the id of one in the same program, or as plain text",
)
