"""Evaluates a template's values: literals, expressions, and loops over properties.

What cannot be known becomes a hole with the reason. A mistake in an expression, for which Azure would refuse the
template, is such a hole too: other parts of the template can still be read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hubspoke_network.readers.templates.azure_functions import ADDRESSES, IDS, PLACED
from hubspoke_network.readers.templates.list_functions import LISTS, OPEN_LISTS, concat
from hubspoke_network.readers.templates.scalar_functions import NUMBERS, OPEN_TEXT, TEXT
from hubspoke_network.readers.templates.scope import SECURE, Context, Scope, seal
from hubspoke_network.readers.templates.syntax import Call, Literal, Member, Node, is_expression, literal, parse
from hubspoke_network.readers.templates.values import (
    Hole,
    Misuse,
    Partial,
    Value,
    alike,
    cut,
    first_hole,
    hole_of,
    is_known,
    label_of,
    rendered,
)

STRICT = {**TEXT, **LISTS, **NUMBERS, **ADDRESSES}
OPEN = {**OPEN_TEXT, **IDS, "concat": concat}
AZURE_ONLY = {
    "guid": "is made by Azure",
    "uniquestring": "is made by Azure",
    "reference": "is known once the resource is deployed",
    "environment": "depends on the cloud",
    "tenant": "depends on where the template is deployed",
    "managementgroup": "depends on where the template is deployed",
    "deployer": "depends on who deploys",
    "pickzones": "is chosen by Azure",
}
FRESH = frozenset({"newguid", "utcnow"})
"""Functions that give another value each time they are asked."""


def evaluate(value: Any, scope: Scope) -> Value:
    """A value of a template with every expression in it evaluated. Raises `ReadError` where a bound is passed."""
    budget = scope.context.budget
    budget.spend()
    if isinstance(value, str):
        return _expression(value, scope) if is_expression(value) else literal(value)
    if not isinstance(value, dict | list):
        return value
    with budget.deeper():
        if isinstance(value, list):
            return [evaluate(item, scope) for item in value]
        return _object(value, scope)


def _object(value: Mapping[str, Any], scope: Scope) -> Value:
    loops = value.get("copy") or ()
    looped = is_loops(loops)
    made: dict[str, Value] = {}
    for key, item in value.items():
        if looped and key == "copy":
            continue
        name = evaluate(key, scope) if is_expression(str(key)) else key
        if not isinstance(name, str):
            return hole_of("an object", name, "the name of a property is not known")
        made[name] = evaluate(item, scope)
    if looped:
        made.update(loop_values(loops, scope))
    return made


def is_loops(loops: Any) -> bool:
    """Whether the value of `copy` is a list of loops over a property or a variable."""
    return isinstance(loops, list) and all(
        isinstance(loop, Mapping) and {"name", "count"} <= loop.keys() for loop in loops
    )


def loop_values(loops: Sequence[Mapping[str, Any]], scope: Scope) -> Iterator[tuple[str, Value]]:
    """The properties or variables that `copy` makes: name and list."""
    for loop in loops:
        name = str(loop["name"])
        count = loop_count(loop, scope)
        if isinstance(count, Hole):
            yield name, Hole(count.label, f"how often {name} is repeated is not known: {count.reason}", count.secret)
            continue
        turns: list[Value] = []
        for index in range(count):
            scope.context.budget.spend()
            turns.append(evaluate(loop.get("input"), scope.inside(name, index, current=not scope.current)))
        yield name, turns


def loop_count(loop: Mapping[str, Any], scope: Scope) -> int | Hole:
    """How often a loop turns."""
    count = evaluate(loop.get("count"), scope)
    if isinstance(count, str) and count.isdecimal() and len(count) < 10:
        count = int(count)
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        return hole_of(f"copy('{loop.get('name')}')", count, "" if first_hole(count) else "its count is no number")
    scope.context.budget.check_copies(count)
    return count


def _expression(text: str, scope: Scope) -> Value:
    try:
        node = parse(text)
    except Misuse as error:
        return Hole(cut(text), f"{cut(text)} is not understood: {error}")
    with scope.context.budget.deeper():
        return _node(node, scope)


def _node(node: Node, scope: Scope) -> Value:
    budget = scope.context.budget
    budget.spend()
    if isinstance(node, Literal):
        return node.value
    with budget.deeper():
        value = _member(node, scope) if isinstance(node, Member) else _call(node, scope)
    if isinstance(value, str):
        budget.spend_text(len(value))
    elif isinstance(value, Partial):
        budget.spend_text(sum(len(part) if isinstance(part, str) else len(part.label) for part in value.parts))
        budget.spend(len(value.parts))
    elif isinstance(value, list | dict):
        budget.spend(len(value))
    return value


def _member(node: Member, scope: Scope) -> Value:
    base, key = _node(node.base, scope), _node(node.key, scope)
    if not is_known(base) or not is_known(key):
        return hole_of(f"{label_of(base)}.{key if isinstance(key, str) else label_of(key)}", [base, key])
    return member(base, key, node.safe)


def member(base: Value, key: Value, safe: bool = False) -> Value:
    """A member of an object, its name in any case, or an entry of a list."""
    if isinstance(base, Mapping) and isinstance(key, str):
        if key in base:
            return base[key]
        found = [name for name in base if name.lower() == key.lower()]
        if len(found) == 1:
            return base[found[0]]
    elif isinstance(base, list) and isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(base):
        return base[key]
    if safe:
        return None
    call = f"{label_of(base)}.{key}" if isinstance(key, str) else f"{label_of(base)}[{label_of(key)}]"
    return Hole(cut(call), f"there is no {key!r} in {cut(label_of(base))}")


def _call(call: Call, scope: Scope) -> Value:
    if call.name in _LAZY:
        try:
            return _LAZY[call.name](call, scope)
        except Misuse as error:
            return Hole(call.written, f"{call.written} is not understood: {error}")
    given = [_node(argument, scope) for argument in call.arguments]
    label = f"{call.written}({', '.join(label_of(value) for value in given)})"
    try:
        return _result(call, given, label, scope)
    except Misuse as error:
        return hole_of(label, given, "" if first_hole(given) else f"{cut(label)} is not understood: {error}")
    except (TypeError, ValueError):  # more or fewer arguments than it takes; text that cannot be encoded
        told = "it is given other values than it takes"
        return hole_of(label, given, "" if first_hole(given) else f"{cut(label)} is not understood: {told}")


def _result(call: Call, given: list[Value], label: str, scope: Scope) -> Value:
    context = scope.context
    if call.name in OPEN:
        return OPEN[call.name](*given)
    if call.name in PLACED:
        return PLACED[call.name](context.target, *given)
    if call.name in OPEN_LISTS:
        if all(map(is_known, given)):
            return OPEN_LISTS[call.name](*given)
        if call.name in {"array", "createarray"}:
            return given
        return False if call.name == "empty" and _has_text(given[0]) else hole_of(label, given)
    if call.name in STRICT:
        return hole_of(label, given) if first_hole(given) else STRICT[call.name](*given)
    if call.name in FRESH:
        context.budget.spend()
        return Hole(f"{label} #{context.budget.spent}", f"{cut(label)} is made anew at each deployment")
    if call.name.startswith("list"):
        return context.hole(cut(label), "", secret=True)
    why = AZURE_ONLY.get(call.name)
    return hole_of(label, given, f"{cut(label)} {why}" if why else f"the function of {cut(label)} is not read")


def _has_text(value: Value) -> bool:
    return isinstance(value, Partial) and any(isinstance(part, str) for part in value.parts)


def _one_text(call: Call, scope: Scope) -> Value:
    if len(call.arguments) != 1:
        raise Misuse("it takes one name")
    return _node(call.arguments[0], scope)


def _parameters(call: Call, scope: Scope) -> Value:
    name = _one_text(call, scope)
    if not isinstance(name, str):
        return hole_of(f"parameters({label_of(name)})", name)
    return parameter(name, scope.context)


def parameter(name: str, context: Context) -> Value:
    """The value of a parameter: what is given, else its default, else a hole. Secure ones are holes always."""
    key = name.lower()
    label = f"parameters('{context.spelling.get(key, name)}')"

    def make() -> Value:
        declared = context.parameters.get(key)
        if not isinstance(declared, Mapping):
            return context.hole(label, f"the template has no parameter {name!r}")
        if str(declared.get("type", "")).lower() in SECURE:
            return context.hole(label, "", secret=True)
        if key in context.given:
            return seal(context.given[key], declared, context, label)
        if "defaultValue" in declared:
            return seal(evaluate(declared["defaultValue"], Scope(context)), declared, context, label)
        if declared.get("nullable") is True:
            return None
        return context.hole(label, f"the parameter {name!r} has no value")

    return context.once(label, make)


def _variables(call: Call, scope: Scope) -> Value:
    name = _one_text(call, scope)
    if not isinstance(name, str):
        return hole_of(f"variables({label_of(name)})", name)
    context = scope.context
    label = f"variables('{name.lower()}')"

    def make() -> Value:
        if name.lower() in context.variables:
            return evaluate(context.variables[name.lower()], Scope(context))
        loops = context.variables.get("copy")
        for loop in loops if isinstance(loops, list) else ():
            if is_loops([loop]) and str(loop["name"]).lower() == name.lower():
                return dict(loop_values([loop], Scope(context)))[str(loop["name"])]
        return context.hole(label, f"the template has no variable {name!r}")

    return context.once(label, make)


def _if(call: Call, scope: Scope) -> Value:
    if len(call.arguments) != 3:
        raise Misuse("it takes a condition and two values")
    condition = _node(call.arguments[0], scope)
    if isinstance(condition, bool):
        return _node(call.arguments[1 if condition else 2], scope)
    if is_known(condition):
        raise Misuse("its condition is neither true nor false")
    chosen, other = _node(call.arguments[1], scope), _node(call.arguments[2], scope)
    if alike(chosen, other) and first_hole(chosen) is None:
        return chosen
    label = f"if({label_of(condition)}, {label_of(chosen)}, {label_of(other)})"
    return hole_of(label, [condition, chosen, other], hole_of("", condition).reason)


def _logic(deciding: bool) -> Callable[[Call, Scope], Value]:
    """`and`, which one false value decides, and `or`, which one true value does."""

    def decide(call: Call, scope: Scope) -> Value:
        values = [_node(argument, scope) for argument in call.arguments]
        if not values or any(is_known(value) and not isinstance(value, bool) for value in values):
            raise Misuse("it takes truth values")
        if any(value is deciding for value in values):
            return deciding
        holes = [value for value in values if not is_known(value)]
        return hole_of(f"{call.name}({', '.join(map(label_of, values))})", holes) if holes else not deciding

    return decide


def _not(call: Call, scope: Scope) -> Value:
    value = _one_text(call, scope)
    if isinstance(value, bool):
        return not value
    if is_known(value):
        raise Misuse("it takes a truth value")
    return hole_of(f"not({label_of(value)})", value)


def _coalesce(call: Call, scope: Scope) -> Value:
    for argument in call.arguments:
        value = _node(argument, scope)
        if value is not None:
            return value if not isinstance(value, Hole) else hole_of(f"coalesce({value.label})", value)
    return None


def _try_get(call: Call, scope: Scope) -> Value:
    value, *keys = [_node(argument, scope) for argument in call.arguments] or [None]
    for key in keys:
        if not is_known(value) or not is_known(key):
            return hole_of(f"tryGet({label_of(value)}, {label_of(key)})", [value, key])
        value = None if value is None else member(value, key, safe=True)
    return value


def _copy_index(call: Call, scope: Scope) -> Value:
    given = [_node(argument, scope) for argument in call.arguments]
    name = given.pop(0) if given and isinstance(given[0], str) else ""
    offset = given.pop(0) if given else 0
    if given or isinstance(offset, bool) or not isinstance(offset, int):
        raise Misuse("it takes the name of a loop and a number")
    return scope.index(name) + offset


def _reference(call: Call, scope: Scope) -> Value:
    """`reference(...)`: of a nested deployment its outputs; of all else it is known once it is deployed."""
    given = [_node(argument, scope) for argument in call.arguments]
    label = f"reference({', '.join(label_of(value) for value in given)})"
    if given and isinstance(given[0], str | Partial):
        outputs = scope.context.outputs_of(rendered(given[0]))
        if outputs is not None:
            return {"outputs": outputs}
    return hole_of(label, given, f"{cut(label)} {AZURE_ONLY['reference']}")


def _resource_group(_call: Call, scope: Scope) -> Value:
    context = scope.context
    target = context.target
    if target.group is None:
        raise Misuse("the template is not deployed to a resource group")
    tags = context.hole("resourceGroup().tags", "the tags of the resource group are not known")
    return {"id": target.base, "name": target.group, "location": target.location, "tags": tags}


def _subscription(_call: Call, scope: Scope) -> Value:
    context = scope.context
    subscription = context.target.subscription
    where = {"id": OPEN["concat"]("/subscriptions/", subscription), "subscriptionId": subscription}
    others = ("tenantId", "displayName")
    told = "of the subscription is not known"
    return {**where, **{key: context.hole(f"subscription().{key}", f"the {key} {told}") for key in others}}


def _deployment(_call: Call, scope: Scope) -> Value:
    context = scope.context
    told = "of the deployment is not known"
    location = context.target.location
    members = {key: context.hole(f"deployment().{key}", f"the {key} {told}") for key in ("name", "properties", "id")}
    return {**members, "location": location}


_LAZY: Mapping[str, Callable[[Call, Scope], Value]] = {
    "and": _logic(deciding=False),
    "coalesce": _coalesce,
    "copyindex": _copy_index,
    "deployment": _deployment,
    "false": lambda _call, _scope: False,
    "if": _if,
    "not": _not,
    "null": lambda _call, _scope: None,
    "or": _logic(deciding=True),
    "parameters": _parameters,
    "reference": _reference,
    "resourcegroup": _resource_group,
    "subscription": _subscription,
    "true": lambda _call, _scope: True,
    "tryget": _try_get,
    "variables": _variables,
}
"""Functions that look at their scope, or at some of their arguments only."""
