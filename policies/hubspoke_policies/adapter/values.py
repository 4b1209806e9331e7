"""Property values as the engine hands them to an analyzer, taken apart into plain ones.

Three traps of the SDK end here. Touching an unknown leaf of its proxies ends the whole policy, so proxies are opened
without touching leaves. Every number is a float, so whole ones become ints. Secret marks are lost or nested in
signature objects, so the texts of secrets are collected and kept out of messages.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hubspoke_network.core import SECRET, SIGNATURE, UNKNOWNS, Unknown, is_secret_name
from hubspoke_policies._pulumi import opened


class Reader:
    """Takes the properties of one resource apart, and gathers the texts of its secrets in `secrets`."""

    def __init__(self, candidates: Mapping[str, Sequence[str]], secrets: set[str]) -> None:
        self._candidates, self._secrets = candidates, secrets
        self._unknown = _unknown(())

    def properties(self, properties: Any) -> dict[str, Any]:
        """The properties as plain values; unknown leaves become `Unknown` with the candidates of their property."""
        plain: dict[str, Any] = {}
        for key, value in _entries(properties):
            self._unknown = _unknown(tuple(self._candidates.get(key, ())))
            read = self._value(value, secret=is_secret_name(key))
            if read is not None:
                plain[key] = read
        return plain

    def _value(self, value: Any, *, secret: bool = False) -> Any:
        kind = type(value)
        if kind is str:
            if value in UNKNOWNS:
                return self._unknown
            if secret and value:
                self._secrets |= {value, value.partition("/")[0] or value}  # of a prefix also its first address
            return value
        if kind is bool or value is None:
            return value
        if kind is float:
            return self._number(value, secret)
        if isinstance(value, Mapping):
            return self._mapping(value, secret)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            return [self._value(item, secret=secret) for item in _items(value)]
        return value if isinstance(value, int | str) else Unknown("is an asset, which is not read")

    def _number(self, value: float, secret: bool) -> int | float:
        number = int(value) if value.is_integer() else value
        if secret:
            self._secrets.add(str(number))
        return number

    def _mapping(self, value: Mapping[str, Any], secret: bool) -> Any:
        entries = dict(_entries(value))
        if entries.get(SIGNATURE) == SECRET:
            return self._value(entries.get("value"), secret=True)
        if SIGNATURE in entries:
            return Unknown("is an asset, which is not read")
        plain = {}
        for key, item in entries.items():
            read = self._value(item, secret=secret or is_secret_name(key))
            if read is not None:
                plain[key] = read
        return plain


def from_struct(value: Any) -> Any:
    """A protobuf `Struct`, `ListValue` or `Value` as plain Python; a third faster than `json_format.MessageToDict`."""
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        return {key: from_struct(item) for key, item in value.struct_value.fields.items()}
    if kind == "list_value":
        return [from_struct(item) for item in value.list_value.values]
    if kind == "number_value":
        return value.number_value
    return value.bool_value if kind == "bool_value" else None


def _entries(mapping: Any) -> Iterable[tuple[str, Any]]:
    inside = opened(mapping)
    return inside.items() if isinstance(inside, Mapping) else ()


def _items(sequence: Any) -> Iterable[Any]:
    inside = opened(sequence)
    return inside if isinstance(inside, Sequence) else ()


def _unknown(candidates: tuple[str, ...]) -> Unknown:
    if not candidates:
        return Unknown("is not known before deployment")
    names = ", ".join(urn.rpartition("::")[2] for urn in candidates)
    return Unknown(f"is not known before {names} is deployed", candidates)
