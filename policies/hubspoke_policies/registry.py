"""Every rule, in the order of the documentation. A rule is in the pack because it stands here."""

from hubspoke_policies.rule import AnyRule
from hubspoke_policies.rules import (
    internal_only_is_rfc1918,
    office365_needs_authorisation,
    office365_needs_premium,
    one_gateway_per_kind,
)

RULES: tuple[AnyRule, ...] = (
    one_gateway_per_kind.RULE,
    office365_needs_premium.RULE,
    office365_needs_authorisation.RULE,
    internal_only_is_rfc1918.RULE,
)


def rule(rule_id: str) -> AnyRule | None:
    """The rule of that id, or None."""
    return next((known for known in RULES if known.id == rule_id), None)
