"""Programs of the cases: networks side by side and what uses their subnets."""

from typing import Any

from tests.policies.policy_resources import gateway, group, hub, peering, vnet
from tests.policies.policy_support import R, out

ON_PREMISES = "network-on-premises"


def two_networks(one: Any, other: Any, **more: Any) -> list[R]:
    return [
        group(),
        vnet("one", *one, **more),
        vnet("other", *other),
        peering("there", "one", out("other")),
        peering("back", "other", out("one")),
    ]


def star(*spokes: str) -> list[R]:
    program = hub()
    for index, space in enumerate(spokes):
        program += [
            vnet(f"s{index}", space),
            peering(f"down{index}", "hub", out(f"s{index}")),
            peering(f"up{index}", f"s{index}", out("hub")),
        ]
    return program


def learning(space: str, prefixes: Any) -> list[R]:
    """A spoke of a hub whose gateway learns prefixes from on-premises."""
    hub_, spoke = star(space), {"tags": {ON_PREMISES: prefixes}}
    return [*hub_, R(**{**vars(gateway("er", out("gs"))), "inputs": {**gateway("er", out("gs")).inputs, **spoke}})]


def user(kind: str, name: str, subnet_id: Any) -> R:
    inputs = {"resourceGroupName": out("rg"), "ipConfigurations": [{"name": "a", "subnet": {"id": subnet_id}}]}
    return R(kind, name, inputs)
