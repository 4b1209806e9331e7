"""Rules that are no functions: the offline Azure itself applies them."""

from hubspoke_network.refusals import NOT_VERIFIED, WRITES, Grade, RefusalRule, Verb


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
    needs: str,
) -> RefusalRule[object]:
    """A rule that the pipeline itself applies; `title` says what it refuses, `needs` what it looks up."""
    return RefusalRule(name, title, grade, source, message, lambda _change, _view: (), code, seen, status, on, needs)
