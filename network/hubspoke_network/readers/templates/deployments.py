"""Deployments: the resources of a template after their loops, and the templates inside of it with their outputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from hubspoke_network.core import ReadError, parse_id
from hubspoke_network.readers.templates.bounds import Budget
from hubspoke_network.readers.templates.evaluate import evaluate, loop_count
from hubspoke_network.readers.templates.scope import SECURE, Context, Scope, Target
from hubspoke_network.readers.templates.values import Hole, Misuse, Value, hole_of, label_of, rendered

DEPLOYMENT = "Microsoft.Resources/deployments"


RESOURCE = (
    "apiVersion type name location tags sku kind zones identity properties condition copy resources scope existing "
    "plan resourceGroup subscriptionId managedBy extendedLocation"
)
TEMPLATE = "parameters variables resources outputs definitions functions languageVersion contentVersion"


@dataclass(frozen=True, slots=True)
class Instance:
    """One resource after its loop is carried out. `doubt` says why it may not be there, or not once."""

    body: Mapping[str, Any]
    scope: Scope
    symbol: str
    doubt: str = ""


def spelled(given: Mapping[str, Any], names: str) -> Mapping[str, Any]:
    """An object with its known members spelled as Azure documents them: Azure takes them in any case."""
    wanted = {name.lower(): name for name in names.split()}
    return {wanted.get(str(key).lower(), str(key)): item for key, item in given.items()}


def instances(resources: Any, scope: Scope) -> Iterator[Instance]:
    """The resources after their loops are carried out; one of which the count is not known stands once, in doubt."""
    where = scope.context.budget.where
    if isinstance(resources, Mapping):
        entries = [(str(symbol), body) for symbol, body in resources.items()]
    elif isinstance(resources, list):
        entries = [("", body) for body in resources]
    else:
        raise ReadError(f"{where}: the resources of a template are a list, or an object by symbolic name")
    for symbol, body in entries:
        if not isinstance(body, Mapping):
            raise ReadError(f"{where}: a resource of a template is an object with type, apiVersion and name")
        yield from _turns(spelled(body, RESOURCE), scope, symbol)


def _turns(body: Mapping[str, Any], scope: Scope, symbol: str) -> Iterator[Instance]:
    budget = scope.context.budget
    loop = body.get("copy")
    if not isinstance(loop, Mapping):
        budget.spend_resource()
        yield Instance(body, scope, symbol)
        return
    name = str(loop.get("name") or symbol)
    count = loop_count(loop, scope)
    if isinstance(count, Hole):
        yield Instance(body, scope.inside(name, 0), symbol, f"how often it is copied is not known: {count.reason}")
        return
    for index in range(count):
        budget.spend_resource()
        yield Instance(body, scope.inside(name, index), f"{symbol}[{index}]")


def label_for(name: Value, instance: Instance) -> str:
    """What people know a resource by: its name, with what is not known of it in braces, or its symbol."""
    try:
        return rendered(name) if name is not None else instance.symbol or "without a name"
    except Misuse:
        return instance.symbol or "without a name"


@dataclass(frozen=True, slots=True)
class Nested:
    """A template inside a deployment, the scope its expressions see, and where it goes."""

    template: Mapping[str, Any]
    scope: Scope
    target: Target


def nested_template(instance: Instance, name: Value, target: Target) -> Nested | None:
    """The template inside a deployment; None where it is not given there."""
    body, scope = instance.body, instance.scope
    properties = body.get("properties")
    template = properties.get("template") if isinstance(properties, Mapping) else None
    if not isinstance(properties, Mapping) or not isinstance(template, Mapping):
        return None
    template = spelled(template, TEMPLATE)
    inner = _target(body, scope, target)
    options = properties.get("expressionEvaluationOptions")
    mode = options.get("scope") if isinstance(options, Mapping) else None
    if str(mode).lower() != "inner":
        return Nested(template, scope, inner)
    label = f"the deployment {label_for(name, instance)}" + (
        f" in {scope.context.label}" if scope.context.label else ""
    )
    given = _given(properties.get("parameters"), scope)
    return Nested(template, Scope(new_context(template, given, inner, scope.context.budget, label)), inner)


def _given(parameters: Any, scope: Scope) -> dict[str, Value]:
    given: dict[str, Value] = {}
    for name, entry in parameters.items() if isinstance(parameters, Mapping) else ():
        if isinstance(entry, Mapping) and "value" in entry:
            given[str(name).lower()] = evaluate(entry["value"], scope)
        elif isinstance(entry, Mapping) and "reference" in entry:
            given[str(name).lower()] = scope.context.hole(f"parameters('{name}')", "", secret=True)
    return given


def _target(body: Mapping[str, Any], scope: Scope, target: Target) -> Target:
    """Where a nested deployment goes: another subscription or resource group may be named."""
    subscription = evaluate(body["subscriptionId"], scope) if "subscriptionId" in body else target.subscription
    group = evaluate(body["resourceGroup"], scope) if "resourceGroup" in body else target.group
    moved = "resourceGroup" in body or "subscriptionId" in body
    if "subscriptionId" in body and "resourceGroup" not in body:
        group = None
    if "scope" in body:
        subscription, group, moved = *_scope(evaluate(body["scope"], scope)), True
    where = Hole(f"location of {label_of(group)}", "the location of the scope it is deployed to is not known")
    return Target(subscription, group, where if moved else target.location)


def _scope(value: Value) -> tuple[Value, Value | None]:
    """Subscription and resource group of a scope's id."""
    parsed = parse_id(value) if isinstance(value, str) else None
    if parsed is None:
        return hole_of(f"scope {label_of(value)}", value, "the scope it is deployed to is not known"), None
    return parsed.subscription, parsed.resource_group or None


def new_context(
    template: Mapping[str, Any], given: Mapping[str, Value], target: Target, budget: Budget, label: str = ""
) -> Context:
    """The context of a template, its declared parameters and variables by name in lower case."""
    context = Context(
        budget=budget,
        target=target,
        parameters=_lower(template.get("parameters")),
        given=given,
        variables=_lower(template.get("variables")),
        definitions=_lower(template.get("definitions")),
        spelling={str(name).lower(): str(name) for name in _mapping(template.get("parameters"))},
        label=label,
    )
    context.outputs_of = partial(_outputs_of, template, context)
    return context


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _lower(value: Any) -> dict[str, Any]:
    return {str(name).lower(): item for name, item in _mapping(value).items()}


def _outputs_of(template: Mapping[str, Any], context: Context, wanted: str) -> Value:
    """The outputs of a deployment of this template, by its name, symbol or id; None where there is none."""
    deployments = context.once("deployments", lambda: _deployments(template, context))
    if not isinstance(deployments, Mapping):
        return None
    key = wanted.lower()
    if "/" in key:
        key = key.rpartition("/")[2] if f"/{DEPLOYMENT.lower()}/" in key else ""
    found = deployments.get(key)
    return None if found is None else context.once(f"outputs of {key}", lambda: _outputs(found))


def _deployments(template: Mapping[str, Any], context: Context) -> dict[str, tuple[Instance, Value]]:
    found: dict[str, tuple[Instance, Value]] = {}
    twice: set[str] = set()
    for instance in instances(template.get("resources", []), Scope(context)):
        if str(instance.body.get("type", "")).lower() != DEPLOYMENT.lower() or instance.doubt:
            continue
        name = evaluate(instance.body.get("name"), instance.scope)
        for key in {label_for(name, instance).lower(), instance.symbol.lower()} - {""}:
            twice |= {key} & found.keys()
            found[key] = (instance, name)
    return {key: item for key, item in found.items() if key not in twice}


def _outputs(deployment: tuple[Instance, Value]) -> Value:
    instance, name = deployment
    context = instance.scope.context
    nested = nested_template(instance, name, context.target)
    label = f"the outputs of {label_for(name, instance)}"
    if nested is None:
        return context.hole(label, "its template is not inside this one")
    outputs: dict[str, Any] = {}
    for key, entry in _mapping(nested.template.get("outputs")).items():
        told = f"{label}: {key}"
        if not isinstance(entry, Mapping) or str(entry.get("type", "")).lower() in SECURE:
            value: Value = context.hole(told, "", secret=True)
        elif entry.get("condition", True) is not True or "copy" in entry:
            value = context.hole(told, f"{told} is not read: it has a condition or is repeated")
        else:
            value = evaluate(entry.get("value"), nested.scope)
        outputs[str(key)] = {"type": entry.get("type") if isinstance(entry, Mapping) else None, "value": value}
    return outputs
