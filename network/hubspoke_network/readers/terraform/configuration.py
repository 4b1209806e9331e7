"""Where a value that a plan does not know yet comes from: the references in the plan's configuration.

Source: HashiCorp's JSON output format, "Configuration Representation". It lists what an expression refers to, not the
expression itself; local values are not in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hubspoke_network.readers.terraform.entries import Path

_STEP = re.compile(r'(?P<name>[^.\[\]]+)|(?P<index>\[(?:"(?:[^"\\]|\\.)*"|\d+)\])')
_HARMLESS = frozenset({"count", "path", "terraform", "self"})
_LONGEST_WAY = 40


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """The resources a value may come from, by address. `ids` says that nothing but their ids is referred to.

    What comes from the same expression is the same object.
    """

    addresses: tuple[str, ...]
    ids: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A module of the configuration and the beginning of the addresses in one instance of it."""

    module: Mapping[str, Any]
    prefix: str
    outside: "_Place | None" = None
    call: Mapping[str, Any] | None = None


@dataclass(slots=True)
class _Trail:
    """What was found on the way; `lost` where a reference leads out of sight."""

    addresses: dict[str, None]
    ids: bool = True
    lost: bool = False
    steps: int = 0


class Configuration:
    """The configuration of a plan, and the addresses of the resources in it. Empty for a state."""

    def __init__(self, document: Mapping[str, Any], addresses: Iterable[str]) -> None:
        configuration = document.get("configuration")
        self._whole = configuration if isinstance(configuration, Mapping) else {}
        root = self._whole.get("root_module")
        self._root = _Place(root if isinstance(root, Mapping) else {}, "")
        self._variables = document.get("variables")
        self._known = bool(self._root.module)
        self._found: dict[str, tuple[_Place, Mapping[str, Any] | None]] = {}
        self._modules: dict[int, dict[str, Mapping[str, Any]]] = {}
        self._sources: dict[tuple[str, int, Path], Sources | None] = {}
        self._instances: dict[str, list[str]] = {}
        for address in addresses:
            self._instances.setdefault(_without_last_index(address), []).append(address)

    def configures(self, address: str, attribute: str) -> bool | None:
        """Whether the program gives an attribute of a resource; None where there is no configuration of it."""
        _, resource = self._find(address)
        if resource is None:
            return None
        expressions = resource.get("expressions")
        return isinstance(expressions, Mapping) and attribute in expressions

    def sources(self, address: str, path: Path) -> Sources | None:
        """Where the value of an attribute comes from; None where that cannot be seen."""
        place, resource = self._find(address)
        if resource is None:
            return None
        key = (place.prefix, id(resource), path)
        if key not in self._sources:
            trail = _Trail({})
            self._follow(_references(resource.get("expressions"), path), place, resource, trail)
            lost = trail.lost or not trail.addresses
            self._sources[key] = None if lost else Sources(tuple(trail.addresses), trail.ids)
        return self._sources[key]

    def subscription(self, address: str) -> str:
        """The subscription that the provider of a resource is given; empty where that is not told."""
        _, resource = self._find(address)
        providers = self._whole.get("provider_config")
        key = resource.get("provider_config_key") if resource is not None else None
        provider = providers.get(key) if isinstance(providers, Mapping) and isinstance(key, str) else None
        expressions = provider.get("expressions") if isinstance(provider, Mapping) else None
        given = expressions.get("subscription_id") if isinstance(expressions, Mapping) else None
        if not isinstance(given, Mapping):
            return ""
        constant = given.get("constant_value")
        if isinstance(constant, str):
            return constant
        references = given.get("references")
        names = [name for name in references if isinstance(name, str)] if isinstance(references, list) else []
        return self._variable(names[0]) if len(names) == 1 else ""

    def _variable(self, reference: str) -> str:
        variables = self._variables if isinstance(self._variables, Mapping) else {}
        entry = variables.get(reference.removeprefix("var."))
        value = entry.get("value") if isinstance(entry, Mapping) else None
        return value if isinstance(value, str) else ""

    def _find(self, address: str) -> tuple[_Place, Mapping[str, Any] | None]:
        """The module that an address lies in, and the resource in its configuration."""
        if not self._known:
            return self._root, None
        if address not in self._found:
            self._found[address] = self._looked_up(address)
        return self._found[address]

    def _looked_up(self, address: str) -> tuple[_Place, Mapping[str, Any] | None]:
        steps = list(_steps(address))
        place: _Place | None = self._root
        while place is not None and len(steps) > 2 and steps[0][0] == "module":
            place = _inside(place, steps[1][0], steps[1][1])
            steps = steps[2:]
        if place is None:
            return self._root, None
        wanted = ".".join(name for name, _ in steps)
        own = self._modules.setdefault(id(place.module), {})
        if not own:
            resources = _objects(place.module.get("resources"))
            own.update((str(resource.get("address")), resource) for resource in resources)
        return place, own.get(wanted)

    def _follow(self, references: Iterable[str] | None, place: _Place, resource: Any, trail: _Trail) -> None:
        if references is None:
            trail.lost = True
            return
        for reference in _longest(references):
            trail.steps += 1
            if trail.steps > _LONGEST_WAY:
                trail.lost = True
            if trail.lost:
                return
            self._one(reference, place, resource, trail)

    def _one(self, reference: str, place: _Place, resource: Any, trail: _Trail) -> None:
        steps = list(_steps(reference))
        head = steps[0][0] if steps else ""
        if head == "var":
            self._input(steps, place, trail)
        elif head == "module" and len(steps) >= 2:
            self._output(steps, place, trail)
        elif head == "each":
            if steps[1:] and steps[1][0] == "value":
                expression = resource.get("for_each_expression") if isinstance(resource, Mapping) else None
                self._follow(_own_references(expression), place, None, trail)
                trail.ids = False
        elif head in {"local", ""}:
            trail.lost = True
        elif head not in _HARMLESS:
            self._resource(steps, place, trail)

    def _input(self, steps: list[tuple[str, str]], place: _Place, trail: _Trail) -> None:
        """A variable: of the root it is known and nothing comes from it; of a module it is what the call gives."""
        if place.outside is None or place.call is None or len(steps) < 2:
            return
        given = place.call.get("expressions")
        if isinstance(given, Mapping) and steps[1][0] in given:
            if len(steps) > 2:
                trail.ids = False
            self._follow(_own_references(given[steps[1][0]]), place.outside, place.call, trail)

    def _output(self, steps: list[tuple[str, str]], place: _Place, trail: _Trail) -> None:
        inside = _inside(place, steps[1][0], steps[1][1])
        outputs = inside.module.get("outputs") if inside is not None else None
        name = steps[2][0] if len(steps) > 2 else ""
        output = outputs.get(name) if isinstance(outputs, Mapping) else None
        if inside is None or not isinstance(output, Mapping) or _is_many(inside.call, steps[1][1]):
            trail.lost = True
            return
        if len(steps) > 3:
            trail.ids = False
        self._follow(_own_references(output.get("expression")), inside, None, trail)

    def _resource(self, steps: list[tuple[str, str]], place: _Place, trail: _Trail) -> None:
        size = 3 if steps[0][0] == "data" else 2
        if len(steps) < size:
            trail.lost = True
            return
        name = place.prefix + ".".join(step for step, _ in steps[:size])
        found = self._instances.get(name, [])
        index = steps[size - 1][1]
        if index:
            found = [address for address in found if address == name + index]
        if not found:
            trail.lost = True
        rest = [step for step, _ in steps[size:]]
        trail.ids = trail.ids and rest in (["id"], [])
        trail.addresses.update(dict.fromkeys(found))


def _inside(place: _Place, name: str, index: str) -> _Place | None:
    calls = place.module.get("module_calls")
    call = calls.get(name) if isinstance(calls, Mapping) else None
    module = call.get("module") if isinstance(call, Mapping) else None
    if not isinstance(module, Mapping):
        return None
    return _Place(module, f"{place.prefix}module.{name}{index}.", place, call)


def _is_many(call: Mapping[str, Any] | None, index: str) -> bool:
    """Whether a module is called several times and the reference does not say which is meant."""
    return call is not None and not index and ("count_expression" in call or "for_each_expression" in call)


def _references(expressions: Any, path: Path) -> list[str] | None:
    """The references of the expression at a path; of the block around it where that is made by an expression."""
    value = expressions
    for step in path:
        own = _own_references(value)
        if own is not None:
            return own
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, Mapping) else None
        elif isinstance(value, list):
            value = value[step] if step < len(value) else None
    return _own_references(value)


def _own_references(expression: Any) -> list[str] | None:
    references = expression.get("references") if isinstance(expression, Mapping) else None
    if isinstance(references, list) and all(isinstance(item, str) for item in references):
        return references
    return None


def _longest(references: Iterable[str]) -> list[str]:
    """The references without those that another one begins with: `a.b.id` is listed together with `a.b`."""
    given = sorted(dict.fromkeys(references))[: _LONGEST_WAY + 1]
    return [
        item
        for item in given
        if not any(other != item and other.startswith((f"{item}.", f"{item}[")) for other in given)
    ]


def _steps(address: str) -> Iterator[tuple[str, str]]:
    """The names of an address, each with its index: `module.hub["x"].azurerm_subnet.a[0]`."""
    name = ""
    index = ""
    for match in _STEP.finditer(address):
        if match["index"]:
            index = match["index"]
            continue
        if name:
            yield name, index
        name, index = match["name"], ""
    if name:
        yield name, index


def _without_last_index(address: str) -> str:
    return re.sub(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$', "", address)


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else ()
