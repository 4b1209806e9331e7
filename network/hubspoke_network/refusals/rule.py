"""What a refusal of ARM's is here: a small function, with code, message, evidence and source beside it as data."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from hubspoke_network.refusals.change import Change, Verb
from hubspoke_network.refusals.refusal import NOT_VERIFIED, WORDING_MARK, Refusal

Grade = Literal["A", "B", "C", "D"]
"""Evidence: A Microsoft's documentation says so, B a response was seen, C only the code was, D inferred."""

Values = Mapping[str, object]
"""What fills the `{x}` of a rule's message."""

Asked_contra = TypeVar("Asked_contra", contravariant=True)
"""What a rule asks: `View`, or more where a host of the rule knows more."""

WRITES: frozenset[Verb] = frozenset({"create", "update"})
CREATE: frozenset[Verb] = frozenset({"create"})
UPDATE: frozenset[Verb] = frozenset({"update"})
DELETE: frozenset[Verb] = frozenset({"delete"})


@dataclass(frozen=True, slots=True)
class RefusalRule(Generic[Asked_contra]):
    """One rule. `check` yields the message's values for every breach; the first one is what ARM answers.

    `title` is the condition in one sentence. `grade` and `source` are the evidence that ARM refuses at all. `code` is
    `NotVerified` where the real one is not published. `seen` says that `message` is ARM's own text; all others end in
    a mark that says they are ours. Values may carry `code`, `message`, `seen`, `status` and `grade` of their own, for
    a rule that asks the shared model, which knows them case by case. `needs` names what a rule must know that no
    document says; the rules of this package need nothing.
    """

    name: str
    title: str
    grade: Grade
    source: str
    message: str
    check: Callable[[Change, Asked_contra], Iterable[Values]]
    code: str = NOT_VERIFIED
    seen: bool = False
    status: int = 400
    on: frozenset[Verb] = WRITES
    needs: str = ""

    def refusal(self, values: Values) -> Refusal:
        """The refusal of one breach."""
        message = str(values.get("message", self.message))
        text = message if "message" in values else _filled(message, values)
        seen = bool(values.get("seen", self.seen))
        return Refusal(
            int(str(values.get("status", self.status))),
            str(values.get("code", self.code)),
            text if seen else text + WORDING_MARK,
            rule=self.name,
            grade=str(values.get("grade", self.grade)),
        )


def _filled(message: str, values: Values) -> str:
    # One pass, so that a value that looks like a placeholder stays what it is.
    return re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], match[0])), message)


def rule(
    name: str,
    *,
    grade: Grade,
    source: str,
    message: str,
    code: str = NOT_VERIFIED,
    seen: bool = False,
    status: int = 400,
    on: frozenset[Verb] = WRITES,
    needs: str = "",
) -> Callable[[Callable[[Change, Asked_contra], Iterable[Values]]], RefusalRule[Asked_contra]]:
    """Make the decorated check a `RefusalRule`, its title the first line of the docstring.

    It is in force where a type's declaration lists it, nowhere else.
    """

    def made(check: Callable[[Change, Asked_contra], Iterable[Values]]) -> RefusalRule[Asked_contra]:
        title = (check.__doc__ or name).strip().partition("\n")[0]
        return RefusalRule(name, title, grade, source, message, check, code, seen, status, on, needs)

    return made
