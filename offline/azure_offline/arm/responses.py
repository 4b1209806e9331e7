"""What ARM answers: a response, and the refusal that becomes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NOT_VERIFIED = "NotVerified"
"""The code of a refusal whose real code nobody has published. Never one of ARM's own."""

WORDING_MARK = " [wording not verified]"
"""Ends every message that is ours and not a copy of what ARM answers."""


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


class Refusal(Exception):
    """ARM refuses. `rule` names the rule that does, `grade` its evidence."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: Sequence[Mapping[str, Any]] = (),
        rule: str = "",
        grade: str = "",
    ) -> None:
        self.status, self.code, self.message = status, code, message
        self.details, self.rule, self.grade = tuple(details), rule, grade
        super().__init__(f"{code}: {message}")

    def response(self) -> Response:
        """The refusal in ARM's error envelope."""
        error = {"code": self.code, "message": self.message, "details": [dict(item) for item in self.details]}
        headers = {"x-azure-offline-rule": self.rule, "x-azure-offline-evidence": self.grade} if self.rule else {}
        return Response(self.status, {"error": error}, headers)
