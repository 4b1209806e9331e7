"""What is read of each resource type, so that a type nobody reads never counts as nothing.

`read`: who reaches whom takes it into account. `harmless`: it can change nothing of that, with the reason. `unread`: it
may. A type that is not on record is unread. The list is dated: `data/type_readings.json` has its source.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from hubspoke_network.azure.service_data import load

Reading = Literal["read", "harmless", "unread"]
NOT_ON_RECORD = "what it does is not on record"


@dataclass(frozen=True, slots=True)
class TypeReading:
    """How a type is read, and what of it, why it is harmless, or what it may change."""

    reading: Reading
    what: str


@cache
def type_reading(arm_type: str) -> TypeReading:
    """How an ARM type is read, in any case. What lies in a harmless resource is harmless too."""
    name = _of_token(arm_type) if arm_type.startswith("azure-native:") else arm_type.lower()
    found = _types().get(name)
    if found is not None:
        return found
    parent = name.rpartition("/")[0]
    above = type_reading(parent) if "/" in parent else None
    return above if above is not None and above.reading == "harmless" else TypeReading("unread", NOT_ON_RECORD)


def _of_token(token: str) -> str:
    """The ARM type on record that a token of azure-native names (`azure-native:keyvault:Vault`); else the token."""
    _, module, title = [*token.lower().split(":"), "", ""][:3]
    module = module.partition("/")[0]
    for name in _types():
        namespace, _, rest = name.partition("/")
        last = rest.rpartition("/")[2]
        if namespace.rpartition(".")[2] == module and title in (last, last.removesuffix("s"), f"{last[:-3]}y"):
            return name
    return token.lower()


@cache
def _types() -> dict[str, TypeReading]:
    rows = load("type_readings")["types"].items()
    return {name.lower(): TypeReading(row["reading"], row["what"]) for name, row in rows}
