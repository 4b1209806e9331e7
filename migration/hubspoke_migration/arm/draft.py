"""An estate's settings while they are drafted from documents, and what they cannot say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_migration.arm.documents import Document, Documents

Settings = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """Settings under the project's name, and what is left out with its reason, by id."""

    documents: Documents
    subscription: str
    settings: Settings = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Key of each hub and spoke, by the network's id."""
    environment: str = ""
    location: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def leave(self, document: Document, reason: str) -> None:
        """Leave a resource out; the first reason stands."""
        self.left.setdefault(document.key, reason)

    def subscription_key(self, document: Document) -> str | None:
        """The key of the document's subscription; None for the stack's own. Adds it to the settings."""
        wanted = document.id.subscription.lower()
        if wanted == self.subscription.lower():
            return None
        known: dict[str, str] = self.settings.setdefault("subscriptions", {})
        for key, value in known.items():
            if value == wanted:
                return key
        key = f"subscription-{len(known) + 2}"
        known[key] = wanted
        return key

    def own_tags(self, document: Document) -> dict[str, str] | None:
        """Tags beside the estate's; None for none."""
        return {key: value for key, value in document.tags.items() if self.tags.get(key) != value} or None
