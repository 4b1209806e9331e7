"""A bad program with a part of it not known is never a pass: what is not known may be what was written there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from tests.policies.policy_preview import preview
from tests.policies.policy_support import Out, R, configure, new_analyzer, run
from tests.policies.test_rules import EVERY, Case

from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.sets.registry import RULES

BAD = [param for param in EVERY if param.values[1].violations]
PATH = ("resourceGroupName",)

pytestmark = pytest.mark.slow

STEPS = pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.prove, id="all")])
"""Of so many places in a program one is tried."""


Tried = tuple[str, list[R]]
Tally = Callable[[Iterable[Tried]], list[Tried]]


def blurred(program: list[R]) -> Iterator[tuple[str, list[R]]]:
    """The program with one leaf, list or object made unknown, for every one of them.

    Once the engine still says which resources the value comes from, once nobody does.
    """
    return places(
        program, lambda value: [("", Out(_named(value))), *([("whatever", Out(()))] if _named(value) else [])]
    )


def places(program: list[R], others: Callable[[Any], Iterable[tuple[str, Any]]]) -> Iterator[tuple[str, list[R]]]:
    """The program with one value replaced by each of its `others`, which come with a name, for every value there is."""
    for index, resource in enumerate(program):
        for where, inputs in _replaced(dict(resource.inputs), others):
            if not where.startswith(PATH):
                yield (
                    f"{resource.name} {where}",
                    [*program[:index], replace(resource, inputs=inputs), *program[index + 1 :]],
                )


def _replaced(value: Any, others: Callable[[Any], Iterable[tuple[str, Any]]]) -> Iterator[tuple[str, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in entries:
        for where, other in [*others(item), *_replaced(item, others)]:
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = other
            yield f"{key}.{where}".rstrip("."), copy


def _named(value: Any) -> tuple[str, ...]:
    if isinstance(value, Out):
        return value.of
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return tuple(dict.fromkeys(name for item in items for name in _named(item)))


def passes(rule: AnyRule, program: list[R], config: Any = None) -> bool:
    analyzer = new_analyzer([rule])
    if config:
        configure(analyzer, {rule.id: config}, [rule])
    return not run(analyzer, program).diagnostics


@STEPS
@pytest.mark.parametrize(("rule", "case"), BAD)
def test_a_bad_case_with_something_unknown_is_no_pass(rule: AnyRule, case: Case, step: int, tally: Tally) -> None:
    tried = tally(islice(blurred(list(case.program)), 0, None, step))
    assert [where for where, program in tried if passes(rule, program, case.config)] == []


@STEPS
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_bad_example_with_something_unknown_is_no_pass(rule: AnyRule, step: int, tally: Tally) -> None:
    for example in rule.bad:
        tried = tally(islice(blurred(preview(example.program)), 0, None, step))
        assert [where for where, program in tried if passes(rule, program)] == []
