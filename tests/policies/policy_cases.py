"""One case of a rule, and the other spellings each is tried in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from policy_support import SUBSCRIPTION, Out, Program, R, with_version

from hubspoke_network.resource_types import ResourceType, resource_id, type_by_token


@dataclass(frozen=True)
class Case:
    """A program and every violation expected of it, as (resource, message), in order of resource and message.

    `undecided` are those that the policy `undecided` tells. `config` is the rule's policy configuration. `respell` is
    False where the point of the case is that something is not known.
    """

    name: str
    program: Program
    violations: tuple[tuple[str, str], ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    respell: bool = True
    not_applicable: bool = False


def spellings(case: Case) -> Iterator[tuple[str, list[R]]]:
    """The same program, written in other ways that mean the same to Azure."""
    yield "api-version in the type", with_version(case.program)
    if case.respell:
        yield "references by id", _by_id(case.program, str)
        yield "references in upper case", _by_id(case.program, str.upper)
        yield "references in lower case", _by_id(case.program, str.lower)
        yield "names known", _named(case.program)


def _named(program: Program) -> list[R]:
    """Everything has its name as text, ids stay unknown: what the components write."""
    named = [_with_name(r) for r in program]
    names = {r.name: r.inputs[_type(r).name_property] for r in named}
    return [replace(r, inputs={key: _name(key, value, names) for key, value in r.inputs.items()}) for r in named]


def _name(key: str, value: Any, names: Mapping[str, Any]) -> Any:
    return names[value.of[0]] if isinstance(value, Out) and key.endswith("Name") and len(value.of) == 1 else value


def _by_id(program: Program, cased: Callable[[str], str]) -> list[R]:
    named = _named(program)
    ids = {r.name: resource_id(_type(r), r.inputs, r.subscription or SUBSCRIPTION) for r in named}
    return [replace(r, inputs=_known(r.inputs, ids, cased)) for r in named]


def _known(value: Any, ids: Mapping[str, Any], cased: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: cased(ids[item.of[0]])
            if key == "id" and isinstance(item, Out) and len(item.of) == 1
            else _known(item, ids, cased)
            for key, item in value.items()
        }
    return [_known(item, ids, cased) for item in value] if isinstance(value, list) else value


def _with_name(resource: R) -> R:
    rt = _type(resource)
    return replace(resource, inputs={rt.name_property: resource.name, **resource.inputs})


def _type(resource: R) -> ResourceType:
    rt = type_by_token(resource.token)
    assert rt is not None, resource.token
    return rt
