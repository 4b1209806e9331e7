"""Mutates the bodies of the rules and says which mutants no case notices.

Comparisons, bounds, directions and truth values in functions are changed one at a time; the cases of the rule, and its
examples' programs, are then run again. `python tests/policies/mutation.py [rule ...]` prints the survivors;
`survivors.yaml` holds those that are known, each with a reason, and `test_mutation.py` compares.
"""

import ast
import copy
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from test_rules import CASES, judged  # noqa: E402 (the folder must be importable first)

from hubspoke_policies import surroundings  # noqa: E402
from hubspoke_policies.registry import RULES  # noqa: E402
from hubspoke_policies.rule import AnyRule  # noqa: E402

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
    "reading",
    "subnets",
    "surroundings",
)
"""Modules that hold parts of several rules."""

DIRECTIONS = {"Inbound": "Outbound", "Outbound": "Inbound"}


@dataclass(frozen=True)
class Mutant:
    """One change in a rule, or in a module that rules share. `place` is the changed line's text, which stays the same when lines move."""

    where: str
    place: str
    change: str

    def __str__(self) -> str:
        return f"{self.where} | {self.place} | {self.change}"


def mutants(module: Any, rule: AnyRule) -> Iterator[tuple[Mutant, AnyRule]]:
    """Every mutant of a rule's module, with the mutated rule."""
    source = Path(module.__file__).read_text()
    lines = source.splitlines()
    tree = ast.parse(source)
    seen: dict[Mutant, int] = {}
    for index, node, change in _changes(tree):
        mutated = copy.deepcopy(tree)
        _apply(list(_nodes(mutated))[index], change)
        described = _numbered(Mutant(rule.id, lines[node.lineno - 1].strip(), change), seen)
        namespace = _executed(mutated, module)
        if namespace is not None:  # what cannot even be imported, every test notices
            yield described, namespace["RULE"]


def _numbered(mutant: Mutant, seen: dict[Mutant, int]) -> Mutant:
    """The mutant, told apart from others of the same change on the same text."""
    seen[mutant] = seen.get(mutant, 0) + 1
    return mutant if seen[mutant] == 1 else Mutant(mutant.where, mutant.place, f"{mutant.change} #{seen[mutant]}")


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes inside functions, in a fixed order."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                yield from ast.walk(statement)


def _changes(tree: ast.AST) -> Iterator[tuple[int, Any, str]]:
    for index, node in enumerate(_nodes(tree)):
        if isinstance(node, ast.Compare):
            for place, operator in enumerate(node.ops):
                for other in SWAPS[type(operator)]:
                    yield index, node, f"{type(operator).__name__} {place} to {other.__name__}"
        elif isinstance(node, ast.BoolOp):
            yield index, node, "And to Or" if isinstance(node.op, ast.And) else "Or to And"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield index, node, "without not"
        elif isinstance(node, ast.Constant) and (isinstance(node.value, int) or node.value in DIRECTIONS):
            yield index, node, f"{node.value} to {_changed(node.value)}"


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
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    else:
        node.value = _changed(node.value)


def _executed(tree: ast.Module, module: Any) -> dict[str, Any] | None:
    """The namespace of a mutated module; None where running it fails."""
    made = types.ModuleType(module.__name__)
    made.__file__ = module.__file__
    try:
        exec(compile(ast.fix_missing_locations(tree), module.__file__, "exec"), vars(made))
    except Exception:  # noqa: BLE001 (however it fails)
        return None
    return vars(made)


def survives(rule: AnyRule) -> bool:
    """Whether every case of the rule comes out as it should."""
    for case in CASES[rule.id]:
        try:
            told, undecided, not_applicable = judged(rule, case.program, case, ours=True)
        except Exception:  # noqa: BLE001 (a crash outside the rules is noticed as well)
            return False
        if (told, undecided) != (sorted(case.violations), sorted(case.undecided)):
            return False
        if rule.scope == "relation" and not_applicable != case.not_applicable:
            return False
    return True


def rule_survivors(rule: AnyRule) -> tuple[list[Mutant], int]:
    """The mutants of a rule's own module that no case notices, and how many there were."""
    module = import_module(rule.check.check.__module__)
    made = list(mutants(module, rule))
    return [described for described, changed in made if survives(changed)], len(made)


def helper_survivors(name: str) -> tuple[list[Mutant], int]:
    """The mutants of a module that rules share, which no case of any rule notices, and how many there were."""
    module = import_module(f"hubspoke_policies.{name}")
    found, count = [], 0
    for described, function, code in _helper_mutants(name, module):
        count += 1
        original, function.__code__ = function.__code__, code
        surroundings._anywhere.cache_clear()
        if all(survives(rule) for rule in RULES):
            found.append(described)
        function.__code__ = original
    surroundings._anywhere.cache_clear()
    return found, count


def _helper_mutants(name: str, module: Any) -> Iterator[tuple[Mutant, Any, types.CodeType]]:
    lines = Path(module.__file__).read_text().splitlines()
    tree = ast.parse("\n".join(lines))
    own = dict(_functions(vars(module), module.__name__))
    seen: dict[Mutant, int] = {}
    for index, node, change in _changes(tree):
        mutated = copy.deepcopy(tree)
        _apply(list(_nodes(mutated))[index], change)
        described = _numbered(Mutant(name, lines[node.lineno - 1].strip(), change), seen)
        namespace = _executed(mutated, module)
        for path, function in _functions(namespace or {}, module.__name__):
            if path in own and function.__code__.co_code + repr(function.__code__.co_consts).encode() != _body(
                own[path]
            ):
                yield described, own[path], function.__code__


def _body(function: Any) -> bytes:
    return bytes(function.__code__.co_code + repr(function.__code__.co_consts).encode())


def _functions(namespace: dict[str, Any], module: str) -> Iterator[tuple[str, Any]]:
    """Functions and methods by path, those behind a cache or a property too."""
    for name, value in list(namespace.items()):
        if isinstance(value, type) and value.__module__ == module:
            yield from ((f"{name}.{path}", function) for path, function in _functions(dict(vars(value)), module))
        value = getattr(value, "__wrapped__", getattr(value, "fget", value))
        if isinstance(value, types.FunctionType) and value.__module__ == module:
            yield name, value


if __name__ == "__main__":
    wanted = set(sys.argv[1:])
    total = 0
    jobs = [(rule.id, lambda rule=rule: rule_survivors(rule)) for rule in RULES]
    jobs += [(name, lambda name=name: helper_survivors(name)) for name in HELPERS]
    for title, job in jobs:
        if not wanted or title in wanted:
            left, many = job()
            total += many
            sys.stdout.write(f"# {title}: {len(left)} of {many}\n" + "".join(f"{mutant}\n" for mutant in left))
            sys.stdout.flush()
    sys.stdout.write(f"# {total} mutants\n")
