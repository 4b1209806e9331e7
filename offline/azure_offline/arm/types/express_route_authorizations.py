"""Authorizations: keys by which other subscriptions link to a circuit."""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import ArmView, TypeSpec, authorization_key
from azure_offline.store.store import Resource
from hubspoke_network.refusals import AUTHORIZATION, CONNECTION, text


def _users(authorization: Resource, view: ArmView) -> list[Resource]:
    wanted = authorization_key(authorization.key)
    return [
        connection
        for connection in view.referring(authorization.parent, CONNECTION.lower())
        if text(connection.document, "properties.authorizationKey") == wanted
    ]


def _follow(authorization: Resource, view: ArmView) -> list[str]:
    """A deleted authorization takes the connection along that uses it."""
    return [connection.key for connection in _users(authorization, view)]


def _present_authorization(authorization: Resource, view: ArmView) -> Mapping[str, Any]:
    users = _users(authorization, view)
    found = {
        "authorizationKey": authorization_key(authorization.key),
        "authorizationUseStatus": "InUse" if users else "Available",
    }
    return {**found, "connectionResourceUri": users[0].id} if users else found


EXPRESS_ROUTE_CIRCUIT_AUTHORIZATION = TypeSpec(
    type=AUTHORIZATION,
    location="none",
    read_only=frozenset({"authorizationKey", "authorizationUseStatus", "connectionResourceUri"}),
    present=_present_authorization,
    follow=_follow,
)
