"""Names for resources that were given none, as azure-native makes them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from azure_offline.provider.metadata import TypeInfo

CREATE_BEFORE_DELETE = "__createBeforeDelete"
"""Private input that says the name is free to differ, so that a replacement is made before its predecessor goes."""

Mode = Literal["propose", "enforce", "disable"]


@dataclass(frozen=True)
class Autonaming:
    """The engine's autonaming configuration for one resource."""

    mode: Mode
    proposed: str


def fill_name(
    info: TypeInfo,
    logical_name: str,
    news: dict[str, Any],
    olds: Mapping[str, Any],
    seed: bytes,
    autonaming: Autonaming | None,
) -> None:
    """Give `news` its own name where it has none.

    The name it had before is kept. Otherwise the engine's configuration decides, and without one the kind of the type:
    the logical name with eight hexadecimal digits drawn from `seed`, a copy of the logical name, or a UUID.
    """
    key = info.rt.name_property
    if key in news or info.autoname_off:
        return
    if key in olds:
        news[key] = olds[key]
        if CREATE_BEFORE_DELETE in olds:
            news[CREATE_BEFORE_DELETE] = olds[CREATE_BEFORE_DELETE]
        return
    if autonaming is not None:
        if autonaming.mode == "disable":
            return
        if autonaming.mode == "enforce" or info.autoname != "uuid":
            news[key] = autonaming.proposed
            news[CREATE_BEFORE_DELETE] = True
            return
    if info.autoname == "copy":
        news[key] = logical_name
        return
    digits = hashlib.sha256(seed or logical_name.encode()).hexdigest()
    news[key] = _uuid(digits) if info.autoname == "uuid" else logical_name + digits[:8]
    news[CREATE_BEFORE_DELETE] = True


def _uuid(digits: str) -> str:
    """A version 4 UUID of hexadecimal digits."""
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
