"""What ARM answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hubspoke_network.refusals import Refusal


@dataclass(frozen=True)
class Response:
    """One answer. `accepted`: ARM had accepted the write before it failed, so that the resource exists, failed."""

    status: int
    body: dict[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accepted: bool = False

    @property
    def ok(self) -> bool:
        """Whether the request was carried out."""
        return self.status < 400

    @property
    def code(self) -> str:
        """The error's code; empty for a success."""
        return str(self._error.get("code", ""))

    @property
    def message(self) -> str:
        """The error's message; empty for a success."""
        return str(self._error.get("message", ""))

    @property
    def _error(self) -> Mapping[str, Any]:
        error = (self.body or {}).get("error") if not self.ok else None
        return error if isinstance(error, Mapping) else {}


def refused(refusal: Refusal) -> Response:
    """A refusal in ARM's error envelope."""
    error = {"code": refusal.code, "message": refusal.message, "details": [dict(item) for item in refusal.details]}
    headers = {"x-azure-offline-rule": refusal.rule, "x-azure-offline-evidence": refusal.grade} if refusal.rule else {}
    return Response(refusal.status, {"error": error}, headers)
