# ruff: noqa: E501 (messages stand whole)
"""Cases of `office365-known-communities`."""

from tests.policies.policy_cases import Case
from tests.policies.policy_resources import filter_rule, group, route_filter
from tests.policies.policy_support import Out

CASES = {
    "office365-known-communities": [
        Case("no rule", [group(), route_filter()], not_applicable=True),
        Case(
            "services and regions", [group(), route_filter(), filter_rule("r", "filter", ["12076:5010", "12076:51002"])]
        ),
        Case(
            "newer than the record",
            [group(), route_filter(), filter_rule("r", "filter", ["12076:51077"])],
            config={"additional": ["12076:51077"]},
        ),
        Case(
            "unknown number",
            [group(), route_filter(), filter_rule("r", "filter", ["12076:5010", "12076:5011"])],
            violations=(
                (
                    "r",
                    "r communities[1]: '12076:5011' is not among the communities on record; write a community from the list, or add it to the option additional if it is newer than the list",
                ),
            ),
        ),
        Case(
            "no community",
            [group(), route_filter(), filter_rule("r", "filter", ["65000:1", 5010])],
            violations=(
                (
                    "r",
                    "r communities[0]: '65000:1' is no community of Microsoft's; write 12076: and the number of a service or a region, for example 12076:5010",
                ),
                (
                    "r",
                    "r communities[1]: '5010' is no community of Microsoft's; write 12076: and the number of a service or a region, for example 12076:5010",
                ),
            ),
        ),
        Case(
            "inside the filter",
            [group(), route_filter(rules=[{"name": "r", "access": "Allow", "communities": ["12076:5999"]}])],
            violations=(
                (
                    "filter",
                    "filter rules[0].communities[0]: '12076:5999' is not among the communities on record; write a community from the list, or add it to the option additional if it is newer than the list",
                ),
            ),
        ),
        Case(
            "not known",
            [group(), route_filter(), filter_rule("r", "filter", Out(()))],
            undecided=(("r", "r communities: is not known before deployment; write the communities as plain text"),),
            respell=False,
        ),
        Case(
            "one not known",
            [group(), route_filter(), filter_rule("r", "filter", ["12076:5010", Out(())])],
            undecided=(("r", "r communities[1]: is not known before deployment; write the communities as plain text"),),
            respell=False,
        ),
    ],
}
