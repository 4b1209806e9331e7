"""Questions about circuits that only the offline Azure can answer."""

from azure_offline.arm.resources.identifiers import guid
from azure_offline.store.store import Resource
from hubspoke_network.refusals import Resource as AnyResource


def provider_state(circuit: AnyResource | None) -> str:
    """How far the service provider is with a circuit; empty where there is none."""
    return str(circuit.state.get("provider", "")) if isinstance(circuit, Resource) else ""


def provisioned(circuit: AnyResource) -> bool:
    """Whether the service provider has provisioned the circuit."""
    return provider_state(circuit) == "Provisioned"


def authorization_key(key: str) -> str:
    """The key of an authorization: a function of its own key in the store."""
    return guid("authorization", key)
