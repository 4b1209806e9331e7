"""A route filter for Microsoft peering: which services' prefixes Microsoft announces."""

import pulumi
from pulumi_azure_native import network

from hubspoke.base import Component, Namer, NamingArgs
from hubspoke.circuit.route_filter_args import FILTER, FILTER_RULE, Office365RouteFilterArgs


class Office365RouteFilter(Component):
    """A route filter with its one rule, from services by name.

    Over Microsoft peering nothing is announced until a filter is attached. Office 365 needs Microsoft's authorisation
    of the subscription, and a Premium circuit; this component warns, Azure refuses.
    """

    TYPE = "hubspoke:index:Office365RouteFilter"

    route_filter_id: pulumi.Output[str]
    """Id of the filter, to attach to a Microsoft peering; there only once the rule is."""
    communities: pulumi.Output[list[str]]
    """BGP communities that the filter lets through."""

    def __init__(self, name: str, args: Office365RouteFilterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        args = Office365RouteFilterArgs.of(args)
        namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
        filter_name, rule_name = namer.name(FILTER, "filter"), namer.name(FILTER_RULE, "rule")
        super().__init__(self.TYPE, name, opts, args.keep_version_aliases)
        self.route_filter = network.RouteFilter(
            self.logical("filter"),
            route_filter_name=filter_name,
            resource_group_name=args.resource_group_name,
            location=args.location,
            tags=args.tags,
            opts=self.child("filter", replace_on=("location",)),
        )
        self.rule = network.RouteFilterRule(
            self.logical("rule"),
            rule_name=rule_name,
            route_filter_name=filter_name,
            resource_group_name=args.resource_group_name,
            location=args.location,
            access="Allow",
            route_filter_rule_type="Community",
            communities=list(args.values()),
            opts=self.child("rule", after=(self.route_filter,)),
        )
        if warning := args.warning():
            pulumi.log.warn(warning, resource=self)
        # A filter must not be attached before it has its rule: Azure refuses an empty one.
        both = pulumi.Output.all(self.route_filter.id, self.rule.id)
        self.route_filter_id = both.apply(lambda ids: str(ids[0]))
        self.communities = pulumi.Output.from_input(list(args.values()))
        self.register_outputs(self.outputs())
