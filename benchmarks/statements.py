"""How many statements the packages have, counted in the syntax tree, docstrings left out. No module is generated.

    python benchmarks/statements.py [FOLDER]

FOLDER is a checkout, this one unless it is named, so that two commits can be compared.
"""

import ast
import sys
from pathlib import Path

PACKAGES = ("network", "components", "policies", "migration", "offline", "cli")


def statements(source: str) -> int:
    """The statements of a module, those inside of others among them, without the texts under what they declare."""
    return sum(isinstance(node, ast.stmt) and not _is_text(node) for node in ast.walk(ast.parse(source)))


def count(root: Path) -> dict[str, int]:
    """The statements of each package folder under `root`."""
    return {
        package: sum(
            statements(path.read_text(encoding="utf-8"))
            for path in (root / package).rglob("*.py")
            if "__pycache__" not in path.parts
        )
        for package in PACKAGES
    }


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def main() -> None:
    """Print the count of each package and the sum."""
    found = count(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
    for package, number in found.items():
        print(f"{package:12} {number:7,}")
    print(f"{'together':12} {sum(found.values()):7,}")


if __name__ == "__main__":
    main()
