"""What goes wrong, in azure-native's words."""

import json
from typing import Any

from azure_offline.arm.responses import Response


class ProviderError(Exception):
    """An error that ends a request; `str()` is the text the engine shows. It never holds a property's value."""


class InitFailed(ProviderError):
    """A resource that exists, although the write that made or changed it failed."""

    def __init__(self, resource_id: str, state: dict[str, Any], inputs: dict[str, Any], reason: str) -> None:
        self.resource_id, self.state, self.inputs, self.reason = resource_id, state, inputs, reason
        super().__init__(reason)


def error_line(response: Response) -> str:
    """ARM's refusal as azure-native shows it: one line, without details.

    The status of an operation that was accepted and then failed is that of the last poll, 200.
    """
    status = 200 if response.accepted else response.status
    if response.code:
        return f'Status={status} Code="{response.code}" Message="{response.message}"'
    return f'Status={status} Message="{response.message or body_text(response)}"'


def body_text(response: Response) -> str:
    """The body of an answer as text."""
    return json.dumps(response.body, separators=(",", ":")) if response.body is not None else ""
