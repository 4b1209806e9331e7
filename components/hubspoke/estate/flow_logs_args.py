"""What an estate's flow logs are made from, once its networks and devices exist."""

from collections.abc import Mapping

import pulumi

from hubspoke.circuit import ExpressRouteCircuit
from hubspoke.estate.args import EstateArgs
from hubspoke.estate.flow_logs_plan import SubscriptionLogsPlan, regions_of
from hubspoke.flow_logs import DiagnosedArgs, FlowLogsArgs, FlowLogsShape, FlowLogTargetArgs
from hubspoke.hub import Hub
from hubspoke.spoke import Spoke
from hubspoke_network.core import normal_location


def flow_logs_args(
    plan: SubscriptionLogsPlan,
    args: EstateArgs,
    hubs: Mapping[str, Hub],
    spokes: Mapping[str, Spoke],
    circuits: Mapping[str, ExpressRouteCircuit],
    workspace_id: pulumi.Output[str | None] | None,
) -> FlowLogsArgs:
    """Arguments of one subscription's flow logs; `workspace_id` is of the workspace that the stack's own one has."""
    wanted = args.flow_logs
    assert wanted is not None
    regions = regions_of(plan)
    fields = {name: getattr(wanted, name) for name in FlowLogsShape.model_fields}
    fields["storage"] = {key: value for key, value in (wanted.storage or {}).items() if normal_location(key) in regions}
    fields["watchers"] = {k: value for k, value in (wanted.watchers or {}).items() if normal_location(k) in regions}
    if workspace_id is not None and not plan.workspace:
        fields |= {"workspace_id": workspace_id, "workspace_retention_days": None}
    ids = {f"hub-{key}": hub.vnet_id for key, hub in hubs.items()}
    ids |= {f"spoke-{key}": spoke.vnet_id for key, spoke in spokes.items()}
    return FlowLogsArgs(
        **fields
        | {
            "resource_group_name": plan.place.group,
            "location": plan.place.location,
            "targets": {
                logged.key: FlowLogTargetArgs(resource_id=ids[logged.key], location=logged.location)
                for logged in plan.networks
            },
            "diagnostics": _of_hubs({key: hubs[key] for key in plan.hubs})
            | _of_firewalls({key: hubs[key] for key in plan.hubs})
            | _of_circuits({key: circuits[key] for key in plan.circuits}),
            "workspace": None if fields["workspace_id"] is not None else plan.workspace,
            "unique": plan.unique or None,
            "label": plan.label,
            "tags": {**(args.tags or {}), **(wanted.tags or {})} or None,
            "naming": args.naming,
            "keep_version_aliases": args.keep_version_aliases,
        }
    )


def _of_hubs(hubs: Mapping[str, Hub]) -> dict[str, DiagnosedArgs]:
    return {
        f"gateway-{key}-{kind}": DiagnosedArgs(resource_id=gateway.id)
        for key, hub in hubs.items()
        for kind, gateway in hub.resources.gateways.items()
    }


def _of_firewalls(hubs: Mapping[str, Hub]) -> dict[str, DiagnosedArgs]:
    """What they let through and drop, in tables of their own: one row a decision, which is what people look for."""
    return {
        f"firewall-{key}": DiagnosedArgs(resource_id=hub.resources.firewall.id, own_tables=True)
        for key, hub in hubs.items()
        if hub.resources.firewall is not None
    }


def _of_circuits(circuits: Mapping[str, ExpressRouteCircuit]) -> dict[str, DiagnosedArgs]:
    """Circuits that are ours; what somebody else ordered, they watch."""
    return {
        f"circuit-{key}": DiagnosedArgs(resource_id=made.circuit_id)
        for key, made in circuits.items()
        if made.resources.circuit is not None
    }
