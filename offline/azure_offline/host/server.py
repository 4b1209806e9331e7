"""The service that the engine calls."""

# ruff: noqa: ARG002, N802 - names and signatures are those of the service

import json
import os
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import grpc
from google.protobuf import json_format
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, language_pb2

from azure_offline.host.children import Children, child_command, output_of
from azure_offline.host.generator import SdkGenerator
from azure_offline.host.install import install_dependencies, link_packages
from azure_offline.host.packages import distributions, required_plugins
from azure_offline.host.python_environment import (
    EnvironmentNotFound,
    PythonEnvironment,
    default_environment,
    python_environment,
)

ERROR_REPORTED = 32
"""A program's exit code when its error has been reported to the engine already."""


class LanguageHost(SdkGenerator):
    """Runs Python programs, policy packs and plugins for the engine at `engine_address`."""

    def __init__(self, engine_address: str, children: Children) -> None:
        self._engine_address = engine_address
        self._children = children
        self._noticed: set[str] = set()

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        """Take the engine's address, which is the same as on the command line."""
        self._engine_address = request.engine_address or self._engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        """Return the providers that the program's installed SDKs need and that are installed here.

        A provider that is missing is left out. The engine would fail at once, as nothing is downloaded offline,
        although the program may never use it; if it does, the engine names the missing provider then.
        """
        response = language_pb2.GetRequiredPackagesResponse()
        with _failing(context):
            for plugin in required_plugins(self._environment(request.info)):
                if not _is_installed(plugin.name, plugin.version):
                    continue
                package = response.packages.add(
                    name=plugin.name, kind="resource", version=f"v{plugin.version}", server=plugin.server
                )
                if plugin.parameterization is not None:
                    package.parameterization.CopyFrom(
                        json_format.ParseDict(plugin.parameterization, package.parameterization)
                    )
        return response

    def GetRequiredPlugins(
        self, request: language_pb2.GetRequiredPluginsRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPluginsResponse:
        """Answer older engines, which do not ask for packages."""
        packages = self.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=request.info), context)
        response = language_pb2.GetRequiredPluginsResponse()
        for package in packages.packages:
            response.plugins.add(name=package.name, kind=package.kind, version=package.version, server=package.server)
        return response

    def Run(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        """Run a program to its end. Its output goes where this process's output goes, which the engine reads."""
        with _failing(context):
            environment = self._environment(request.info)
            variables = environment.variables(os.environ)
            variables["PULUMI_CONFIG"] = json.dumps(dict(request.config))
            variables["PULUMI_CONFIG_SECRET_KEYS"] = json.dumps(list(request.configSecretKeys))
            command = child_command(environment, "program", *_program_words(request, self._engine_address))
            process = self._children.start(command, folder=_folder(request.pwd), variables=variables)
        context.add_callback(lambda: self._children.end(process))
        code = self._children.wait(process)
        if code == 0:
            return language_pb2.RunResponse()
        if code == ERROR_REPORTED:
            return language_pb2.RunResponse(bail=True)
        if code < 0:
            return language_pb2.RunResponse(error=f"The program was ended by signal {-code}")
        return language_pb2.RunResponse(error=f"The program ended with exit code {code}")

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a policy pack or a plugin, and pass on what it writes, then its exit code."""
        with _failing(context):
            folder = request.info.program_directory or request.program
            environment = self._environment(request.info)
            given = dict(entry.split("=", 1) for entry in request.env if "=" in entry)
            if request.kind == "analyzer":
                command = child_command(environment, "policy", *request.args, folder)
            else:
                command = _plugin_command(environment, folder, request.args)
            process = self._children.start(
                command,
                folder=_folder(folder if request.kind == "analyzer" else request.pwd),
                variables=environment.variables(given or os.environ),
                captured=True,
            )
        context.add_callback(lambda: self._children.end(process))
        for stream, data in output_of(process):
            if stream == "stdout":
                yield language_pb2.RunPluginResponse(stdout=data)
            else:
                yield language_pb2.RunPluginResponse(stderr=data)
        yield language_pb2.RunPluginResponse(exitcode=self._children.wait(process))

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Install what the program requires into the environment that its options name."""
        folder = Path(request.directory or request.info.program_directory)
        options = _options(request.info)
        with _failing(context):
            chunks = install_dependencies(
                self._children, options, Path(request.info.root_directory or folder), folder, os.environ
            )
            for stream, data in chunks:
                yield language_pb2.InstallDependenciesResponse(**{stream: data})

    def Link(self, request: language_pb2.LinkRequest, context: grpc.ServicerContext) -> language_pb2.LinkResponse:
        """Add local SDKs to the program's requirements, and say how to import them."""
        link_packages(Path(request.info.program_directory), [package.path for package in request.packages])
        names = [package.package.parameterization.name or package.package.name for package in request.packages]
        lines = [f"  import pulumi_{name.replace('-', '_')} as {name.replace('-', '_')}" for name in names]
        return language_pb2.LinkResponse(import_instructions="\n".join(["In a Python program, write:", "", *lines, ""]))

    def About(self, request: language_pb2.AboutRequest, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        """Return the program's Python and its version."""
        with _failing(context):
            environment = self._environment(request.info)
            script = "import platform; print(platform.python_version())"
            answer = subprocess.run([environment.python, "-c", script], capture_output=True, text=True, check=True)
            return language_pb2.AboutResponse(
                executable=str(environment.python),
                version=answer.stdout.strip(),
                metadata={"host": "azure_offline.host"},
            )

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        """Return every distribution of the program's environment; which ones are direct is not told apart."""
        response = language_pb2.GetProgramDependenciesResponse()
        with _failing(context):
            for name, version in distributions(self._environment(request.info)):
                response.dependencies.add(name=name, version=version)
        return response

    def RuntimeOptionsPrompts(
        self, request: language_pb2.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> language_pb2.RuntimeOptionsResponse:
        """Ask nothing: every option has a default."""
        return language_pb2.RuntimeOptionsResponse()

    def _environment(self, info: language_pb2.ProgramInfo) -> PythonEnvironment:
        if not info.program_directory:
            return default_environment()
        root = Path(info.root_directory or info.program_directory)
        environment = python_environment(_options(info), root, Path(info.program_directory))
        if environment.notice and environment.notice not in self._noticed:
            self._noticed.add(environment.notice)
            self._log(environment.notice)
        return environment

    def _log(self, message: str) -> None:
        """Show a message among the run's diagnostics."""
        with grpc.insecure_channel(self._engine_address) as channel:
            engine = engine_pb2_grpc.EngineStub(channel)
            engine.Log(engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=message), timeout=10)


def _program_words(request: language_pb2.RunRequest, engine_address: str) -> list[str]:
    options = {
        "monitor": request.monitor_address,
        "engine": engine_address,
        "project": request.project,
        "stack": request.stack,
        "organization": request.organization,
        "root_directory": request.info.root_directory,
        "pwd": request.pwd,
        "dry_run": "true" if request.dryRun else "false",
        "parallel": str(request.parallel),
    }
    program = Path(request.info.program_directory, request.info.entry_point or request.program or ".")
    return [*(f"--{name}={value}" for name, value in options.items()), "--", str(program), *request.args]


def _plugin_command(environment: PythonEnvironment, folder: str, arguments: Sequence[str]) -> list[str]:
    """A folder with `__main__.py` is run; any other one is a package whose components the SDK serves."""
    project = Path(folder) / "pyproject.toml"
    if (Path(folder) / "__main__.py").is_file() or not project.is_file():
        return child_command(environment, "path", folder, *arguments)
    name = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {}).get("name", "")
    if not name:
        return child_command(environment, "path", folder, *arguments)
    return child_command(environment, "module", "pulumi.run.plugin", str(name), *arguments)


def _is_installed(name: str, version: str) -> bool:
    plugins = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi") / "plugins"
    return (plugins / f"resource-{name}-v{version}").is_dir()


def _options(info: language_pb2.ProgramInfo) -> Mapping[str, object]:
    return cast("Mapping[str, object]", json_format.MessageToDict(info.options))


def _folder(path: str) -> Path | None:
    return Path(path) if path else None


@contextmanager
def _failing(context: grpc.ServicerContext) -> Iterator[None]:
    """Turn what goes wrong in the user's surroundings into an error of the call, in plain words."""
    try:
        yield
    except (EnvironmentNotFound, OSError, subprocess.CalledProcessError) as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
