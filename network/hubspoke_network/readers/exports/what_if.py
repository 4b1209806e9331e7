"""Results of a what-if: what there will be, from what each change leaves.

Source: Microsoft.Resources deployments, what-if operation results (changes, changeType, before, after).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hubspoke_network.core import Unknown

_STAYS = frozenset({"create", "modify", "nochange", "deploy"})
_UNSEEN = frozenset({"unsupported"})
_SHAPE = re.compile(r"\[(?!\[).*\]", re.DOTALL)
_EXPRESSION = Unknown("it is an expression that Azure evaluates at deployment")


def changes_of(value: Mapping[str, Any]) -> list[Any] | None:
    """The changes of a what-if result of `az`, of the API or of PowerShell; None where it is none."""
    inner = value.get("properties")
    for holder in (value, inner if isinstance(inner, Mapping) else {}):
        found = holder.get("changes", holder.get("Changes"))
        if isinstance(found, list) and all(isinstance(one, Mapping) and _member(one, "changeType") for one in found):
            return found
    return None


def documents(changes: list[Any]) -> Iterator[Mapping[str, Any]]:
    """What is there after the deployment; of what the what-if cannot tell, the id with unknown properties."""
    for change in changes:
        kind = str(_member(change, "changeType")).lower()
        after, before = _member(change, "after"), _member(change, "before")
        if kind == "delete":
            continue
        document = after if kind in _STAYS and isinstance(after, Mapping) else before
        identity = _member(change, "resourceId")
        if kind in _UNSEEN or not isinstance(document, Mapping):
            yield {"id": identity, "properties": Unknown(f"the what-if does not tell its properties ({kind})")}
        else:
            yield {"id": identity, **_evaluated(document)}


def notes(changes: list[Any]) -> list[str]:
    """What the what-if could not tell."""
    unseen = [str(_member(one, "resourceId")) for one in changes if str(_member(one, "changeType")).lower() in _UNSEEN]
    return [f"the what-if does not support {one}" for one in unseen]


def _member(change: Mapping[str, Any], name: str) -> Any:
    return change.get(name, change.get(name[:1].upper() + name[1:]))


def _evaluated(value: Any) -> Any:
    """`value` with expressions that are not evaluated as unknown."""
    if isinstance(value, Mapping):
        return {key: _evaluated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_evaluated(item) for item in value]
    is_expression = (
        isinstance(value, str) and value.startswith("[") and not value.startswith("[[") and value.endswith("]")
    )
    return _EXPRESSION if is_expression else value
