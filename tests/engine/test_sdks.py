"""SDKs for other languages, against the compilers of those languages: `make prove` only."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from azure_offline.engine.go_tool import find_go
from azure_offline.engine.recipe_files import read_recipe
from azure_offline.host.codegen.build import ensure_codegen
from azure_offline.testing.project import OfflineProject

pytestmark = [pytest.mark.engine, pytest.mark.prove]

Make = Callable[..., OfflineProject]
REPOSITORY = Path(__file__).parents[2]
GUIDE = REPOSITORY / "docs" / "guides" / "other-languages.md"
SDK_VERSION = "3.270.0"


def _program(language: str) -> str:
    """The guide's program in a language."""
    return GUIDE.read_text(encoding="utf-8").split(f"```{language}\n")[1].partition("```")[0]


@pytest.fixture
def generated(offline_project: Make, tmp_path: Path) -> Callable[[str], Path]:
    """A function that generates the SDK of a language and returns its folder."""

    def generate(language: str) -> Path:
        plugin = tmp_path / "components"
        plugin.mkdir()
        shutil.copy2(REPOSITORY / "components" / "__main__.py", plugin)
        (plugin / "PulumiPlugin.yaml").write_text("runtime: python\n")
        ensure_codegen()
        project = offline_project("")
        project.must("package", "gen-sdk", str(plugin), "--language", language, "--out", str(tmp_path / "sdk"))
        return tmp_path / "sdk" / language

    return generate


def test_typescript_compiles_strictly(generated: Callable[[str], Path]) -> None:
    # `make setup` installs Python packages only. Without Node.js, or its registry, TypeScript stays unchecked on that
    # machine, and `docs/proved.md` counts one case less.
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    folder = generated("nodejs")
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", f"@pulumi/pulumi@{SDK_VERSION}"]
    if subprocess.run(install, cwd=folder, capture_output=True, check=False).returncode != 0:
        pytest.skip("npm cannot install @pulumi/pulumi here")

    _succeeds([str(folder / "node_modules/.bin/tsc"), "--strict", "-p", "."], folder)
    installed = folder / "node_modules" / "@pulumi" / "hubspoke"
    shutil.copytree(folder / "bin", installed)
    shutil.copy2(folder / "package.json", installed)
    (folder / "program.ts").write_text(_program("typescript"))
    modules = ["--module", "nodenext", "--moduleResolution", "nodenext", "--target", "es2022", "--skipLibCheck"]
    _succeeds([str(folder / "node_modules/.bin/tsc"), "--strict", "--noEmit", *modules, "program.ts"], folder)


def test_go_passes_vet(generated: Callable[[str], Path]) -> None:
    recipe = read_recipe()
    go = find_go(recipe.minimum_go)
    folder = generated("go")
    module = (folder / "go.mod").read_text().splitlines()[0]
    # The versions that the engine is built from are here already; the SDK asks for a somewhat older one.
    for name, content in recipe.files:
        (folder / name).write_text(content.decode().replace("module engine", module))
    (folder / "program").mkdir()
    (folder / "program" / "main.go").write_text(_program("go"))

    _succeeds([str(go), "vet", "./..."], folder, {"GOFLAGS": "-mod=mod", "GOWORK": "off", "CGO_ENABLED": "0"})


def _succeeds(command: list[str], folder: Path, variables: dict[str, str] | None = None) -> None:
    run = subprocess.run(command, cwd=folder, env=os.environ | (variables or {}), capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
