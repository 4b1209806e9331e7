"""One write in the making."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azure_offline.arm.resources.targets import Target
from azure_offline.store.store import Resource


@dataclass(slots=True)
class Draft:
    """What will be stored: `document` and `state` may still be changed (by a type's `prepare`)."""

    target: Target
    old: Resource | None
    document: dict[str, Any]
    state: dict[str, Any]
    query: Mapping[str, str]

    @property
    def properties(self) -> dict[str, Any]:
        """The document's properties."""
        found: dict[str, Any] = self.document.setdefault("properties", {})
        return found
