# ruff: noqa: E501 (messages stand whole)
"""Cases of `nsg-attached`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, nsg, subnet, vnet
from tests.policies.policy_support import Out, R, out
from tests.policies.programs_groups import NAMED, named, placed

CASES = {
    "nsg-attached": [
        Case(
            "beside an interface without",
            [group(), nsg("a", []), R("network:NetworkInterface", "nic", {"resourceGroupName": out("rg")})],
            violations=(
                (
                    "a",
                    "a: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "beside an interface with one of two others",
            [
                group(),
                nsg("a", []),
                nsg("b", []),
                nsg("c", []),
                R(
                    "network:NetworkInterface",
                    "nic",
                    {"resourceGroupName": out("rg"), "networkSecurityGroup": {"id": Out(("a", "b"))}},
                ),
            ],
            violations=(
                (
                    "c",
                    "c: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group nic has: nic0e1733ef networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
                (
                    "b",
                    "b: may be attached to nothing: which group nic has: nic0e1733ef networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case("no group", [group()], not_applicable=True),
        Case("on a subnet", placed()),
        Case(
            "on a subnet inside the network's document",
            [
                group(),
                nsg("app", []),
                vnet(
                    "net",
                    "10.1.0.0/16",
                    subnets=[{"name": "s", "addressPrefix": "10.1.0.0/24", "networkSecurityGroup": {"id": out("app")}}],
                ),
            ],
        ),
        Case(
            "on an interface",
            [
                group(),
                nsg("app", []),
                R(
                    "network:NetworkInterface",
                    "nic",
                    {"resourceGroupName": out("rg"), "networkSecurityGroup": {"id": out("app")}},
                ),
            ],
        ),
        Case(
            "on a subnet by its id",
            [named("g"), vnet("net", "10.1.0.0/16"), subnet("s", "net", "10.1.1.0/24", nsg=NAMED.format("G")), group()],
        ),
        Case(
            "another on a subnet by its id",
            [named("g"), vnet("net", "10.1.0.0/16"), subnet("s", "net", "10.1.1.0/24", nsg=NAMED.format("h")), group()],
            violations=(
                (
                    "g",
                    "g: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "beside a subnet without",
            [*placed(), vnet("net2", "10.2.0.0/16"), subnet("bare", "net2", "10.2.1.0/24"), nsg("spare", [])],
            violations=(
                (
                    "spare",
                    "spare: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "another is perhaps on a subnet",
            [
                group(),
                nsg("a", []),
                nsg("b", []),
                nsg("c", []),
                vnet("net", "10.1.0.0/16"),
                subnet("s", "net", "10.1.0.0/24", nsg=Out(("a", "b"))),
            ],
            violations=(
                (
                    "c",
                    "c: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
                (
                    "b",
                    "b: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "on nothing",
            [*placed(), nsg("spare", [])],
            violations=(
                (
                    "spare",
                    "spare: is attached to no subnet and no network interface; attach it to the subnets it is meant for, or leave it out",
                ),
            ),
        ),
        Case(
            "perhaps on a subnet",
            [
                group(),
                nsg("a", []),
                nsg("b", []),
                vnet("net", "10.1.0.0/16"),
                subnet("s", "net", "10.1.0.0/24", nsg=Out(("a", "b"))),
            ],
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
                (
                    "b",
                    "b: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id is one of aca978112, b3e23e816; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "some group on a subnet",
            [group(), nsg("a", []), vnet("net", "10.1.0.0/16"), subnet("s", "net", "10.1.0.0/24", nsg=Out(()))],
            undecided=(
                (
                    "a",
                    "a: may be attached to nothing: which group s has: neta08a0fcb/s networkSecurityGroup.id: is not known before deployment; refer to groups by the id of one in the same program, or as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
