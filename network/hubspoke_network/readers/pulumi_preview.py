"""Reads `pulumi preview --json`: the resources as they will be once the plan has been carried out."""

from collections.abc import Mapping, Sequence
from typing import Any

from hubspoke_network.azure import table, type_by_token
from hubspoke_network.core import ReadError, Unknown
from hubspoke_network.model import Resource
from hubspoke_network.readers.pulumi_resources import to_resources
from hubspoke_network.readers.pulumi_state import (
    checked_entries,
    is_azure_native,
    is_provider,
    subscription_of,
    to_seen,
)

_GONE = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})
_KEEPING = frozenset({"same", "update", "read", "refresh", "import"})
_NOT_AT_PREVIEW = Unknown("its value is known only once the plan has been carried out")


def read_preview(document: Mapping[str, Any], where: str, default_subscription: str = "") -> list[Resource]:
    """The resources a plan leaves behind. Raises `ReadError` where it is not of a preview's form."""
    steps = document.get("steps") or []
    if not isinstance(steps, list):
        raise ReadError(f"{where}: the preview has no list of steps; give what `pulumi preview --json` writes")
    states: dict[str, Mapping[str, Any]] = {}
    gone = _gone(steps)
    for index, step in enumerate(steps):
        if not isinstance(step, Mapping):
            raise ReadError(f"{where}: steps[{index}] is no step of a preview")
        if step.get("op") in _GONE or step.get("newState") is None:
            continue
        (state,) = checked_entries([step["newState"]], f"{where}: steps[{index}].newState")
        states[str(state["urn"])] = {**_kept(step, state, gone), **state}
    providers = [state for state in states.values() if is_provider(state)]
    known = {str(state["urn"]): subscription_of(state) for state in providers}
    seen = [
        to_seen(state, known.get(str(state.get("provider")).rpartition("::")[0], ""), _NOT_AT_PREVIEW, where)
        for state in states.values()
        if is_azure_native(state)
    ]
    return to_resources(seen, default_subscription)


def _gone(steps: Sequence[Any]) -> frozenset[str]:
    """Ids of what the plan deletes, in lower case."""
    old = (step.get("oldState") for step in steps if isinstance(step, Mapping) and step.get("op") in _GONE)
    ids = (state.get("id") for state in old if isinstance(state, Mapping))
    return frozenset(identity.lower() for identity in ids if isinstance(identity, str))


def _kept(step: Mapping[str, Any], state: Mapping[str, Any], gone: frozenset[str]) -> dict[str, Any]:
    """What a resource keeps from before: its id, and outputs; in an update those that the program does not write.

    A preview tells neither in the new state. Old outputs still list children that the same plan deletes; these are left
    out.
    """
    op, old = step.get("op"), step.get("oldState")
    if op not in _KEEPING or not isinstance(old, Mapping):
        return {}
    outputs, rt = old.get("outputs"), type_by_token(str(state["type"]))
    if isinstance(outputs, Mapping) and rt is not None:
        inputs = state.get("inputs")
        written = inputs.keys() if isinstance(inputs, Mapping) else set()
        if op == "update":
            entry = table()["resources"].get(rt.token, {})
            kept = (entry.get("out", {}).keys() - entry.get("in", {}).keys()) | set(rt.maintained)
            outputs = {key: value for key, value in outputs.items() if key in kept - written}
        children = set(rt.maintained) - written
        outputs = {key: _without(value, gone) if key in children else value for key, value in outputs.items()}
    return {"id": old.get("id"), "outputs": outputs}


def _without(items: Any, gone: frozenset[str]) -> Any:
    if not isinstance(items, list):
        return items
    return [item for item in items if not (isinstance(item, Mapping) and str(item.get("id")).lower() in gone)]


def left_out(document: Mapping[str, Any]) -> int:
    """How many unchanged resources a preview counts but does not hold (`--show-sames` adds them)."""
    summary, steps = document.get("changeSummary"), document.get("steps")
    same = summary.get("same", 0) if isinstance(summary, Mapping) else 0
    held = sum(1 for step in steps if isinstance(step, Mapping) and step.get("op") == "same") if steps else 0
    return max(0, same - held) if isinstance(same, int) else 0
