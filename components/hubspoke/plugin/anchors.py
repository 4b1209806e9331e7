"""The order of work on hubs' networks, across components that the engine asks for one by one.

In a program of our own language `hub.ref` carries it from a hub to its spokes. Over the wire a reference is data, so
that the plugin, which makes both, keeps it: Azure refuses overlapping writes on one network.
"""

import asyncio
from typing import TypeVar

import pulumi
from pydantic import BaseModel

from hubspoke.base import Anchor, HubRef
from hubspoke.hub import Hub
from hubspoke.plugin.values import KeyPath, ReadArguments
from hubspoke.plugin.wire import Wire

M = TypeVar("M", bound=BaseModel)


class Anchors:
    """One anchor for each hub that references speak of, as long as the plugin runs."""

    def __init__(self) -> None:
        self._made_here: dict[str, Anchor] = {}
        self._elsewhere: dict[object, Anchor] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def remember(self, hub: Hub) -> None:
        """Let references to a hub that was just made find its anchor."""
        # A reference can arrive only after the engine has been told the network's id, and so its URN.
        task = asyncio.get_running_loop().create_task(self._remember(hub))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _remember(self, hub: Hub) -> None:
        urn = await hub.resources.vnet.urn.future()
        if urn is not None:
            self._made_here[urn] = hub.ref.anchor

    def attach(self, args: M, taken: ReadArguments) -> M:
        """The arguments with the right anchor in each reference to a hub."""
        for path, vnet_id in taken.hubs.items():
            args = _replaced(args, path, self._of(vnet_id))
        return args

    def _of(self, vnet_id: Wire) -> Anchor:
        for urn in sorted(vnet_id.dependencies):
            if urn in self._made_here:
                return self._made_here[urn]
        # A preview and the update after it may share this process; nothing of the one holds for the other.
        run = (pulumi.get_project(), pulumi.get_stack(), pulumi.runtime.is_dry_run())
        known = isinstance(vnet_id.value, str)
        if not known and not vnet_id.dependencies:
            return Anchor()
        hub = str(vnet_id.value).lower() if known else vnet_id.dependencies
        return self._elsewhere.setdefault((run, hub), Anchor())


def _replaced(part: M, path: KeyPath, anchor: Anchor) -> M:
    """`part` with the reference at `path` taking `anchor`."""
    key, *rest = path
    name = next(name for name, info in type(part).model_fields.items() if key in {name, info.alias})
    value = getattr(part, name)
    if isinstance(value, dict):
        inner, *rest = rest
        value = {**value, inner: _placed(value[str(inner)], tuple(rest), anchor)}
    else:
        value = _placed(value, tuple(rest), anchor)
    return part.model_copy(update={name: value})


def _placed(value: M, rest: KeyPath, anchor: Anchor) -> M | HubRef:
    if rest:
        return _replaced(value, rest, anchor)
    return value.at(anchor) if isinstance(value, HubRef) else value
