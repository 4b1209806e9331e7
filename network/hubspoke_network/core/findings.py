"""What a check found: one shape for rules, the command line and reports."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """Where in a program a resource was written."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's verdict on one resource.

    `resource` is the URN or the id, `path` the property (`securityRules[2].sourceAddressPrefix`), `value` what stands
    there as text, `message` what is wrong with it, `instead` what to write, `witness` a flow or address that shows it.
    `undecided` findings say why nothing could be decided; they are never a pass.
    """

    rule: str
    severity: Severity
    resource: str
    path: str
    value: str
    message: str
    instead: str
    witness: str = ""
    undecided: bool = False
    source: SourcePosition | None = field(default=None, compare=False)

    @property
    def sentence(self) -> str:
        """Value, what is wrong with it, and a witness: everything but where it is and what to write."""
        value = f"{self.value!r} " if self.value else ""
        witness = f" (for example {self.witness})" if self.witness else ""
        return f"{value}{self.message}{witness}"

    def said(self, where: str) -> str:
        """The whole finding in one sentence, `where` before it if it is not empty."""
        mark, place = "undecided: " if self.undecided else "", f"{where}: " if where else ""
        return f"{mark}{place}{self.sentence}; {self.instead}"

    def __str__(self) -> str:
        return f"{self.rule}: " + self.said(f"{self.resource} {self.path}")
