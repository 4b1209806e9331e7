"""A bad program with a part of it that cannot be read is never a pass: a value of a wrong kind may mean anything."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from tests.policies.policy_preview import preview
from tests.policies.policy_support import Out, R
from tests.policies.test_rules import EVERY, Case
from tests.policies.test_unknowns import STEPS, Tally, passes, places

from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.sets.registry import RULES

pytestmark = pytest.mark.slow

BAD = [param for param in EVERY if param.values[1].violations]


def misread(program: list[R]) -> Iterator[tuple[str, list[R]]]:
    """The program with one value of a kind that it cannot have, for every value and every such kind."""
    yield from places(program, _of_other_kinds)


def _of_other_kinds(value: Any) -> Iterator[tuple[str, Any]]:
    """A number for a text is that text, as ARM reads it, and no other kind."""
    others = {"a number": 7, "a list": [7], "a text": "strange", "a map": {"strange": 7}}
    own = {
        str: {"a text", "a number"},
        Out: {"a text", "a number"},
        int: {"a number"},
        float: {"a number"},
        list: {"a list"},
        dict: {"a map"},
    }
    yield from ((kind, other) for kind, other in others.items() if kind not in own.get(type(value), ()))


@STEPS
@pytest.mark.parametrize(("rule", "case"), BAD)
def test_a_bad_case_with_something_unreadable_is_no_pass(rule: AnyRule, case: Case, step: int, tally: Tally) -> None:
    tried = tally(islice(misread(list(case.program)), 0, None, step))
    assert [where for where, program in tried if passes(rule, program, case.config)] == []


@STEPS
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_bad_example_with_something_unreadable_is_no_pass(rule: AnyRule, step: int, tally: Tally) -> None:
    for example in rule.bad:
        tried = tally(islice(misread(preview(example.program)), 0, None, step))
        assert [where for where, program in tried if passes(rule, program)] == []
