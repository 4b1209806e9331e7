"""Programs of the cases: a network by itself."""

from tests.policies.policy_resources import vnet
from tests.policies.policy_support import R

REST = {"sourcePortRange": "*", "destinationPortRange": "*", "protocol": "*"}


def network(**more: object) -> R:
    return vnet("net", "10.1.0.0/16", **more)
