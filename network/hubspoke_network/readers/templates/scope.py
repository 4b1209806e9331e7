"""What an expression sees: parameters, variables, loops, and where the deployment goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hubspoke_network.readers.templates.bounds import Budget
from hubspoke_network.readers.templates.values import Hole, Misuse, Value, joined

SECURE = frozenset({"securestring", "secureobject"})
"""Types of parameters and outputs whose values are shown nowhere; lower case."""
SEALED = "it is a secret, which stays sealed"


@dataclass(frozen=True, slots=True)
class Target:
    """Where resources go: values that may be holes. `group` is None above resource groups."""

    subscription: Value
    group: Value | None
    location: Value

    @property
    def base(self) -> Value:
        """The id of the scope: what resource ids begin with."""
        text = ["/subscriptions/", self.subscription]
        return joined(text if self.group is None else [*text, "/resourceGroups/", self.group])


@dataclass(slots=True, eq=False)
class Context:
    """One template being evaluated. Names of parameters and variables are in lower case.

    `spelling` has the parameters as they are written, `values` are found so far.

    `label` tells it from the templates around it: empty for the outermost. `outputs_of` gives the outputs of a nested
    deployment by its name, symbol or id, None where there is no such deployment.
    """

    budget: Budget
    target: Target
    parameters: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    definitions: Mapping[str, Any] = field(default_factory=dict)
    spelling: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    values: dict[str, tuple[Value, int]] = field(default_factory=dict)
    working: set[str] = field(default_factory=set)
    outputs_of: Callable[[str], Value] = lambda _name: None

    def hole(self, label: str, reason: str, secret: bool = False) -> Hole:
        """A hole of this template: the same words in another template are another value."""
        where = f" of {self.label}" if self.label else ""
        return Hole(label + where, SEALED if secret else reason + where, secret)

    def once(self, key: str, make: Callable[[], Value]) -> Value:
        """A value that is made once. Every use costs what making it did, so that nothing grows unseen."""
        if key in self.values:
            value, cost = self.values[key]
            self.budget.spend(cost)
            return value
        if key in self.working:
            return self.hole(key, f"{key} refers to itself")
        before = self.budget.spent
        self.working.add(key)
        try:
            value = make()
        finally:
            self.working.discard(key)
        self.values[key] = (value, self.budget.spent - before + 1)
        return value


@dataclass(frozen=True, slots=True)
class Scope:
    """A context and the loops around the expression, the innermost last: name and index.

    `current` is the loop that `copyIndex()` without a name means.
    """

    context: Context
    loops: tuple[tuple[str, int], ...] = ()
    current: str = ""

    def inside(self, loop: str, index: int, current: bool = True) -> "Scope":
        """The scope of one turn of a loop."""
        return replace(self, loops=(*self.loops, (loop, index)), current=loop if current else self.current)

    def index(self, loop: str) -> int:
        """The turn of a loop, of the innermost if `loop` is empty. Raises `Misuse`."""
        wanted = (loop or self.current).lower()
        for name, index in reversed(self.loops):
            if name.lower() == wanted:
                return index
        raise Misuse(
            f"copyIndex({loop!r}) stands outside of a copy of that name" if loop else "copyIndex() without a copy"
        )


def seal(value: Value, declared: Any, context: Context, label: str, depth: int = 0) -> Value:
    """`value` with what its declaration marks as secure sealed.

    `declared` has `type`, and in language version 2.0 `$ref`, `properties`, `items`. A declaration that is not
    understood seals all: better nothing shown than a password.
    """
    declared = _resolved(declared, context)
    if declared is None or depth > 32:
        return context.hole(label, SEALED, secret=True)
    kind = str(declared.get("type", "")).lower()
    if kind in SECURE:
        return context.hole(label, SEALED, secret=True)
    if isinstance(value, Mapping):
        inside = declared.get("properties")
        others = declared.get("additionalProperties")
        known = inside if isinstance(inside, Mapping) else {}
        if "discriminator" in declared:
            return context.hole(label, SEALED, secret=True)
        return {
            key: seal(item, known.get(key, others), context, f"{label}.{key}", depth + 1)
            if key in known or isinstance(others, Mapping)
            else item
            for key, item in value.items()
        }
    if isinstance(value, list):
        item_type = declared.get("items")
        if isinstance(item_type, Mapping):
            return [seal(item, item_type, context, f"{label}[{i}]", depth + 1) for i, item in enumerate(value)]
    return value


def _resolved(declared: Any, context: Context) -> Mapping[str, Any] | None:
    """The declaration, its `$ref` followed; None where that leads nowhere."""
    for _ in range(16):
        if not isinstance(declared, Mapping):
            return None
        reference = declared.get("$ref")
        if reference is None or str(declared.get("type", "")).lower() in SECURE:
            return declared
        declared = context.definitions.get(str(reference).rpartition("/")[2].lower())
    return None
