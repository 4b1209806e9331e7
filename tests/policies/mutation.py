"""Mutates the rules and says which mutants no case notices.

Comparisons, bounds, directions, truth values, and any and all, min and max are changed one
at a time, in the rules' modules and in those that rules share; then the cases are run again. Example programs and the
words of a rule are left alone. `python tests/policies/mutation.py [rule or module ...]` prints the survivors;
`survivors.yaml` holds those that are known, each with a reason, and `test_mutation.py` compares.
"""

import ast
import copy
import signal
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.policies.policy_cases import Case
from tests.policies.test_rules import CASES, judged

from hubspoke_policies.base.rule import AnyRule
from hubspoke_policies.reading import surroundings
from hubspoke_policies.sets.registry import RULES

SWAPS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
HELPERS = (
    "connected",
    "gateways",
    "group_findings",
    "groups",
    "intent",
    "office365",
    "peerings",
    "references",
    "subnets",
    "surroundings",
)
"""Modules that hold parts of several rules."""

DIRECTIONS = {"Inbound": "Outbound", "Outbound": "Inbound"}
OPPOSITES = {"any": "all", "all": "any", "min": "max", "max": "min"}
SIDES: dict[type[ast.operator], tuple[str, ...]] = {
    ast.BitOr: ("left", "right"),
    ast.BitAnd: ("left", "right"),
    ast.Sub: ("left",),
}
"""What is left of a union, a cut or a difference of sets, and of a choice of types."""

COVERED = (ast.Compare, ast.BoolOp, ast.UnaryOp)
"""Tests that are changed by themselves."""

EXAMPLES = {"RULE", "ONE_END", "_on", "peered", "gateway_program", "vpn_program"}
"""Names that make example programs, and the record with a rule's words."""

SECONDS = 30
"""What takes longer does not end: noticed."""


@dataclass(frozen=True)
class Mutant:
    """One change in a rule's module or a shared one. `place` is the text of the changed line, not its number."""

    where: str
    place: str
    change: str

    def __str__(self) -> str:
        return f"{self.where} | {self.place} | {self.change}"


class Endless(BaseException):
    """A mutant that does not end."""


def described(where: str) -> list[Mutant]:
    """Every mutant of a rule (by its id) or of a shared module."""
    return [mutant for _, mutant in _described(where, Path(_module(where).__file__ or ""))]


def survivors(where: str) -> list[Mutant]:
    """The mutants that no case notices."""
    module = _module(where)
    found = _rule_survivors(where, module) if where in CASES else _helper_survivors(where, module)
    surroundings._anywhere.cache_clear()
    return list(found)


def _module(where: str) -> types.ModuleType:
    folder = "rules" if where in CASES else "reading"
    return import_module(f"hubspoke_policies.{folder}.{where.replace('-', '_')}")


def _rule_survivors(rule_id: str, module: types.ModuleType) -> Iterator[Mutant]:
    for mutant, tree in _mutants(rule_id, Path(module.__file__ or "")):
        namespace = _executed(tree, module)
        if namespace is not None and survives(namespace["RULE"], CASES[rule_id]):
            yield mutant


def _helper_survivors(name: str, module: types.ModuleType) -> Iterator[Mutant]:
    own = dict(_functions(vars(module), module.__name__))
    asked = [(rule, case) for rule in RULES for case in CASES[rule.id]]
    for mutant, tree in _mutants(name, Path(module.__file__ or "")):
        changed = dict(_functions(_executed(tree, module) or {}, module.__name__))
        for path in changed.keys() & own.keys():
            original, code = own[path].__code__, changed[path].__code__
            if code == original:
                continue
            own[path].__code__ = code
            noticed = next((pair for pair in asked if not survives(pair[0], [pair[1]])), None)
            own[path].__code__ = original
            if noticed is None:
                yield mutant
            else:  # what noticed one change is likely to notice the next
                asked.remove(noticed)
                asked.insert(0, noticed)


def survives(rule: AnyRule, cases: list[Case]) -> bool:
    """Whether every one of these cases of the rule comes out as it should."""
    surroundings._anywhere.cache_clear()
    try:
        with _limited():
            return all(_as_expected(rule, case) for case in cases)
    except (Exception, Endless):  # noqa: BLE001 (a crash outside the rules is noticed as well)
        return False


def _as_expected(rule: AnyRule, case: Case) -> bool:
    told, undecided, not_applicable = judged(rule, case.program, case, ours=True)
    if (told, undecided) != (sorted(case.violations), sorted(case.undecided)):
        return False
    return rule.scope == "document" or not_applicable == case.not_applicable


@contextmanager
def _limited() -> Iterator[None]:
    def end(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _mutants(where: str, path: Path) -> Iterator[tuple[Mutant, ast.Module]]:
    tree = ast.parse(path.read_text())
    for index, mutant in _described(where, path):
        mutated = copy.deepcopy(tree)
        _apply(list(_nodes(mutated))[index], mutant.change.partition(" #")[0])
        yield mutant, mutated


def _described(where: str, path: Path) -> Iterator[tuple[int, Mutant]]:
    """Every mutant, with the place of its node among those that may be changed."""
    source = path.read_text()
    lines = source.splitlines()
    seen: dict[Mutant, int] = {}
    for index, node, change in _changes(ast.parse(source)):
        yield index, _numbered(Mutant(where, lines[node.lineno - 1].strip(), change), seen)


def _numbered(mutant: Mutant, seen: dict[Mutant, int]) -> Mutant:
    """The mutant, told apart from others of the same change on the same text."""
    seen[mutant] = seen.get(mutant, 0) + 1
    return mutant if seen[mutant] == 1 else Mutant(mutant.where, mutant.place, f"{mutant.change} #{seen[mutant]}")


def _nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """What may be changed, in a fixed order: everything but annotations, decorators, words and example programs."""
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            if statement.name not in EXAMPLES:
                yield from _below(statement)
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if not any(isinstance(target, ast.Name) and target.id in EXAMPLES for target in targets):
                yield from ast.walk(statement.value)


def _below(statement: ast.FunctionDef | ast.ClassDef) -> Iterator[ast.AST]:
    for inner in statement.body:
        if isinstance(inner, ast.FunctionDef | ast.ClassDef):
            yield from _below(inner)
        elif isinstance(inner, ast.AnnAssign):
            yield from ast.walk(inner.value) if inner.value is not None else ()
        else:
            yield from ast.walk(inner)


def _changes(tree: ast.Module) -> Iterator[tuple[int, Any, str]]:
    for index, node in enumerate(_nodes(tree)):
        yield from ((index, node, change) for change in _changes_of(node))


def _changes_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            yield from (f"{type(operator).__name__} {place} to {other.__name__}" for other in SWAPS[type(operator)])
    elif isinstance(node, ast.BoolOp):
        yield "And to Or" if isinstance(node.op, ast.And) else "Or to And"
    elif isinstance(node, ast.BinOp):
        yield from (f"{type(node.op).__name__} to {side}" for side in SIDES.get(type(node.op), ()))
    else:
        yield from _other_changes(node)


def _other_changes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not"
    elif isinstance(node, ast.Constant) and (isinstance(node.value, int) or node.value in DIRECTIONS):
        yield f"{node.value} to {_changed(node.value)}"
    elif isinstance(node, ast.Name) and node.id in OPPOSITES:
        yield f"{node.id} to {OPPOSITES[node.id]}"
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, COVERED):
        yield "if to if not"


def _changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else DIRECTIONS[value]


def _apply(node: Any, change: str) -> None:
    if isinstance(node, ast.Compare):
        _, place, _, name = change.split(" ")
        node.ops[int(place)] = getattr(ast, name)()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Name):
        node.id = OPPOSITES[node.id]
    elif isinstance(node, ast.BinOp):
        kept = node.left if change.endswith("left") else node.right
        node.left, node.op, node.right = kept, ast.BitOr(), copy.deepcopy(kept)  # x | x is x, of sets and of types
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        node.value = _changed(node.value)


def _executed(tree: ast.Module, module: types.ModuleType) -> dict[str, Any] | None:
    """The namespace of a mutated module; None where running it fails, which every test notices."""
    made = types.ModuleType(module.__name__)
    made.__file__ = module.__file__
    try:
        exec(compile(ast.fix_missing_locations(tree), module.__file__ or "", "exec"), vars(made))
    except Exception:  # noqa: BLE001 (however it fails)
        return None
    return vars(made)


def _functions(namespace: dict[str, Any], module: str) -> Iterator[tuple[str, Any]]:
    """Functions and methods by path, those behind a cache or a property too."""
    for name, value in list(namespace.items()):
        if isinstance(value, type) and value.__module__ == module:
            yield from ((f"{name}.{path}", function) for path, function in _functions(dict(vars(value)), module))
        value = getattr(value, "__wrapped__", getattr(value, "fget", value))
        if isinstance(value, types.FunctionType) and value.__module__ == module:
            yield name, value


if __name__ == "__main__":
    total = 0
    for where in sys.argv[1:] or [*CASES, *HELPERS]:
        left, many = survivors(where), len(described(where))
        total += many
        sys.stdout.write(f"# {where}: {len(left)} of {many}\n" + "".join(f"{mutant}\n" for mutant in left))
        sys.stdout.flush()
    sys.stdout.write(f"# {total} mutants\n")
