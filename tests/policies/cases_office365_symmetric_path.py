# ruff: noqa: E501 (messages stand whole)
"""Cases of `office365-symmetric-path`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import circuit, circuit_peering, filter_rule, group, route_filter
from tests.policies.policy_support import Out, out
from tests.policies.programs_paths import office365

CASES = {
    "office365-symmetric-path": [
        Case(
            "one prefix at one location only",
            office365("Amsterdam", "Frankfurt", prefixes={0: ["203.0.113.0/29", "203.0.113.8/29"]}),
            violations=(
                (
                    "m0",
                    "m0 microsoftPeeringConfig.advertisedPublicPrefixes: '203.0.113.8/29' are not announced by m1: if this location fails, their answers find no way; announce the same prefixes at m1",
                ),
            ),
        ),
        Case(
            "another without Office 365",
            [
                *office365("Amsterdam"),
                circuit("c9", serviceProviderProperties={"peeringLocation": "Frankfurt"}),
                circuit_peering("m9", "c9", microsoftPeeringConfig={"advertisedPublicPrefixes": ["203.0.113.0/29"]}),
            ],
            violations=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: 'Amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
            ),
        ),
        Case(
            "another that may carry it",
            [
                *office365("Amsterdam"),
                route_filter("other"),
                filter_rule("r9", "other", Out(())),
                circuit("c9", serviceProviderProperties={"peeringLocation": "Frankfurt"}),
                circuit_peering("m9", "c9", route_filter=out("other")),
            ],
            undecided=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: may be the only location with Office 365: whether m9 carries it is not known; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
                (
                    "m9",
                    "m9 routeFilter: may carry Office 365: other: communities is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "one of two filters",
            [
                *office365("Amsterdam")[:3],
                route_filter("other"),
                circuit("c9"),
                circuit_peering("m9", "c9", route_filter=Out(("filter", "other"))),
            ],
            undecided=(
                (
                    "m9",
                    "m9 routeFilter: may carry Office 365: its route filter may be any of filter, other; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case("no circuit", [group()], not_applicable=True),
        Case("no Office 365", office365("Amsterdam", communities=["12076:51002"]), not_applicable=True),
        Case("two locations", office365("Amsterdam", "Frankfurt")),
        Case(
            "one location",
            office365("Amsterdam"),
            violations=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: 'Amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
            ),
        ),
        Case(
            "one location twice",
            office365("Amsterdam", "amsterdam"),
            violations=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: 'Amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
                (
                    "c1",
                    "c1 serviceProviderProperties.peeringLocation: 'amsterdam' is the only location with Office 365: if it fails, requests leave by the Internet and answers do not; add a circuit at another peering location",
                ),
            ),
        ),
        Case(
            "nothing announced",
            office365("Amsterdam", "Frankfurt", prefixes={1: []}),
            violations=(
                (
                    "m1",
                    "m1 microsoftPeeringConfig.advertisedPublicPrefixes: is empty: no address that the requests are translated to is announced, and no answer finds its way; list the public prefixes of your NAT",
                ),
            ),
        ),
        Case(
            "different prefixes",
            office365("Amsterdam", "Frankfurt", prefixes={1: ["203.0.113.8/29"]}),
            violations=(
                (
                    "m0",
                    "m0 microsoftPeeringConfig.advertisedPublicPrefixes: '203.0.113.0/29' are not announced by m1: if this location fails, their answers find no way; announce the same prefixes at m1",
                ),
                (
                    "m1",
                    "m1 microsoftPeeringConfig.advertisedPublicPrefixes: '203.0.113.8/29' are not announced by m0: if this location fails, their answers find no way; announce the same prefixes at m0",
                ),
            ),
        ),
        Case(
            "prefixes not known",
            office365("Amsterdam", "Frankfurt", prefixes={1: Out(())}),
            undecided=(
                (
                    "m0",
                    "m0 microsoftPeeringConfig.advertisedPublicPrefixes: may differ from those of m1: is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
                (
                    "m1",
                    "m1 microsoftPeeringConfig.advertisedPublicPrefixes: is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "location not known",
            office365(Out(())),
            undecided=(
                (
                    "c0",
                    "c0 serviceProviderProperties.peeringLocation: may be the only location with Office 365: is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
        Case(
            "communities not known",
            office365("Amsterdam", communities=Out(())),
            undecided=(
                (
                    "m0",
                    "m0 routeFilter: may carry Office 365: filter: communities is not known before deployment; keep the circuits, their peerings and the filters in one program, and write the prefixes as plain text",
                ),
            ),
            respell=False,
        ),
    ],
}
