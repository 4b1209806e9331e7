"""Programs of the cases: hubs with gateways."""

from tests.policies.policy_resources import hub, subnet, vnet

SECOND = (
    "{} gatewayType: '{}' is a second {} gateway in {}, beside {}; keep one gateway of a kind in a virtual network, or "
    "put the other into a virtual network of its own"
)
TWO_HUBS = [
    *hub(),
    vnet("hub2", "10.1.0.0/16"),
    subnet("gs2", "hub2", "10.1.0.0/26", called="GatewaySubnet"),
]
