"""Rules that are no functions: the offline Azure itself applies them."""

from hubspoke_network.refusals.change import Verb
from hubspoke_network.refusals.refusal import NOT_VERIFIED
from hubspoke_network.refusals.rule import WRITES, Grade, RefusalRule


def stated(
    name: str,
    title: str,
    *,
    grade: Grade,
    source: str,
    message: str,
    code: str = NOT_VERIFIED,
    seen: bool = False,
    status: int = 400,
    on: frozenset[Verb] = WRITES,
) -> RefusalRule[object]:
    """A rule that the pipeline itself applies to every type; `title` says what it refuses."""
    return RefusalRule(name, title, grade, source, message, lambda _change, _view: (), code, seen, status, on)
