"""What is installed in a Python environment: its distributions, and the Pulumi providers that they need."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from azure_offline.host.python_environment import PythonEnvironment

_LIST_DISTRIBUTIONS = (
    "import importlib.metadata as m, json;"
    "print(json.dumps(sorted({(d.metadata['Name'], d.version) for d in m.distributions() if d.metadata['Name']})))"
)


@dataclass(frozen=True)
class RequiredPlugin:
    """A provider that an installed SDK names in its `pulumi-plugin.json`."""

    name: str
    version: str
    server: str
    parameterization: dict[str, str] | None


def site_folders(environment: PythonEnvironment) -> tuple[Path, ...]:
    """Return the folders in which an environment finds packages, those of editable installations included."""
    if environment.virtualenv is not None:
        sites = sorted((environment.virtualenv / "lib").glob("python3*/site-packages"))
    else:
        command = [str(environment.python), "-c", "import sys; print('\\n'.join(sys.path[1:]))"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        sites = [Path(line) for line in answer.stdout.splitlines() if line]
    links = [Path(line.strip()) for site in sites for file in sorted(site.glob("*.pth")) for line in _lines(file)]
    return (*sites, *(link for link in links if link.is_absolute() and link.is_dir()))


def required_plugins(environment: PythonEnvironment) -> Iterator[RequiredPlugin]:
    """Yield the providers that the installed SDKs need, each once."""
    seen: set[tuple[str, str]] = set()
    for site in site_folders(environment):
        for file in sorted(site.glob("*/pulumi-plugin.json")):
            plugin = _read_plugin(file)
            if plugin is not None and (plugin.name, plugin.version) not in seen:
                seen.add((plugin.name, plugin.version))
                yield plugin


def distributions(environment: PythonEnvironment) -> list[tuple[str, str]]:
    """Return name and version of every distribution in an environment, sorted."""
    answer = subprocess.run([environment.python, "-c", _LIST_DISTRIBUTIONS], capture_output=True, text=True, check=True)
    return [(name, version) for name, version in json.loads(answer.stdout)]


def _read_plugin(file: Path) -> RequiredPlugin | None:
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not content.get("resource"):
        return None
    package = file.parent.name
    version = str(content.get("version") or "") or _distribution_version(file.parent)
    parameterization = content.get("parameterization")
    return RequiredPlugin(
        name=str(content.get("name") or package.removeprefix("pulumi_").replace("_", "-")),
        version=version,
        server=str(content.get("server") or ""),
        parameterization=cast("dict[str, str]", parameterization) if isinstance(parameterization, dict) else None,
    )


def _distribution_version(package: Path) -> str:
    """Return the version in the name of the package's metadata folder, or an empty text."""
    folder = next(iter(package.parent.glob(f"{package.name}-*.dist-info")), None)
    return folder.name.removesuffix(".dist-info").rpartition("-")[2] if folder is not None else ""


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines()
