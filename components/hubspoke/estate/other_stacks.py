"""References to hubs that other stacks make: one stack reference for each stack, however many hubs it has."""

from typing import Any

import pulumi

from hubspoke.base import Component, HubRef
from hubspoke.estate.plan import PlannedOtherHub

OUTPUT = "hubRefs"
"""The stack output that has the references."""


class OtherStacks:
    """Reads the outputs of other stacks, as children of a component."""

    def __init__(self, component: Component) -> None:
        self._component = component
        self._read: dict[str, pulumi.Output[Any]] = {}

    def hub_ref(self, plan: PlannedOtherHub) -> HubRef:
        """The reference to a hub of another stack, or to one that is written by hand."""
        if not plan.stack:
            return HubRef(**plan.args)
        found = self._refs(plan.stack).apply(lambda refs: (refs or {}).get(plan.exported_as))
        return HubRef.from_stack(found, **plan.args)

    def _refs(self, stack: str) -> pulumi.Output[Any]:
        if stack not in self._read:
            parts = stack.split("/")
            project = [pulumi.get_organization(), pulumi.get_project()][: 3 - len(parts)]
            key = "-".join(parts)
            made = pulumi.StackReference(
                self._component.logical("stack", key),
                stack_name="/".join([*project, *parts]),
                opts=self._component.child("stack", key),
            )
            self._read[stack] = made.get_output(OUTPUT)
        return self._read[stack]
