"""What rules ask of documents: references that may name one of several resources, and paths as programs write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hubspoke_network.core import Unknown, flat, listed, parse_id, stripped
from hubspoke_network.model import NetworkModel, Resource


@dataclass(frozen=True, slots=True)
class Targets:
    """What a reference may name: one of `keys` (ids in lower case), or, where `open` says why, anything at all.

    Neither means that nothing is referred to. One key and nothing open is certain.
    """

    keys: frozenset[str] = frozenset()
    open: str = ""

    @property
    def certain(self) -> str | None:
        """The one id it must be, or None."""
        return next(iter(self.keys)) if len(self.keys) == 1 and not self.open else None

    def reason(self, model: NetworkModel) -> str:
        """Why it is not certain."""
        return self.open or "may be any of " + ", ".join(sorted(name_of(model, key) for key in self.keys))

    def parents(self) -> "Targets":
        """The resources that these lie in."""
        parents = [parsed.parent if (parsed := parse_id(key)) is not None else None for key in self.keys]
        lost = "" if None not in parents else "names something that has no id yet"
        return Targets(frozenset(parent.key for parent in parents if parent is not None), self.open or lost)

    def __or__(self, other: "Targets") -> "Targets":
        return Targets(self.keys | other.keys, self.open or other.open)


def targets(model: NetworkModel, resource: Resource, path: str, wanted: str) -> Targets:
    """What `resource` refers to at `path`, of the ARM type `wanted`."""
    value = resource.at(path)
    if isinstance(value, str):
        parsed = parse_id(value)
        if parsed is not None and parsed.type.lower() == wanted.lower():
            return Targets(frozenset({parsed.key}))
        return (
            Targets(open=f"{flat(path)} is {value!r}, which names none of the {wanted.rpartition('/')[2]}")
            if value
            else Targets()
        )
    if value is None:
        return Targets()
    if not isinstance(value, Unknown):
        return Targets(open=f"{flat(path)} is no text")
    found = model.resolve(resource, path, wanted)
    if isinstance(found, Resource):
        return Targets(frozenset({found.key}))
    keys = (
        [key for key in found.candidates if (c := model.by_id(key)) and c.type.lower() == wanted.lower()]
        if isinstance(found, Unknown)
        else []
    )
    return Targets(frozenset(keys)) if keys else Targets(open=f"{flat(path)} {value.reason}")


def entries(resource: Resource, path: str) -> Iterator[tuple[str, Any]]:
    """Path and value of every entry of the list at `path`; its own path and an Unknown where it is not known."""
    items = listed(resource.document, path)
    if isinstance(items, Unknown):
        yield path, items
        return
    yield from ((f"{path}[{index}]", item) for index, item in enumerate(items))


def tags_of(resource: Resource) -> Mapping[str, Any] | Unknown:
    """The tags, names in lower case as Azure compares them; an Unknown where they are not known."""
    tags = resource.document.get("tags")
    if isinstance(tags, Unknown):
        return tags
    if not isinstance(tags, Mapping):
        return {} if tags is None else Unknown("tags is no map")
    return {str(key).lower(): value for key, value in tags.items()}


def name_of(model: NetworkModel, key: str) -> str:
    """What to call the resource of a key in a message."""
    resource = model.by_id(key)
    return stripped(key.rpartition("/")[2]) if resource is None else logical_name(resource)


def logical_name(resource: Resource) -> str:
    """What a program calls a resource; Azure's name where no program is known, or it is part of another resource."""
    if resource.urn and not resource.inside:
        return resource.urn.rpartition("::")[2]
    return stripped(resource.label)
