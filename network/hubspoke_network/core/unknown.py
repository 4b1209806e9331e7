"""The third value: what cannot be known yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Unknown:
    """Stands in a document wherever a value is not known yet.

    `reason` says why in words a user can act on. `candidates` are the URNs or ids of the resources the value may come
    from: at preview the engine names them for each top-level property, although the value itself is not there.
    """

    reason: str
    candidates: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Refuse to be taken for true or false: code that forgets the third value must not pass silently."""
        raise TypeError(f"an unknown value was used as a truth value: {self.reason}")


def unknowns(value: Any, path: str = "") -> Iterator[tuple[str, Unknown]]:
    """Every unknown leaf below `value`, with its path (`properties.subnets[0].id`)."""
    if isinstance(value, Unknown):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unknowns(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for index, item in enumerate(value):
            yield from unknowns(item, f"{path}[{index}]")
