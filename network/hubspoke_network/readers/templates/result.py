"""What a reader of declarations hands back: ARM documents, and what it did not read, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hubspoke_network.core import Unknown

UNKNOWN_SUBSCRIPTION = "{subscription}"
"""Stands in ids for a subscription that is not known; no Azure name has braces. The model has the same."""
UNKNOWN_GROUP = "{resourceGroup}"
"""Stands in ids for a resource group that is not known."""

SECRET = Unknown("it is a secret, which stays sealed")
SECRET_NAMES = frozenset(
    {
        "authorizationkey",
        "sharedkey",
        "radiusserversecret",
        "adminpassword",
        "servicekey",
        "privatekey",
        "connectionstring",
        "customdata",
        "secret",
        "password",
    }
)
"""Properties whose values are shown nowhere, whether or not somebody marked them; lower case, without underscores."""


class Unread(NamedTuple):
    """Something of which nothing is known but that it is, or may be, there.

    `type` is its ARM type or its Terraform type, `label` its address or name for people, `id` its ARM id where known.
    """

    type: str
    label: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a template, a plan or a state declares.

    `documents` are ARM documents: `id` (always a full id; parts that are not known stand in braces), `type`, `name`,
    `properties` and what stands beside them, unknown leaves as `Unknown`. `doubtful` are documents of the same form of
    which it is not known whether they are there; each is in `unread` too. `notes` are sentences for the user.
    """

    documents: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    doubtful: tuple[dict[str, Any], ...] = ()


def is_secret_name(name: str) -> bool:
    """Whether the value of a property of this name is sealed."""
    return name.replace("_", "").lower() in SECRET_NAMES


def agreed(a: Any, b: Any, why: str) -> Any:
    """What two descriptions of one thing agree on; the rest is Unknown with the reason `why`.

    What only one of two objects tells is not agreed on either.
    """
    if isinstance(a, Unknown):
        return a
    if isinstance(b, Unknown):
        return b
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return {
            key: agreed(a[key], b[key], why) if key in a and key in b else _lone(a.get(key, b.get(key)), why)
            for key in dict.fromkeys([*a, *b])
        }
    return a if same(a, b) else Unknown(why)


def _lone(value: Any, why: str) -> Any:
    return value if value in (None, [], {}) else Unknown(why)


def same(a: Any, b: Any) -> bool:
    """Whether two plain values are surely equal; nothing unknown is."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return False
    return type(a) is type(b) and bool(a == b)
