"""A hub with two circuits: private peering to the campus, and Microsoft peering for Office 365.

Two circuits at two locations that announce the same addresses: what Microsoft sends back finds a way, and the firewalls
at home see both directions of a conversation.
"""

import pulumi
from pulumi_azure_native import resources

from hubspoke import (
    CircuitConnectionArgs,
    ExpressRouteCircuit,
    ExpressRouteCircuitArgs,
    ExpressRouteGatewayArgs,
    Hub,
    HubArgs,
    MicrosoftPeeringArgs,
    Office365RouteFilter,
    Office365RouteFilterArgs,
    PrivatePeeringArgs,
    ServiceProviderArgs,
    Stage,
)

config = pulumi.Config()
stage = Stage(config.get("stage") or "ordered")

group = resources.ResourceGroup("network", resource_group_name="rg-network", location="westeurope")
place = {"resource_group_name": group.name, "location": "westeurope"}

hub = Hub(
    "hub",
    HubArgs(
        address_space=["10.0.0.0/22"],
        gateway_subnet="10.0.0.0/26",
        express_route_gateway=ExpressRouteGatewayArgs(sku="ErGw1AZ"),
        # What the campus announces is nowhere in Azure; answers about reachability read it from this tag.
        tags={"network-on-premises": "192.168.0.0/16"},
        **place,
    ),
)

# Services, not numbers. Without a filter Microsoft announces nothing at all.
office365 = Office365RouteFilter(
    "office365",
    Office365RouteFilterArgs(
        services=["ExchangeOnline", "SharePointOnline"],
        # Microsoft has approved the subscription: say so once it has, until then the component warns of the weeks.
        authorised=True,
        **place,
    ),
)


def circuit(name: str, location: str, third: int) -> ExpressRouteCircuit:
    """A circuit at a peering location; every session has addresses of its own, the announced prefix is one."""
    private = PrivatePeeringArgs(
        peer_asn=65010,
        primary_prefix=f"10.143.{third}.0/30",
        secondary_prefix=f"10.143.{third}.4/30",
        vlan_id=100,
    )
    microsoft = MicrosoftPeeringArgs(
        peer_asn=65010,
        primary_prefix=f"203.0.113.{third * 8}/30",
        secondary_prefix=f"203.0.113.{third * 8 + 4}/30",
        vlan_id=101,
        advertised_prefixes=["203.0.113.128/25"],
        route_filter_id=office365.route_filter_id,
    )
    return ExpressRouteCircuit(
        name,
        ExpressRouteCircuitArgs(
            tier=config.get("tier") or "Premium",
            service_provider=ServiceProviderArgs(name="Equinix", peering_location=location, bandwidth_mbps=200),
            stage=stage,
            private_peering=private,
            microsoft_peering=microsoft,
            connections={"hub": CircuitConnectionArgs(hub=hub.ref)},
            **place,
        ),
    )


circuits = {name: circuit(name, name.capitalize(), third) for third, name in enumerate(("amsterdam", "dublin"))}

# What the connectivity provider asks for after the order.
pulumi.export("serviceKeys", {name: made.service_key for name, made in circuits.items()})
pulumi.export("routeFilter", office365.route_filter_id)
