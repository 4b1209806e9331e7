"""Rules of route filters."""

from azure_offline.arm.resources import TypeSpec
from azure_offline.arm.state_rules.office365 import not_premium_rule, unauthorised_rule
from hubspoke_network.refusals import FILTER_RULE
from hubspoke_network.refusals.circuits.route_filters import access, communities, one_rule

ROUTE_FILTER_RULE = TypeSpec(
    type=FILTER_RULE,
    location="optional",
    rules=(access, communities, one_rule, unauthorised_rule, not_premium_rule),
)
