"""An ARM id for every resource: what Azure gave it, else what its names make, else a stand-in in braces.

At the first plan no id exists. A resource is still told apart by its type, its parents and its name; what of these is
not known stands in braces, `{azurerm_subnet.app}`, which no Azure name can be.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hubspoke_network.azure import RESOURCE_GROUP
from hubspoke_network.core import ResourceId, Unknown, parse_id
from hubspoke_network.readers.templates.result import SECRET, UNKNOWN_SUBSCRIPTION
from hubspoke_network.readers.terraform.configuration import Configuration, Sources
from hubspoke_network.readers.terraform.entries import Entry, Path
from hubspoke_network.readers.terraform.table import SHAPES
from hubspoke_network.readers.terraform.types import Shape


def stand_in(text: str) -> str:
    """A name for what has none yet."""
    return "{" + text.replace("%", "%25").replace("/", "%2F") + "}"


class Identities:
    """The ids of all resources of a state or plan, by address, and what references come to."""

    def __init__(self, entries: Iterable[Entry], configuration: Configuration, subscription: str) -> None:
        self._entries = {entry.address: entry for entry in entries}
        self._configuration = configuration
        self._subscription = subscription
        self._ids: dict[str, str | None] = {}
        self._linked: dict[str, dict[str, Any]] = {}
        self._of_sources: dict[Sources, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._by_name: Mapping[tuple[str, str, str], str] = self._known_by_name()

    def id_of(self, address: str) -> str | None:
        """The id of the resource at an address; None where it is none that is read."""
        if address not in self._ids:
            self._ids[address] = None  # a circle of references ends here
            entry = self._entries.get(address)
            self._ids[address] = None if entry is None else self._made(entry)
        return self._ids[address]

    def linked(self, entry: Entry) -> dict[str, Any]:
        """The values of a resource; a reference that is not known yet is told where it can only be one resource."""
        if entry.address not in self._linked:
            self._linked[entry.address] = self._links(entry)
        return dict(self._linked[entry.address])

    def _links(self, entry: Entry) -> dict[str, Any]:
        return {key: self._link(entry, item, (key,)) for key, item in entry.values.items()}

    def _link(self, entry: Entry, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: self._link(entry, item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._link(entry, item, (*path, i)) for i, item in enumerate(value)]
        if not isinstance(value, Unknown) or value is SECRET or value.candidates:
            return value
        found = self._configuration.sources(entry.address, path)
        ids = self._ids_of(found) if found is not None else ()
        if found is None or not ids:
            return value
        names = [step for step in path if isinstance(step, str)]
        whole = names[-1].endswith("_id") or (names[-1].endswith("_ids") and isinstance(path[-1], int))
        if found.ids and len(ids) == 1 and (whole or names[-1] in {"security_group", "id"}):
            return ids[0]
        return Unknown(value.reason, self._of_sources[found][1])

    def _ids_of(self, sources: Sources) -> tuple[str, ...]:
        """The ids of these sources; none where one of them has none."""
        if sources not in self._of_sources:
            ids = [self.id_of(address) for address in sources.addresses]
            known = tuple(text for text in ids if text) if all(ids) else ()
            self._of_sources[sources] = (known, tuple(text.lower() for text in known))
        return self._of_sources[sources][0]

    def _known_by_name(self) -> dict[tuple[str, str, str], str]:
        """Ids that Azure gave, by type, resource group and name, where no two share these."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for entry in self._entries.values():
            parsed = _given(entry)
            if parsed is not None:
                key = (parsed.type.lower(), parsed.resource_group.lower(), parsed.name.lower())
                found.setdefault(key, set()).add(str(parsed))
        return {key: next(iter(ids)) for key, ids in found.items() if len({text.lower() for text in ids}) == 1}

    def _made(self, entry: Entry) -> str | None:
        given = _given(entry)
        shape = SHAPES.get(entry.type)
        if shape is None:
            return str(given) if given is not None else None
        name = entry.values.get(shape.name)
        if given is not None and not isinstance(name, Unknown):
            return str(given)
        own = name if isinstance(name, str) and name and "/" not in name else stand_in(entry.address)
        if shape.arm == RESOURCE_GROUP:
            return f"/subscriptions/{self._subscription_of(entry)}/resourceGroups/{own}"
        if not shape.parent:
            return f"{self._group(entry)}/providers/{shape.arm}/{own}"
        return f"{self._parent(entry, shape)}/{shape.arm.rpartition('/')[2]}/{own}"

    def _subscription_of(self, entry: Entry) -> str:
        return self._configuration.subscription(entry.address) or self._subscription or UNKNOWN_SUBSCRIPTION

    def _group(self, entry: Entry) -> str:
        """The id of the resource group that an entry lies in."""
        source = self._source(entry, "resource_group_name", RESOURCE_GROUP)
        if source:
            return source
        name = entry.values.get("resource_group_name")
        known = name if isinstance(name, str) and name else stand_in(f"{entry.address} resource_group_name")
        return f"/subscriptions/{self._subscription_of(entry)}/resourceGroups/{known}"

    def _parent(self, entry: Entry, shape: Shape) -> str:
        """The id of the resource that an entry lies in."""
        wanted = shape.arm.rpartition("/")[0]
        value = entry.values.get(shape.parent)
        source = self._source(entry, shape.parent, wanted)
        if shape.parent.endswith("_id"):
            parsed = parse_id(value) if isinstance(value, str) else None
            return str(parsed) if parsed is not None else source or self._unknown_parent(entry, shape, wanted)
        if source:
            return source
        group = entry.values.get("resource_group_name")
        if not isinstance(value, str) or not value:
            return self._unknown_parent(entry, shape, wanted)
        if isinstance(group, str):
            known = self._by_name.get((wanted.lower(), group.lower(), value.lower()))
            if known:
                return known
        return f"{self._group(entry)}/providers/{wanted}/{value}"

    def _unknown_parent(self, entry: Entry, shape: Shape, wanted: str) -> str:
        namespace, *segments = wanted.split("/")
        names = "".join(f"/{segment}/{stand_in(f'{entry.address} {shape.parent}')}" for segment in segments)
        return f"{self._group(entry)}/providers/{namespace}{names}"

    def _source(self, entry: Entry, attribute: str, wanted: str) -> str | None:
        """The id of the one resource of a type that an attribute's expression refers to."""
        found = self._configuration.sources(entry.address, (attribute,))
        if found is None or len(found.addresses) != 1:
            return None
        other = self._entries.get(found.addresses[0])
        shape = SHAPES.get(other.type) if other is not None else None
        if shape is None or shape.arm != wanted or not self._fits(entry, attribute, other, shape):
            return None
        return self.id_of(found.addresses[0])

    def _fits(self, entry: Entry, attribute: str, other: Entry | None, shape: Shape) -> bool:
        """Whether the value, where it is known, is the name or the id of that resource."""
        value = entry.values.get(attribute)
        if not isinstance(value, str) or other is None:
            return True
        return value in (other.values.get(shape.name), other.values.get("id"))


def _given(entry: Entry) -> ResourceId | None:
    """The id that Azure gave a resource."""
    text = entry.values.get("id")
    return parse_id(text) if isinstance(text, str) else None
