"""What the store holds: resources, who refers to whom, and the activity log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Resource:
    """One stored resource. `document` and `state` are shared between readers: never change them, replace them.

    `document` is what its owner wrote, as an ARM document without its children; `state` is what only the offline Azure
    knows (a peering's last sync, a circuit's provisioning). `revision` is that of the last write to it or to a child of
    it, `created` that of the write that made it.
    """

    key: str
    id: str
    type: str
    parent: str
    location: str
    position: int
    document: Mapping[str, Any]
    state: Mapping[str, Any]
    revision: int
    created: int

    @property
    def name(self) -> str:
        """The last name in the id."""
        return self.id.rpartition("/")[2]

    @property
    def properties(self) -> Mapping[str, Any]:
        """The document's `properties`; empty where it has none."""
        found = self.document.get("properties")
        return found if isinstance(found, Mapping) else {}

    @property
    def subscription(self) -> str:
        """The subscription's id, in lower case."""
        return self.key.split("/", 3)[2]


@dataclass(frozen=True, slots=True)
class Use:
    """One entry of the reference index: `source` (a key) names `target` (an id in lower case) at `path`.

    `kind` is the source's type in lower case and `rule` the path's pattern in its declaration.
    """

    source: str
    path: str
    kind: str
    rule: str
    target: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request and how it was answered. `body` is the request's, as JSON without secrets."""

    sequence: int
    method: str
    id: str
    status: int
    code: str
    message: str
    body: str
