"""Ask the generators for an SDK."""

import base64
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from azure_offline.host.codegen.build import CodegenFailed, ensure_codegen

Language = Literal["python", "nodejs", "go"]
LANGUAGES: tuple[Language, ...] = ("python", "nodejs", "go")


@dataclass(frozen=True)
class SdkRequest:
    """An SDK to be written: the engine's request to a language host."""

    language: Language
    directory: str
    """Where to write; it exists, and is empty."""
    schema: str
    """The package's schema, as JSON."""
    loader_target: str
    """Address at which the engine serves the schemas of other packages."""
    extra_files: Mapping[str, bytes] = field(default_factory=dict)
    local_dependencies: Mapping[str, str] = field(default_factory=dict)
    local: bool = False
    """Whether the SDK will lie in the folder of the program that uses it."""


@dataclass(frozen=True)
class Diagnostic:
    """What the generators have to say about a schema. With an error nothing was written."""

    error: bool
    summary: str
    detail: str


def generate_sdk(request: SdkRequest) -> tuple[Diagnostic, ...]:
    """Write an SDK. Raises CodegenFailed where that fails for another reason than the schema."""
    document = {
        "language": request.language,
        "directory": request.directory,
        "schema": request.schema,
        "loaderTarget": request.loader_target,
        "extraFiles": {path: base64.b64encode(text).decode() for path, text in request.extra_files.items()},
        "localDependencies": dict(request.local_dependencies),
        "local": request.local,
    }
    answer = subprocess.run([ensure_codegen()], input=json.dumps(document), capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise CodegenFailed(*f"[HS606] {answer.stderr.strip()}".split("\n"))
    return tuple(Diagnostic(**found) for found in json.loads(answer.stdout))
