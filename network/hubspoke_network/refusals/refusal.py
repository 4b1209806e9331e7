"""One refusal of Azure's: status, code and text, and the rule behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

NOT_VERIFIED = "NotVerified"
"""The code of a refusal whose real code nobody has published. Never one of ARM's own."""

WORDING_MARK = " [wording not verified]"
"""Ends every message that is ours and not a copy of what ARM answers."""


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
