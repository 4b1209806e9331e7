"""Makes the Bastion host of a hub."""

from dataclasses import dataclass

from pulumi_azure_native import network

from hubspoke.base import Component
from hubspoke.hub.args import HubArgs
from hubspoke.hub.bastion_args import BastionArgs
from hubspoke.hub.firewall_plan import BastionPlan
from hubspoke.hub.subnets import BASTIONS
from hubspoke.vnet import REPLACED_ON, MadeVnet, public_address


@dataclass(frozen=True, slots=True)
class MadeBastion:
    """The host and its public address."""

    host: network.BastionHost
    address: network.PublicIPAddress


def make_bastion(
    component: Component, plan: BastionPlan, asked: BastionArgs, made: MadeVnet, args: HubArgs
) -> MadeBastion:
    """Create it as children of `component`."""
    address = public_address(component, "bastion-ip", plan.address, args)
    host = network.BastionHost(
        component.logical("bastion"),
        bastion_host_name=plan.azure_name,
        resource_group_name=args.resource_group_name,
        location=args.location,
        sku=network.SkuArgs(name=plan.sku),
        scale_units=asked.scale_units or 2,
        zones=list(plan.zones) or None,
        disable_copy_paste=asked.copy_paste is False,
        enable_file_copy=bool(asked.file_copy),
        enable_ip_connect=bool(asked.ip_connect),
        enable_tunneling=bool(asked.tunneling),
        ip_configurations=[
            network.BastionHostIPConfigurationArgs(
                name="default",
                subnet=network.SubResourceArgs(id=made.subnets[BASTIONS.id].id),
                public_ip_address=network.SubResourceArgs(id=address.id),
                private_ip_allocation_method="Dynamic",
            )
        ],
        tags=args.tags,
        opts=component.child("bastion", after=made.everything(), replace_on=(*REPLACED_ON, "zones")),
    )
    return MadeBastion(host, address)
