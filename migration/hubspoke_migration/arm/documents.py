"""An ARM export as an index of resources, with the children that others hold inline."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubspoke_network.azure import CIRCUIT, FILTER, VNET
from hubspoke_network.core import ReadError, ResourceId, at, normal_location, parse_id
from hubspoke_network.readers import arm_entries, load_json

_INLINE = {  # by type in lower case: the list in the document, and the segment in its items' ids
    VNET.lower(): {"subnets": "subnets", "virtualNetworkPeerings": "virtualNetworkPeerings"},
    CIRCUIT.lower(): {"peerings": "peerings", "authorizations": "authorizations"},
    FILTER.lower(): {"rules": "routeFilterRules"},
}


@dataclass(frozen=True, slots=True)
class Document:
    """One resource as Azure shows it."""

    id: ResourceId
    body: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The id in lower case."""
        return self.id.key

    @property
    def name(self) -> str:
        """Its own name."""
        return self.id.name

    @property
    def type(self) -> str:
        """Its ARM type in lower case."""
        return self.id.type.lower()

    def is_a(self, arm_type: str) -> bool:
        """Whether it is of an ARM type."""
        return self.type == arm_type.lower()

    @property
    def location(self) -> str:
        """Its region, without blanks and capitals; empty where it has none."""
        return normal_location(str(self.body.get("location") or ""))

    @property
    def tags(self) -> dict[str, str]:
        """Its tags."""
        found = self.body.get("tags")
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, Mapping) else {}

    def get(self, path: str) -> Any:
        """What stands at a path of names below `properties` (`addressSpace.addressPrefixes`), None for nothing."""
        return at(self.body, f"properties.{path}")

    def list(self, path: str) -> "list[Any]":
        """The list at a path; empty for nothing."""
        found = self.get(path)
        return list(found) if isinstance(found, list) else []

    def ref(self, path: str) -> str:
        """The id of the resource at a path, in lower case; empty for nothing."""
        found = self.get(f"{path}.id")
        return found.rstrip("/").lower() if isinstance(found, str) else ""


class Documents:
    """Every resource of an export, by id."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_key = {document.key: document for document in documents}

    def __iter__(self) -> Iterator[Document]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, resource_id: str) -> Document | None:
        """The resource of that id, compared without case."""
        return self._by_key.get(resource_id.rstrip("/").lower())

    def of_type(self, arm_type: str) -> list[Document]:
        """The resources of an ARM type, by id."""
        return sorted((item for item in self if item.is_a(arm_type)), key=lambda item: item.key)

    def below(self, parent: Document, arm_type: str) -> list[Document]:
        """The children of a resource of one type, in the export's order."""
        return [item for item in self if item.is_a(arm_type) and item.key.startswith(f"{parent.key}/")]


def read_documents(path: Path) -> Documents:
    """The documents of an export. Raises `ReadError` for a file that is none."""
    entries = arm_entries(load_json(path))
    if entries is None:
        raise ReadError(f"{path} is no list of ARM documents; give what `azure-offline export` or Azure writes")
    return documents_of(entries, str(path))


def documents_of(entries: Iterable[Any], where: str = "export") -> Documents:
    """The documents with their inline children; one that is listed on its own wins over the inline copy."""
    own: dict[str, Document] = {}
    children: dict[str, Document] = {}
    for index, entry in enumerate(entries):
        parsed = parse_id(entry["id"]) if isinstance(entry, Mapping) and isinstance(entry.get("id"), str) else None
        if parsed is None:
            raise ReadError(f"{where}: document {index} has no resource id; give documents with their ids")
        document = Document(parsed, entry)
        own[document.key] = document
        children |= {child.key: child for child in _children(document)}
    return Documents((children | own).values())


def _children(document: Document) -> Iterator[Document]:
    for listed, segment in _INLINE.get(document.type, {}).items():
        for item in document.list(listed):
            if isinstance(item, Mapping) and isinstance(item.get("name"), str):
                yield Document(document.id.child(segment, item["name"]), item)


def main_subscription(documents: Documents) -> str:
    """The subscription most resources are in; of equal ones the first. Empty for an empty export."""
    counted = Counter(document.id.subscription.lower() for document in documents)
    return min(counted, key=lambda item: (-counted[item], item), default="")
