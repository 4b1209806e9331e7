"""Which types there are: the declared ones, and those of the SDK that are only stored."""

import re
from functools import cached_property
from pathlib import Path

from azure_offline.provider.metadata import TypeInfo, declared_type
from azure_offline.provider.properties import ProviderError
from azure_offline.provider.undeclared import sdk_root, undeclared_type

_URN_TYPE = re.compile(r"^urn:pulumi:[^:]*::[^:]*::(.*?)::(.*)$", re.DOTALL)


class Registry:
    """Types by token."""

    def __init__(self) -> None:
        self._undeclared: dict[str, TypeInfo | None] = {}

    def find(self, token: str) -> TypeInfo | None:
        """What is known of a type, or None where the SDK has none of that name."""
        found = declared_type(token)
        if found is not None:
            return found
        if token not in self._undeclared:
            self._undeclared[token] = undeclared_type(token, self._sdk_root)
        return self._undeclared[token]

    def get(self, token: str) -> TypeInfo:
        """What is known of a type. Raises ProviderError."""
        found = self.find(token)
        if found is None:
            raise ProviderError(f"Resource type {token} not found")
        return found

    @cached_property
    def _sdk_root(self) -> Path | None:
        return sdk_root()


def split_urn(urn: str) -> tuple[str, str]:
    """The resource's type token and logical name: `urn:pulumi:stack::project::parents$type::name`."""
    match = _URN_TYPE.match(urn)
    if match is None:
        raise ProviderError(f"'{urn}' is not the URN of a resource")
    return match[1].rpartition("$")[2], match[2]
