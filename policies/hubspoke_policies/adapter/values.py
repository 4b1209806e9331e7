"""Property values as the engine hands them to an analyzer, taken apart into plain ones.

Three traps of the SDK end here. Touching an unknown leaf of its proxies ends the whole policy, so proxies are opened
without touching leaves. Every number is a float, so whole ones become ints. Secret marks are lost or nested in
signature objects, so the texts of secrets are collected and kept out of messages.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hubspoke_network.core.unknown import Unknown

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 (the engine's mark of a secret, not one)

SENTINELS = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""What the engine writes for a value it does not know yet, one text a type (sdk/go/common/resource/plugin/rpc.go)."""

SECRET_PROPERTIES = frozenset(
    {"authorizationkey", "sharedkey", "radiusserversecret", "radiusserverkey", "adminpassword"}
)
"""Properties azure-native does not mark, whose values are secrets all the same; lower case."""


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
            read = self._value(value, secret=key.lower() in SECRET_PROPERTIES)
            if read is not None:
                plain[key] = read
        return plain

    def _value(self, value: Any, *, secret: bool = False) -> Any:
        kind = type(value)
        if kind is str:
            if value in SENTINELS:
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
            read = self._value(item, secret=secret or key.lower() in SECRET_PROPERTIES)
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
    opened = _opened(mapping)
    return opened.items() if isinstance(opened, Mapping) else ()


def _items(sequence: Any) -> Iterable[Any]:
    opened = _opened(sequence)
    return opened if isinstance(opened, Sequence) else ()


def _opened(value: Any) -> Any:
    """The dict or list inside an SDK proxy, which answers to the key `__target`; `value` itself where it is none."""
    if type(value) in {dict, list}:
        return value
    try:
        return value["__target"]
    except (KeyError, TypeError, IndexError):
        return value


def _unknown(candidates: tuple[str, ...]) -> Unknown:
    if not candidates:
        return Unknown("is not known before deployment")
    names = ", ".join(urn.rpartition("::")[2] for urn in candidates)
    return Unknown(f"is not known before {names} is deployed", candidates)
