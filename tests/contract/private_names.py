"""Finds, by their syntax, uses of names that a foreign package keeps to itself or may change without notice."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

FOREIGN = (
    "pulumi",
    "pulumi_policy",
    "pulumi_azure_native",
    "pydantic",
    "pydantic_core",
    "grpc",
    "google",
    "typer",
    "rich",
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
EXPERIMENTAL = ("pulumi.provider.experimental",)
"""Modules that say so themselves."""
INTERNAL = {
    "pulumi.resource.DependencyResource",
    "pulumi.runtime.config",
    "pulumi.runtime.rpc",
    "pulumi.runtime.settings",
}
"""Names without an underscore that their module says are for the SDK's own use, or that no reference documents."""


def uses(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each use in a module's source."""
    tree = ast.parse(source)
    bound = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            found = [_dotted(node, bound)]
        elif isinstance(node, ast.Call):
            found = [*_looked_up(node, bound), *_private_keywords(node, bound)]
        elif isinstance(node, ast.ClassDef):
            found = list(_overridden(node, bound))
        else:
            continue
        yield from ((node.lineno, name) for name in found if _is_private(name))


def offenders(folder: Path) -> list[str]:
    """Where a package's folder uses such a name outside of a `_pulumi.py`: file, line, name."""
    return [
        f"{path.relative_to(folder.parent)}:{line} {name}"
        for path in sorted(folder.rglob("*.py"))
        if path.name != "_pulumi.py"
        for line, name in sorted(set(uses(path.read_text(encoding="utf-8"))))
    ]


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a name of the module stands for, where it was imported from a foreign package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _dotted(node: ast.expr, bound: dict[str, str]) -> str:
    """The full name of an attribute of something imported; empty for anything else."""
    if isinstance(node, ast.Attribute):
        above = _dotted(node.value, bound)
        return f"{above}.{node.attr}" if above else ""
    if not isinstance(node, ast.Name):
        return ""
    # A parameter that is called as the package is one that the package is handed over in.
    return bound.get(node.id, node.id if node.id in FOREIGN else "")


def _looked_up(call: ast.Call, bound: dict[str, str]) -> Iterator[str]:
    """What `getattr` and its like ask for, and what `import_module` loads, where it is written as text."""
    name = ast.unparse(call.func).rpartition(".")[2]
    texts = [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if name in {"getattr", "setattr", "hasattr", "delattr"} and len(call.args) > 1 and texts:
        above = _dotted(call.args[0], bound)
        yield f"{above}.{texts[0]}" if above else ""
    elif name in {"import_module", "__import__"}:
        yield from texts[:1]


def _private_keywords(call: ast.Call, bound: dict[str, str]) -> Iterator[str]:
    """Arguments of a foreign function that begin with an underscore."""
    above = _dotted(call.func, bound)
    yield from (f"{above}.{item.arg}" for item in call.keywords if above and item.arg and item.arg.startswith("_"))


def _overridden(written: ast.ClassDef, bound: dict[str, str]) -> Iterator[str]:
    """Private members of a foreign class that a class derived from it puts its own in the place of."""
    for base in filter(None, (_dotted(base, bound) for base in written.bases)):
        module, _, name = base.rpartition(".")
        known = dir(getattr(import_module(module), name, None)) if module.partition(".")[0] in FOREIGN else []
        yield from (
            f"{base}.{item.name}" for item in written.body if isinstance(item, FUNCTIONS) and item.name in known
        )


def _is_private(name: str) -> bool:
    package, *rest = name.split(".")
    if package not in FOREIGN:
        return False
    if any(name == module or name.startswith(f"{module}.") for module in (*EXPERIMENTAL, *INTERNAL)):
        return True
    return any(part.startswith("_") and not (part.startswith("__") and part.endswith("__")) for part in rest)
