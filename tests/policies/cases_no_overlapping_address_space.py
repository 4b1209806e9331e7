# ruff: noqa: E501 (messages stand whole)
"""Cases of `no-overlapping-address-space`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import gateway, group, hub, peering, vnet
from tests.policies.policy_support import Out, out
from tests.policies.programs_gateways import TWO_HUBS
from tests.policies.programs_peerings import ELSEWHERE
from tests.policies.programs_topology import learning, star, two_networks

CASES = {
    "no-overlapping-address-space": [
        Case(
            "sharing one address",
            [
                group(),
                vnet("one", "10.0.0.0/16"),
                vnet("other", "10.0.255.255/32"),
                peering("there", "one", out("other")),
                peering("back", "other", out("one")),
            ],
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[0]: '10.0.255.255/32' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.255.255); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "a gateway in one of two networks, beside a third",
            [*TWO_HUBS, vnet("third", "10.2.0.0/16"), gateway("er", Out(("gs", "gs2")))],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: the network of the gateway er may be any of hub, hub2; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
                (
                    "hub2",
                    "hub2 addressSpace: may overlap what it is connected to: the network of the gateway er may be any of hub, hub2; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "a gateway in whatever network",
            [*TWO_HUBS, gateway("er", Out(()))],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: the network of the gateway er ipConfigurations[0].subnet.id is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
                (
                    "hub2",
                    "hub2 addressSpace: may overlap what it is connected to: the network of the gateway er ipConfigurations[0].subnet.id is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case("no network", [group()], not_applicable=True),
        Case("the same space, not connected", [group(), vnet("one", "10.0.0.0/16"), vnet("other", "10.0.0.0/16")]),
        Case("side by side", two_networks(["10.0.0.0/17"], ["10.0.128.0/17", "fd00::/48"])),
        Case("two spokes side by side", star("10.1.0.0/24", "10.1.1.0/24")),
        Case("on-premises elsewhere", learning("10.1.0.0/16", "10.128.0.0/9 0.0.0.0/0")),
        Case("on-premises in summary", learning("10.1.0.0/16", "10.0.0.0/8"), config={"onPremisesSummaries": True}),
        Case(
            "one inside the other",
            two_networks(["10.0.0.0/16"], ["192.168.0.0/16", "10.0.255.0/24"]),
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[1]: '10.0.255.0/24' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.255.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "the same in both",
            two_networks(["10.0.0.0/16", "fd00::/48"], ["10.0.0.0/16", "fd00::/64"]),
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[0]: '10.0.0.0/16' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
                (
                    "other",
                    "other addressSpace.addressPrefixes[1]: 'fd00::/64' overlaps fd00::/48 of one, to which it is connected (for example fd00::); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "two spokes of one hub",
            star("10.1.0.0/16", "10.1.7.0/24"),
            violations=(
                (
                    "s1",
                    "s1 addressSpace.addressPrefixes[0]: '10.1.7.0/24' overlaps 10.1.0.0/16 of s0, to which it is connected (for example 10.1.7.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "with on-premises",
            learning("10.1.0.0/16", "10.1.2.0/24"),
            violations=(
                (
                    "s0",
                    "s0 addressSpace.addressPrefixes[0]: '10.1.0.0/16' overlaps 10.1.2.0/24 of on-premises, by ercc7e4412 (for example 10.1.2.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "with on-premises in summary",
            learning("10.1.0.0/16", "10.0.0.0/8"),
            violations=(
                (
                    "hub",
                    "hub addressSpace.addressPrefixes[0]: '10.0.0.0/16' overlaps 10.0.0.0/8 of on-premises, by ercc7e4412 (for example 10.0.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
                (
                    "s0",
                    "s0 addressSpace.addressPrefixes[0]: '10.1.0.0/16' overlaps 10.0.0.0/8 of on-premises, by ercc7e4412 (for example 10.1.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "one end of a peering is enough",
            two_networks(["10.0.0.0/16"], ["10.0.0.0/16"])[:-1],
            violations=(
                (
                    "other",
                    "other addressSpace.addressPrefixes[0]: '10.0.0.0/16' overlaps 10.0.0.0/16 of one, to which it is connected (for example 10.0.0.0); give one of them a prefix that nobody uses; `hubspoke plan` finds one",
                ),
            ),
        ),
        Case(
            "a space not known",
            two_networks([Out(())], ["10.0.0.0/16"]),
            undecided=(
                (
                    "one",
                    "one addressSpace: may overlap what it is connected to: its address space addressSpace.addressPrefixes[0] is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "with one of two",
            [
                *two_networks(["10.0.0.0/16"], ["10.1.0.0/16"]),
                vnet("third", "10.1.0.0/24"),
                peering("p", "one", Out(("other", "third"))),
            ],
            undecided=(
                (
                    "third",
                    "third addressSpace: overlaps 10.1.0.0/16 of other, to which it may be connected; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
        Case(
            "with a network of another program",
            [*hub(), peering("p", "hub", ELSEWHERE)],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: p leads to far, which is not in this program; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
        ),
        Case(
            "what is learnt not known",
            [*learning("10.1.0.0/16", Out(()))],
            undecided=(
                (
                    "hub",
                    "hub addressSpace: may overlap what it is connected to: what er learns from on-premises: is not known before deployment; keep connected networks in one program, and tell on-premises prefixes by the tag network-on-premises",
                ),
            ),
            respell=False,
        ),
    ],
}
