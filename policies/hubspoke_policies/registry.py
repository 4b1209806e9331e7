"""Every rule, in the order of the documentation. A rule is in the pack because it stands here."""

from hubspoke_policies.rule import AnyRule
from hubspoke_policies.rules import (
    dmz_adjacent_tiers_only,
    egress_as_declared,
    explicit_deny,
    gateway_coexistence,
    gateway_only_in_hub,
    gateway_subnet_clean,
    gateway_subnet_size,
    internal_only_is_rfc1918,
    lateral_movement,
    no_any_to_any,
    no_default_outbound,
    no_internet_ingress,
    no_overlapping_address_space,
    nsg_attached,
    nsg_rules_valid,
    office365_known_communities,
    office365_needs_authorisation,
    office365_needs_premium,
    office365_symmetric_path,
    one_gateway_per_kind,
    peering_flags_agree,
    peering_has_both_ends,
    private_address_space,
    reserved_subnet_names,
    reserved_subnet_size,
    route_filter_shape,
    spoke_uses_hub_gateway,
    subnet_has_nsg,
)

TOPOLOGY: tuple[AnyRule, ...] = (
    one_gateway_per_kind.RULE,
    gateway_coexistence.RULE,
    gateway_only_in_hub.RULE,
    spoke_uses_hub_gateway.RULE,
    peering_has_both_ends.RULE,
    peering_flags_agree.RULE,
    no_overlapping_address_space.RULE,
    private_address_space.RULE,
    gateway_subnet_size.RULE,
    gateway_subnet_clean.RULE,
    reserved_subnet_names.RULE,
    reserved_subnet_size.RULE,
)
OFFICE365: tuple[AnyRule, ...] = (
    office365_needs_premium.RULE,
    office365_needs_authorisation.RULE,
    office365_known_communities.RULE,
    office365_symmetric_path.RULE,
    route_filter_shape.RULE,
)
SECURITY: tuple[AnyRule, ...] = (
    internal_only_is_rfc1918.RULE,
    no_internet_ingress.RULE,
    no_any_to_any.RULE,
    subnet_has_nsg.RULE,
    explicit_deny.RULE,
    nsg_rules_valid.RULE,
    nsg_attached.RULE,
    dmz_adjacent_tiers_only.RULE,
    lateral_movement.RULE,
    egress_as_declared.RULE,
    no_default_outbound.RULE,
)

RULES = (*TOPOLOGY, *OFFICE365, *SECURITY)


def rule(rule_id: str) -> AnyRule | None:
    """The rule of that id, or None."""
    return next((known for known in RULES if known.id == rule_id), None)
