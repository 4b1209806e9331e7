"""GET of what is not one resource: the resources of a type, a subscription, Azure's own tables."""

from typing import Any

from azure_offline.arm.resources import SUBSCRIPTION_TYPE, Target, View, render
from azure_offline.arm.responses import Response
from azure_offline.arm.writes.general_checks import check_group
from hubspoke_network.azure.communities import communities

_COMMUNITIES = "microsoft.network/bgpservicecommunities"


def listing(target: Target, view: View) -> Response:
    """All resources of the target's type in its scope, or the subscription."""
    if target.type == SUBSCRIPTION_TYPE:
        return Response(200, _subscription(target, view))
    if target.kind == _COMMUNITIES:
        return Response(200, {"value": _service_communities(target)})
    check_group(view, target)
    parts = _readable_parts(target, view)
    if parts is not None:
        return Response(200, {"value": parts})
    found = view.of_kind(target.kind, target.parent)
    return Response(200, {"value": [render(resource, view) for resource in found]})


def readable_part(target: Target, view: View) -> dict[str, Any] | None:
    """A part of a resource that has an id of its own, such as a default security rule; None where there is none."""
    parts = _readable_parts(target, view) or ()
    return next((part for part in parts if str(part["name"]).lower() == target.name.lower()), None)


def _readable_parts(target: Target, view: View) -> list[dict[str, Any]] | None:
    owner = view.get(target.parent)
    spec = view.spec(owner.type.lower()) if owner else None
    word = target.kind.rpartition("/")[2]
    name = next((name for name in spec.readable if name.lower() == word), None) if spec else None
    return list(render(owner, view)["properties"].get(name, ())) if owner and name else None


def _subscription(target: Target, view: View) -> dict[str, Any]:
    found = view.world.subscription(target.subscription)
    return {
        "id": f"/subscriptions/{target.subscription}",
        "subscriptionId": target.subscription,
        "displayName": found.name if found else "",
        "tenantId": found.tenant if found else "",
        "state": "Enabled",
    }


def _service_communities(target: Target) -> list[dict[str, Any]]:
    head = f"/subscriptions/{target.subscription}/providers/Microsoft.Network/bgpServiceCommunities"
    return [
        {
            "name": community.service,
            "id": f"{head}/{community.service}",
            "type": "Microsoft.Network/bgpServiceCommunities",
            "properties": {
                "serviceName": community.service,
                "bgpCommunities": [
                    {
                        "communityName": community.name,
                        "communityValue": community.value,
                        "isAuthorizedToUse": not community.needs_authorisation,
                        "serviceGroup": "O365" if community.needs_authorisation else "Azure",
                        "serviceSupportedRegion": community.region or "Global",
                    }
                ],
            },
        }
        for community in communities()
        if community.cloud == "public"
    ]
