"""Changes behind Pulumi's back, as somebody makes them in the portal: read, change, write, under ARM's rules."""

import copy
import json
from collections.abc import Callable
from typing import Any

from azure_offline.arm import Arm, Response, administration
from azure_offline.arm.resources import parse_target
from hubspoke_network.azure import type_by_arm
from hubspoke_network.core import HubspokeError, Problem, SpecError, UnknownSubject

_API_VERSION = "2024-05-01"
"""For types that no declaration gives one."""


class DriftRefused(HubspokeError):
    """ARM refuses the change; the text is ARM's."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__(f"{response.code}: {response.message}")


def set_values(arm: Arm, named: str, assignments: list[str]) -> str:
    """Set values (`properties.addressPrefix=10.0.1.0/24`; JSON, or else text) in a resource; gives its id.

    A number in a path is an index. Raises `SpecError`, `UnknownSubject`, `DriftRefused`.
    """
    steps = [_read_assignment(text) for text in assignments]

    def change(document: dict[str, Any]) -> None:
        for path, value in steps:
            _put(document, path, value)

    return _rewrite(arm, named, change)


def unset(arm: Arm, named: str, paths: list[str]) -> str:
    """Take members out of a resource; gives its id. Raises `SpecError`, `UnknownSubject`, `DriftRefused`."""

    def change(document: dict[str, Any]) -> None:
        for path in paths:
            _take(document, path)

    return _rewrite(arm, named, change)


def delete(arm: Arm, named: str) -> str:
    """Delete a resource; gives its id. Raises `UnknownSubject`, `DriftRefused`."""
    shown = find(arm, named)
    _checked(arm.request("DELETE", shown.id, api_version=_version(shown.type)))
    return shown.id


def put(arm: Arm, resource_id: str, document: dict[str, Any]) -> str:
    """Write a whole document at an id, whether there is a resource or not; gives the id. Raises `DriftRefused`."""
    target = parse_target(resource_id)
    version = _version(target.type if target else "")
    _checked(arm.request("PUT", resource_id, document, api_version=version))
    return resource_id


def find(arm: Arm, named: str) -> administration.Shown:
    """The resource that an id or a name means. Raises `UnknownSubject` for none and for several."""
    found = administration.matching(arm, named)
    if len(found) == 1:
        return found[0]
    problem = "means several resources, give the id of one:" if found else "is no resource"
    raise UnknownSubject(f"{named!r} {problem}", *(f"  {one.id}" for one in found))


def _rewrite(arm: Arm, named: str, change: Callable[[dict[str, Any]], None]) -> str:
    shown = find(arm, named)
    document = copy.deepcopy(dict(shown.document))
    change(document)
    _checked(arm.request("PUT", shown.id, document, api_version=_version(shown.type)))
    return shown.id


def _checked(response: Response) -> None:
    if not response.ok:
        raise DriftRefused(response)


def _version(arm_type: str) -> str:
    declared = type_by_arm(arm_type)
    return declared.api_version if declared else _API_VERSION


def _read_assignment(text: str) -> tuple[str, Any]:
    path, equals, value = text.partition("=")
    if not equals or not path:
        raise SpecError([_problem(text, "is no assignment", "write PATH=VALUE, such as tags.owner=web")], "drift")
    try:
        return path, json.loads(value)
    except ValueError:
        return path, value


def _put(document: Any, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for step in way:
        document = _below(document, step, path, make=True)
    if isinstance(document, list):
        index = _index(document, last, path, appends=True)
        document[index : index + 1] = [value]
    elif isinstance(document, dict):
        document[last] = value
    else:
        raise SpecError([_problem(path, "leads into a value that has no members", "give a shorter path")], "drift")


def _take(document: Any, path: str) -> None:
    *way, last = path.split(".")
    for step in way:
        document = _below(document, step, path, make=False)
    if isinstance(document, list):
        del document[_index(document, last, path)]
    elif isinstance(document, dict) and last in document:
        del document[last]
    else:
        raise SpecError([_problem(path, "is not in the resource", "see `azure-offline show`")], "drift")


def _below(document: Any, step: str, path: str, *, make: bool) -> Any:
    if isinstance(document, list):
        return document[_index(document, step, path)]
    if isinstance(document, dict) and (make or step in document):
        return document.setdefault(step, {})
    raise SpecError([_problem(path, f"has no member {step!r} on its way", "see `azure-offline show`")], "drift")


def _index(items: list[Any], step: str, path: str, *, appends: bool = False) -> int:
    last = len(items) - (0 if appends else 1)
    if step.isdigit() and int(step) <= last:
        return int(step)
    raise SpecError([_problem(path, f"needs an index where {step!r} stands", f"0 to {last}")], "drift")


def _problem(value: str, message: str, instead: str) -> Problem:
    return Problem("HS671", "drift", value, message, instead)
