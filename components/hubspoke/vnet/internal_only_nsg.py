"""A security group that lets only RFC 1918 traffic through."""

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component, Namer, NamingArgs
from hubspoke.vnet.args import NSG
from hubspoke.vnet.component import REPLACED_ON, rule_args
from hubspoke.vnet.internal_only_args import InternalOnlyNsgArgs
from hubspoke.vnet.internal_only_rules import INTENT_TAG, intent, internal_rules


class InternalOnlyNsg(Component):
    """A network security group for subnets and interfaces that talk to RFC 1918 addresses only, in both directions.

    It names the private ranges and denies everything else explicitly: Azure's own rules for the tag VirtualNetwork
    would let the Internet through as soon as a default route is in force.
    """

    TYPE = "hubspoke:index:InternalOnlyNsg"

    network_security_group_id: pulumi.Output[str]
    """Id of the security group."""
    network_security_group_name: pulumi.Output[str]
    """Name of the security group."""

    def __init__(self, name: str, args: InternalOnlyNsgArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = InternalOnlyNsgArgs.of(args)
        namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
        azure_name = namer.name(NSG, "nsg")
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        internet = bool(args.internet)
        self.group = network.NetworkSecurityGroup(
            self.logical("nsg"),
            network_security_group_name=azure_name,
            resource_group_name=args.resource_group_name,
            location=args.location,
            security_rules=[
                rule_args(rule) for rule in internal_rules(internet=internet, probes=bool(args.load_balancer_probes))
            ],
            tags={**(args.tags or {}), INTENT_TAG: intent(internet=internet)},
            opts=self.child("nsg", replace_on=REPLACED_ON),
        )
        self.network_security_group_id = self.group.id
        self.network_security_group_name = pulumi.Output.from_input(azure_name)
        self.register_outputs(self.outputs())
