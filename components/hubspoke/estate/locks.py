"""Management locks on gateways, firewalls and circuits: Azure then deletes none, whoever asks."""

from collections.abc import Iterable, Iterator, Mapping

import pulumi
from pulumi_azure_native import authorization

from hubspoke.base import Component
from hubspoke.circuit import ExpressRouteCircuit
from hubspoke.hub import Hub

NAME = "do-not-delete"
NOTES = "Takes long to make anew and costs while it is missing. Set locks to false in the stack's settings first."


def make_locks(
    component: Component,
    hubs: Mapping[str, Hub],
    circuits: Mapping[str, ExpressRouteCircuit],
    providers: Mapping[str, pulumi.ProviderResource | None],
) -> None:
    """A lock for each gateway, firewall and circuit that was made, as children of `component`.

    `providers` are those of the members' subscriptions, by path (`hubs.weu`). A lock comes last and goes first: it
    holds for what lies in the resource as well, such as a circuit's peerings.
    """
    for path, key, owner, scope in _locked(hubs, circuits):
        options = component.child("lock", key, provider=providers.get(path))
        authorization.ManagementLockByScope(
            component.logical("lock", key),
            lock_name=NAME,
            scope=scope,
            level="CanNotDelete",
            notes=NOTES,
            opts=pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(depends_on=[owner])),
        )


def _locked(
    hubs: Mapping[str, Hub], circuits: Mapping[str, ExpressRouteCircuit]
) -> Iterator[tuple[str, str, Component, pulumi.Output[str]]]:
    """Path of the member, key of the lock, the member, and the id of what is locked."""
    for key, hub in hubs.items():
        for kind, gateway in hub.resources.gateways.items():
            yield f"hubs.{key}", f"hub-{key}-{kind}", hub, gateway.id
        if hub.resources.firewall is not None:
            yield f"hubs.{key}", f"hub-{key}-firewall", hub, hub.resources.firewall.id
    for key, circuit in circuits.items():
        if circuit.resources.circuit is not None:
            yield f"circuits.{key}", f"circuit-{key}", circuit, circuit.resources.circuit.id


def providers_of(
    places: Iterable[tuple[str, str | None]], found: Mapping[str | None, pulumi.ProviderResource]
) -> dict[str, pulumi.ProviderResource | None]:
    """Provider by path, from path and subscription."""
    return {path: found.get(subscription) for path, subscription in places}
