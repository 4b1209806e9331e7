"""Reads Pulumi states: `pulumi stack export`, or the state file of a backend. Secrets stay sealed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hubspoke_network.core import ReadError, SourcePosition, Unknown, is_unknown
from hubspoke_network.model import Resource
from hubspoke_network.readers.pulumi_resources import PulumiResource, settable, to_resources
from hubspoke_network.readers.values import plain

PROVIDER = "pulumi:providers:azure-native"
_NOT_IN_STATE = Unknown("its value is not known yet in this state")


def read_state(document: Mapping[str, Any], where: str, default_subscription: str = "") -> list[Resource]:
    """The resources of a state. Raises `ReadError` where it is not of a state's form."""
    entries = _resources(document, where)
    live = [entry for entry in entries if entry.get("delete") is not True]
    providers = {f"{entry['urn']}::{entry.get('id', '')}": entry for entry in live if is_provider(entry)}
    known = {key: subscription_of(entry) for key, entry in providers.items()}
    seen = [
        to_seen(entry, known.get(str(entry.get("provider")), ""), _NOT_IN_STATE, where)
        for entry in live
        if is_azure_native(entry)
    ]
    return to_resources(seen, default_subscription)


def _resources(document: Mapping[str, Any], where: str) -> list[Mapping[str, Any]]:
    state: Any = document.get("deployment")
    if state is None:
        checkpoint = document.get("checkpoint")
        state = checkpoint.get("latest") if isinstance(checkpoint, Mapping) else None
    entries = (state.get("resources") or []) if isinstance(state, Mapping) else [] if state is None else None
    if not isinstance(entries, list):
        raise ReadError(f"{where}: the state has no list of resources; give what `pulumi stack export` writes")
    return list(checked_entries(entries, f"{where}: resources"))


def checked_entries(entries: Sequence[Any], where: str) -> Iterator[Mapping[str, Any]]:
    """The entries, each an object with a URN and a type. Raises `ReadError`."""
    for index, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or not all(isinstance(entry.get(key), str) for key in ("urn", "type")):
            raise ReadError(f"{where}[{index}] is no resource: it needs a urn and a type")
        yield entry


def is_azure_native(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is an azure-native resource."""
    return str(entry["type"]).startswith("azure-native:")


def is_provider(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is an azure-native provider."""
    return str(entry["type"]) == PROVIDER


def subscription_of(entry: Mapping[str, Any]) -> str | Unknown:
    """The subscription a provider was given; empty where it takes it from its environment."""
    inputs = entry.get("inputs")
    value = plain(inputs, Unknown("later"), "provider").get("subscriptionId") if isinstance(inputs, Mapping) else None
    if isinstance(value, Unknown):
        return Unknown(value.reason, (str(entry["urn"]),))
    return value if isinstance(value, str) else ""


def to_seen(entry: Mapping[str, Any], subscription: str | Unknown, unknown: Unknown, where: str) -> PulumiResource:
    """One entry, its outputs over its inputs, except where an output is not known yet. Raises `ReadError`."""
    urn = str(entry["urn"])
    given, outputs = (value if isinstance(value := entry.get(key), Mapping) else {} for key in ("inputs", "outputs"))
    inputs = settable(str(entry["type"]), given)
    written = {**inputs, **{key: value for key, value in outputs.items() if not (key in inputs and is_unknown(value))}}
    properties = plain(written, unknown, f"{where}: {urn}")
    identity = entry.get("id")
    if isinstance(identity, str) and identity.startswith("/"):
        properties["id"] = identity
    return PulumiResource(
        urn, str(entry["type"]), properties, candidates_of(entry), subscription, source_of(entry.get("sourcePosition"))
    )


def candidates_of(entry: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The URNs that each top-level property may come from."""
    written = entry.get("propertyDependencies")
    if not isinstance(written, Mapping):
        return {}
    return {
        str(key): tuple(urn for urn in urns if isinstance(urn, str))
        for key, urns in written.items()
        if isinstance(urns, list)
    }


def source_of(text: object) -> SourcePosition | None:
    """The position in `project:///network/hub.py#12`."""
    if not isinstance(text, str):
        return None
    path, _, line = text.partition("#")
    line = line.partition(",")[0]
    return SourcePosition(path.removeprefix("project:///"), int(line)) if line.isascii() and line.isdigit() else None
