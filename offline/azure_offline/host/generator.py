"""Generates SDKs when the engine asks for them."""

# ruff: noqa: ARG002, N802 - names and signatures are those of the service

from importlib.metadata import version

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2
from pulumi.runtime.proto.codegen import hcl_pb2

from azure_offline.host.codegen.generate import Language, SdkRequest, generate_sdk
from hubspoke_network.core import HubspokeError


class SdkGenerator(language_pb2_grpc.LanguageRuntimeServicer):
    """The part of a language host that makes SDKs; all there is for languages whose programs are not run here."""

    language: Language = "python"

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        """Take note of nothing: what is needed comes with each request."""
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Return the version of the SDK whose stubs are served."""
        return plugin_pb2.PluginInfo(version=version("pulumi"))

    def GeneratePackage(
        self, request: language_pb2.GeneratePackageRequest, context: grpc.ServicerContext
    ) -> language_pb2.GeneratePackageResponse:
        """Write the SDK of a package."""
        response = language_pb2.GeneratePackageResponse()
        try:
            found = generate_sdk(
                SdkRequest(
                    self.language,
                    request.directory,
                    request.schema,
                    request.loader_target,
                    dict(request.extra_files),
                    dict(request.local_dependencies),
                    request.local,
                )
            )
        except (HubspokeError, OSError) as error:
            context.set_code(grpc.StatusCode.FAILED_PRECONDITION)
            context.set_details(str(error))
            return response
        for one in found:
            severity = hcl_pb2.DIAG_ERROR if one.error else hcl_pb2.DIAG_WARNING
            response.diagnostics.add(severity=severity, summary=one.summary, detail=one.detail)
        return response

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Acknowledge. The engine ends what it has started itself, by ending the calls."""
        return empty_pb2.Empty()


class ForeignLanguage(SdkGenerator):
    """Stands for the host of a language whose programs need the official one: it makes SDKs, and says the rest."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        """Refuse: a program is about to be run."""
        context.set_code(grpc.StatusCode.FAILED_PRECONDITION)
        context.set_details(
            f"programs in {self.language} need the language host that comes with an installed Pulumi; only SDKs are"
            " generated here"
        )
        return language_pb2.GetRequiredPackagesResponse()
