"""Resources as an analyzer sees them, turned into those of the model as `readers.pulumi_resources` does it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from hubspoke_network.azure import type_by_arm, type_by_token
from hubspoke_network.core import Unknown, unknowns
from hubspoke_network.model import Resource
from hubspoke_network.readers import PulumiResource, settable, to_resources
from hubspoke_policies.base import Unreadable

__all__ = ["PulumiResource", "read_resources", "wanted_token", "with_inputs"]


def with_inputs(seen: PulumiResource, inputs: Mapping[str, Any]) -> PulumiResource:
    """The resource of a stack analysis as its inputs tell it, with what only Azure's answer holds.

    Outputs alone will not do. They lack what the path of a resource is made of; at a preview azure-native makes every
    property unknown that was not given; and of an unchanged resource they are old: a group still lists rules that the
    same preview deletes. So inputs count, and outputs add what the program did not give and is known. What a program
    may write and Azure alone sets (the state of a peering) is left out of both: at a preview outputs repeat inputs.
    """
    rt = type_by_token(seen.token)
    given, inputs = inputs, settable(seen.token, inputs)
    children = rt.maintained if rt is not None else ()
    answered = {
        key: value
        for key, value in seen.properties.items()
        if key not in given and key not in children and not any(True for _ in unknowns(value))
    }
    return replace(seen, properties={**answered, **inputs})


def read_resources(
    seen: Iterable[PulumiResource], default_subscription: str = "", *, alone: bool = False
) -> tuple[list[Resource], list[Unreadable]]:
    """Every resource of a known type, and those that could not be read: what they are cannot be told.

    `alone` as for `to_resources`.
    """
    resources: list[Resource] = []
    unreadable: list[Unreadable] = []
    for resource in to_resources(seen, default_subscription, alone=alone):
        if isinstance(resource.id, Unknown):
            unreadable.append(Unreadable(resource.urn, resource.type, resource.id.reason))
        else:
            resources.append(resource)
    return resources, unreadable


def wanted_token(arm_types: Iterable[str]) -> Callable[[str], bool]:
    """A test for Pulumi tokens: whether one names one of these ARM types, whatever api-version it carries."""
    wanted = {rt.arm for arm in arm_types if (rt := type_by_arm(arm)) is not None}
    verdicts: dict[str, bool] = {}

    def test(token: str) -> bool:
        known = verdicts.get(token)
        if known is None:
            rt = type_by_token(token)
            known = verdicts[token] = rt is not None and rt.arm in wanted
        return known

    return test
