"""Routes of route tables."""

from azure_offline.arm.resources import TypeSpec
from hubspoke_network.refusals.networks import (
    ROUTE,
    duplicate_prefix,
    next_hop_address,
    next_hop_type,
    route_prefix,
    route_quota,
)

ROUTE_SPEC = TypeSpec(
    type=ROUTE,
    location="none",
    read_only=frozenset({"hasBgpOverride"}),
    defaults={"hasBgpOverride": False},
    rules=(next_hop_type, next_hop_address, route_prefix, duplicate_prefix, route_quota),
)
