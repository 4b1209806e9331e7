"""The other spellings of a program: what is written differently and means the same to Azure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.policies.policy_cases import Case
from tests.policies.policy_support import SUBSCRIPTION, Out, Program, R, with_version

from hubspoke_network.azure.resource_types import ResourceType, resource_id, type_by_arm, type_by_token
from hubspoke_network.model.resource_index import INLINE_CHILDREN

SINGULAR_RULE = ("sourceAddressPrefix", "destinationAddressPrefix", "sourcePortRange", "destinationPortRange")
PLURAL = {
    **{one: f"{one}es" if one.endswith("x") else f"{one}s" for one in SINGULAR_RULE},
    "addressPrefix": "addressPrefixes",
}
HOLDERS = {"Subnet", "SecurityRule"}
"""Types, also as entries of a list, whose prefixes and ports have a field for one and a field for many."""

ENUMERATIONS = {
    "access", "direction", "protocol", "gatewayType", "vpnType", "nextHopType", "peeringType", "routeFilterRuleType",
    "tier", "sourceAddressPrefix", "destinationAddressPrefix",
}  # fmt: skip
"""Properties whose words Azure compares without case; of the prefixes these are the service tags."""


@dataclass(frozen=True)
class Spelling:
    """A program in other words. `owners` names, for a resource that one spelling has and another has not, the resource
    in whose document it stands there.
    """

    name: str
    program: list[R]
    owners: Mapping[str, str] = field(default_factory=dict)

    def owned(self, names: Iterable[str]) -> list[str]:
        """The names of findings' resources as they are the same in either spelling."""
        return sorted(self.owners.get(name, name) for name in names)


def spellings(case: Case) -> Iterator[Spelling]:
    """The same program in every other spelling that makes a difference to it."""
    yield Spelling("api-version in the type", with_version(case.program))
    if not case.respell:
        return
    seen = [list(case.program)]
    for spelling in _spellings(case.program):
        if spelling.program not in seen:
            seen.append(spelling.program)
            yield spelling


def _spellings(program: Program) -> Iterator[Spelling]:
    plain = _by_id(program, str)
    yield Spelling("references by id", plain)
    yield Spelling("references in upper case", _by_id(program, str.upper))
    yield Spelling("references in lower case", _by_id(program, str.lower))
    yield Spelling("names known", _named(program))
    yield Spelling("plural fields", [_fields(r, _plural) for r in program])
    yield Spelling("singular fields", [_fields(r, _singular) for r in program])
    yield Spelling("words in upper case", [replace(r, inputs=_cased(r.inputs, str.upper)) for r in program])
    yield Spelling("words in lower case", [replace(r, inputs=_cased(r.inputs, str.lower)) for r in program])
    yield _inline(plain)
    yield _separate(plain)


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


def _fields(resource: R, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> R:
    """The resource with the fields changed of itself, or of the entries in its list."""
    rt = _type(resource)
    if rt.title in HOLDERS:
        return replace(resource, inputs=change(resource.inputs))
    return replace(
        resource,
        inputs={
            key: [change(item) if isinstance(item, Mapping) else item for item in value]
            if isinstance(value, list) and (child := _child(rt, key)) is not None and child.title in HOLDERS
            else value
            for key, value in resource.inputs.items()
        },
    )


def _plural(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Every prefix and port as a list of one; `*` and tags are taken in the singular field only."""
    return {
        PLURAL[key] if key in PLURAL and _listable(value) else key: [value]
        if key in PLURAL and _listable(value)
        else value
        for key, value in inputs.items()
    }


def _listable(value: Any) -> bool:
    return isinstance(value, Out) or (isinstance(value, str) and value[:1].isdigit())


def _singular(inputs: Mapping[str, Any]) -> dict[str, Any]:
    one = {many: single for single, many in PLURAL.items()}
    return {
        one[key] if key in one and isinstance(value, list) and len(value) == 1 else key: value[0]
        if key in one and isinstance(value, list) and len(value) == 1
        else value
        for key, value in inputs.items()
    }


def _cased(value: Any, cased: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {
            cased(key) if key == "network-intent" else key: cased(item)
            if key in ENUMERATIONS and isinstance(item, str)
            else _cased(item, cased)
            for key, item in value.items()
        }
    return [_cased(item, cased) for item in value] if isinstance(value, list) else value


def _child(rt: ResourceType, key: str) -> ResourceType | None:
    """The type of the entries of a list in a document; None where they are no resources."""
    if key not in INLINE_CHILDREN.get(rt.arm, ()):
        return None
    return type_by_arm(f"{rt.arm}/{'routeFilterRules' if key == 'rules' else key}")


def _inline(program: Program) -> Spelling:
    """Every child that is a resource of its own stands in its parent's list. Names are known here."""
    kept, owners = list(program), {}
    for resource in program:
        parent = next((p for p in kept if _holds(p, resource)), None)
        if parent is None:
            continue
        rt = _type(resource)
        key = _list_of(_type(parent), rt)
        own = {k: v for k, v in resource.inputs.items() if k not in rt.path_properties}
        listed = [*parent.inputs.get(key, []), {"name": resource.inputs[rt.name_property], **own}]
        kept[kept.index(parent)] = replace(parent, inputs={**parent.inputs, key: listed})
        kept.remove(resource)
        owners[resource.name] = parent.name
    return Spelling("inline", kept, owners)


def _holds(parent: R, child: R) -> bool:
    rt, above = _type(child), _type(parent)
    return (
        rt.parent == above.arm
        and isinstance(parent.inputs.get(_list_of(above, rt), []), list)
        and parent.subscription == child.subscription
        and len(rt.path_properties) > 1
        and child.inputs.get(rt.path_properties[-2]) == parent.inputs.get(above.name_property)
        and isinstance(child.inputs.get(rt.name_property), str)
    )


def _list_of(parent: ResourceType, child: ResourceType) -> str:
    return next(key for key in INLINE_CHILDREN[parent.arm] if _child(parent, key) == child)


def _separate(program: Program) -> Spelling:
    """Every entry of a list of children is a resource of its own. Names are known here."""
    made, owners = [], {}
    for resource in program:
        rt = _type(resource)
        inputs = dict(resource.inputs)
        for key, value in resource.inputs.items():
            child = _child(rt, key)
            if child is None or not isinstance(value, list) or not all(_is_named(item) for item in value):
                continue
            del inputs[key]
            path = {name: inputs[name] for name in rt.path_properties}
            for item in value:
                own = {k: v for k, v in item.items() if k != "name"}
                name = re.sub(r"\W", "-", f"{resource.name}-{item['name']}")
                token = child.token.removeprefix("azure-native:")
                made.append(
                    replace(resource, type=token, name=name, inputs={**path, child.name_property: item["name"], **own})
                )
                owners[name] = resource.name
        made.append(replace(resource, inputs=inputs))
    return Spelling("separate", made, owners)


def _is_named(item: Any) -> bool:
    return isinstance(item, Mapping) and isinstance(item.get("name"), str)
