"""Serves a pack of these rules faster than the SDK's own host does.

The SDK takes every resource apart again for every policy: 0.13 s a resource policy and 0.2 s a stack policy for 3,600
resources. Here each request is opened once, resources of no interest not at all, and the policies are given the result.
What they then do, how they are configured and how they answer is the SDK's.
"""

import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from concurrent import futures
from datetime import date
from typing import Any, NoReturn

import grpc
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel

from hubspoke_policies._pulumi import CHANNEL_OPTIONS, Servicer
from hubspoke_policies.adapter.policies import new_session, policies
from hubspoke_policies.adapter.session import Session, provider_subscription, sharing
from hubspoke_policies.adapter.snapshot import PulumiResource
from hubspoke_policies.adapter.values import from_struct
from hubspoke_policies.base import AnyRule, RuleSettings

WORKERS = 4
_GRACE_SECONDS = 1.0


class Analyzer(Servicer):
    """The SDK's analyzer for packs made of our rules alone."""

    def __init__(
        self,
        name: str,
        version: str,
        rules: Sequence[AnyRule],
        settings: Mapping[str, RuleSettings] | None = None,
        *,
        today: date | None = None,
        **described: Any,
    ) -> None:
        self._session = new_session(rules, settings, today=today)
        made = policies(rules, session=self._session)
        super().__init__(name, version, made, EnforcementLevel.MANDATORY, **described)

    def Analyze(self, request: Any, context: Any) -> Any:  # noqa: N802 (gRPC's name)
        """One resource: remembered for later; judged at once where a rule over one document wants its type."""
        session = self._session
        if not session.wants(request.type):
            return proto.AnalyzeResponse()
        struct = request.properties
        session.remember(request.urn, lambda: _properties(struct))
        if not session.wants_document(request.type):
            return proto.AnalyzeResponse()
        seen = PulumiResource(
            request.urn,
            request.type,
            session.plain(_properties(struct)),
            subscription=_subscription(session, request),
        )
        base: Any = super()
        with sharing(seen=seen):
            return base.Analyze(proto.AnalyzeRequest(type=request.type, urn=request.urn, name=request.name), context)

    def AnalyzeStack(self, request: Any, context: Any) -> Any:  # noqa: N802 (gRPC's name)
        """The whole stack: one model for all policies."""
        session = self._session
        analysis = session.analysis([_seen(session, r) for r in request.resources if session.wants(r.type)])
        base: Any = super()
        with sharing(analysis=analysis):
            return base.AnalyzeStack(proto.AnalyzeStackRequest(), context)

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 (gRPC's name and signature)
        """Nothing is ever changed."""
        return proto.RemediateResponse()


def serve(analyzer: Analyzer) -> NoReturn:
    """Serve until interrupted, and end the process; prints the port on a line of its own, which the engine waits for.

    The interpreter is not taken down: now and then that waits for one of gRPC's threads for ever
    (https://github.com/grpc/grpc/issues/40620), and by then nothing is left to be written.
    """
    told, _tell = _interruption()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=WORKERS), options=CHANNEL_OPTIONS)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    told.recv(1)
    server.stop(0).wait(_GRACE_SECONDS)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _interruption() -> tuple[socket.socket, socket.socket]:
    """A socket that can be read from once the process is interrupted, and the end that has to be kept for it.

    Waiting for a lock would not do: where the system gives the signal to one of gRPC's threads that goes on, and the
    engine kills the pack only after five seconds. A host that lets an interrupt end the process at once keeps its way.
    """
    told, tell = socket.socketpair()
    tell.setblocking(False)
    signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: None)
    return told, tell


def _seen(session: Session, resource: Any) -> PulumiResource:
    candidates = {key: tuple(value.urns) for key, value in resource.propertyDependencies.items()}
    return session.complete(
        PulumiResource(
            resource.urn,
            resource.type,
            session.plain(_properties(resource.properties), candidates),
            candidates,
            _subscription(session, resource),
        )
    )


def _properties(struct: Any) -> dict[str, Any]:
    return {key: from_struct(value) for key, value in struct.fields.items()}


def _subscription(session: Session, message: Any) -> Any:
    if not message.HasField("provider"):
        return ""
    value = message.provider.properties.fields.get("subscriptionId")
    return "" if value is None else provider_subscription(session.plain({"subscriptionId": from_struct(value)}))
