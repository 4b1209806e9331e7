# ruff: noqa: E501 (messages stand whole)
"""Cases of `private-address-space`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import group, vnet
from tests.policies.policy_support import Out

CASES = {
    "private-address-space": [
        Case("no network", [group()], not_applicable=True),
        Case(
            "each private range", [group(), vnet("net", "10.0.0.0/8", "172.31.0.0/16", "192.168.255.0/24", "fd00::/48")]
        ),
        Case(
            "shared space that is listed",
            [group(), vnet("net", "100.64.0.0/16")],
            config={"additional": ["100.64.0.0/10"]},
        ),
        Case(
            "shared space",
            [group(), vnet("net", "100.64.0.0/16")],
            violations=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: '100.64.0.0/16' holds 100.64.0.0/16, which is not private (for example 100.64.0.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
            ),
        ),
        Case(
            "just beyond",
            [group(), vnet("net", "10.0.0.0/16", "172.32.0.0/16", "192.168.0.0/15")],
            violations=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[1]: '172.32.0.0/16' holds 172.32.0.0/16, which is not private (for example 172.32.0.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
                (
                    "net",
                    "net addressSpace.addressPrefixes[2]: '192.168.0.0/15' holds 192.169.0.0/16, which is not private (for example 192.169.0.0); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
            ),
        ),
        Case(
            "public IPv6",
            [group(), vnet("net", "2001:db8::/48")],
            violations=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: '2001:db8::/48' holds 2001:db8::/48, which is not private (for example 2001:db8::); write prefixes within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7, or list your own public prefixes in the option additional",
                ),
            ),
        ),
        Case(
            "not known",
            [group(), vnet("net", Out(()))],
            undecided=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: is not known before deployment; write the address space as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "no prefix",
            [group(), vnet("net", "10.0.0.0/99")],
            undecided=(
                (
                    "net",
                    "net addressSpace.addressPrefixes[0]: is no prefix: '10.0.0.0/99' is not in CIDR notation, for example 10.0.0.0/24; write the address space as plain text",
                ),
            ),
        ),
    ],
}
