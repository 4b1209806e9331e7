"""Makes both ends of a peering, each with the provider of its own network's subscription, in the order Azure wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import Provider, network

from hubspoke.base import VNET_TYPE, Anchor, Component, Dependency, HubRef, default_provider_args
from hubspoke.hub import make_routes
from hubspoke.peerings.plan import EndPlan, HubPeeringPlan


@dataclass(frozen=True, slots=True)
class LocalVnet:
    """The virtual network at our end of a peering. `made` is what must be there before it is peered."""

    vnet_id: pulumi.Input[str]
    vnet_name: pulumi.Input[str]
    resource_group_name: pulumi.Input[str]
    made: Sequence[pulumi.Resource] = ()


def peer_with_hub(
    component: Component, name: str, local: LocalVnet, plan: HubPeeringPlan, hub: HubRef
) -> tuple[network.VirtualNetworkPeering, network.VirtualNetworkPeering]:
    """The routes in the hub's tables, the hub's end, then our own; all last in their lane on the hub's network.

    The routes come first: nothing gets past what inspects while the peering is there already.
    """
    anchor = hub.anchor
    waits: list[Dependency] = [*local.made, *anchor.made, *anchor.before(name)]
    if plan.spoke_end.use_remote_gateways:
        waits += anchor.gateways
        if not anchor.gateways and isinstance(hub.gateway_id, pulumi.Output):
            waits.append(hub.gateway_id)
    provider = remote_provider(component, "hub-provider", anchor, hub.subscription)
    routes = make_routes(
        component,
        plan.routes,
        hub.resource_group_name,
        dict(hub.inspected_tables or {}),
        hub.firewall_address,
        after=[*anchor.made, *anchor.before(name)],
        provider=provider,
    )
    waits += list(routes.values())[-1:]
    hub_end = make_end(
        component, "hub-peering", plan.hub_end, (hub.vnet_name, hub.resource_group_name), local.vnet_id, waits, provider
    )
    own = (local.vnet_name, local.resource_group_name)
    own_end = make_end(component, "peering", plan.spoke_end, own, hub.checked_vnet_id(), [*waits, hub_end])
    anchor.done(name, (hub_end, own_end))
    return hub_end, own_end


def make_end(
    component: Component,
    role: str,
    plan: EndPlan,
    vnet: tuple[pulumi.Input[str], pulumi.Input[str]],
    remote_id: pulumi.Input[str],
    after: Sequence[Dependency],
    provider: pulumi.ProviderResource | None = None,
    *,
    key: str = "",
) -> network.VirtualNetworkPeering:
    """One end, in the network of that name and resource group."""
    name, group = vnet
    return network.VirtualNetworkPeering(
        component.logical(role, key),
        virtual_network_name=name,
        resource_group_name=group,
        remote_virtual_network=network.SubResourceArgs(id=remote_id),
        **_switches(plan),
        opts=component.child(role, key, after=after, provider=provider),
    )


def remote_provider(
    component: Component, role: str, anchor: Anchor, subscription: str | None
) -> pulumi.ProviderResource | None:
    """The provider of another network's subscription; None where it is the component's own."""
    if anchor.provider is not None:
        return anchor.provider
    if subscription is not None:
        return Provider(component.logical(role), opts=component.child(role), subscription_id=subscription)
    if anchor.local and component.get_provider(VNET_TYPE) is not None:
        # That network has the stack's default provider; left alone, its end would inherit the component's.
        return Provider(component.logical(role), opts=component.child(role), **default_provider_args())
    return None


def peering_state(
    component: Component,
    local: LocalVnet,
    plan: EndPlan,
    *ends: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
) -> pulumi.Output[str]:
    """State of our end, read once all `ends` exist, with `provider` where it is not the component's own.

    A peering's own output keeps what it was when that end was written; both ends exist only now.
    """
    found = network.get_virtual_network_peering_output(
        resource_group_name=local.resource_group_name,
        virtual_network_name=local.vnet_name,
        virtual_network_peering_name=plan.azure_name,
        opts=pulumi.InvokeOutputOptions(parent=component, provider=provider, depends_on=list(ends)),
    )
    return found.apply(lambda peering: peering.peering_state or "Unknown")


def _switches(end: EndPlan) -> dict[str, Any]:
    return {
        "virtual_network_peering_name": end.azure_name,
        "allow_virtual_network_access": True,
        "allow_forwarded_traffic": end.allow_forwarded_traffic,
        "allow_gateway_transit": end.allow_gateway_transit,
        "use_remote_gateways": end.use_remote_gateways,
        # A change of the other network's addresses becomes a write of this end, and the write synchronises it.
        "remote_virtual_network_address_space": network.AddressSpaceArgs(
            address_prefixes=list(end.remote_address_space)
        ),
        "sync_remote_address_space": "true",
        # What both ends come to. Azure computes it and takes it in a write; a refresh puts it among the inputs once it
        # changed (the end written first is Initiated until the other one exists), and would else show as drift.
        "peering_state": "Connected",
        "peering_sync_level": "FullyInSync",
    }
