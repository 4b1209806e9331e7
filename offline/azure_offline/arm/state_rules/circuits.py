"""Rules on circuits and what hangs on them that need what the provider has done, or keys that Azure gave out."""

from collections.abc import Iterator

from azure_offline.arm.resources import ArmView, authorization_key, provider_state, provisioned
from hubspoke_network.refusals import AUTHORIZATION, CONNECTION, Change, peering_of, text
from hubspoke_network.refusals.gateways.connections import circuit_of
from hubspoke_network.refusals.rule import CREATE, DELETE, Values, rule

_HOWTO = "expressroute/expressroute-howto-routing-arm"
_CIRCUIT = "expressroute/expressroute-howto-circuit-arm"


@rule(
    "circuit-peering-not-provisioned",
    grade="A",
    source=_HOWTO,
    message="Peering {id} cannot be configured: serviceProviderProvisioningState of the circuit is {state}, it must be "
    "Provisioned.",
    needs="what the provider has provisioned",
)
def not_provisioned(change: Change, view: ArmView) -> Iterator[Values]:
    """A peering is configured before the provider has provisioned the circuit."""
    circuit = view.get(change.parent)
    if circuit is not None and not provisioned(circuit):
        yield {"id": change.id, "state": circuit.state.get("provider")}


@rule(
    "circuit-delete-provisioned",
    grade="A",
    source=_CIRCUIT,
    message="Circuit {id} cannot be deleted while its serviceProviderProvisioningState is {state}; ask the provider to "
    "deprovision it first.",
    on=DELETE,
    needs="what the provider has provisioned",
)
def delete_provisioned(change: Change, view: ArmView) -> Iterator[Values]:
    """A circuit is deleted that the provider has not deprovisioned."""
    # A provider that works at once also deprovisions at once.
    if change.old is not None and view.world.circuits.provisioning == "by-hand":
        state = provider_state(change.old)
        if state in {"Provisioning", "Provisioned"}:
            yield {"id": change.id, "state": state}


@rule(
    "connection-circuit-not-provisioned",
    grade="D",
    source="inferred",
    message="Connection {id} cannot be made: circuit {circuit} is not provisioned or has no private peering.",
    on=CREATE,
    needs="what the provider has provisioned",
)
def circuit_not_ready(change: Change, view: ArmView) -> Iterator[Values]:
    """A circuit is linked before it is provisioned and has private peering."""
    circuit = circuit_of(change.new, view)
    if circuit and not (provisioned(circuit) and peering_of(circuit, "AzurePrivatePeering", view)):
        yield {"id": change.id, "circuit": circuit.id}


@rule(
    "connection-authorization",
    grade="A",
    source="expressroute/expressroute-howto-linkvnet-arm",
    message="Connection {id} to circuit {circuit} of another subscription {problem}.",
    needs="the keys given out",
)
def authorization(change: Change, view: ArmView) -> Iterator[Values]:
    """A circuit of another subscription is linked without a key, with a wrong one, or with one that is taken."""
    new, circuit = change.new, circuit_of(change.new, view)
    if new is None or circuit is None:
        return
    values = {"id": change.id, "circuit": circuit.id}
    key = text(new.document, "properties.authorizationKey")
    if key is None:
        if circuit.subscription != new.subscription:
            yield {**values, "problem": "needs an authorizationKey"}
        return
    known = {authorization_key(found.key) for found in view.children(circuit.key, AUTHORIZATION)}
    if key not in known:
        yield {**values, "problem": "has an authorizationKey that the circuit did not give out"}
    for other in view.referring(circuit.key, CONNECTION.lower()):
        if other.key != new.key and text(other.document, "properties.authorizationKey") == key:
            yield {**values, "problem": f"has an authorizationKey that {other.id} uses; each is for one connection"}
