"""Global Reach: connections between ExpressRoute circuits."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals.circuit_questions import GLOBAL_REACH, PEERING
from hubspoke_network.refusals.circuits.global_reach import global_reach_local

EXPRESS_ROUTE_CIRCUIT_CONNECTION = TypeSpec(
    type=GLOBAL_REACH,
    location="none",
    references=(
        Reference("properties.expressRouteCircuitPeering.id", (PEERING,), holds=False),
        Reference("properties.peerExpressRouteCircuitPeering.id", (PEERING,)),
    ),
    read_only=frozenset({"circuitConnectionStatus"}),
    write_only=frozenset({"authorizationKey"}),
    rules=(global_reach_local,),
    present=lambda _resource, _view: {"circuitConnectionStatus": "Connected"},
)
