"""Requests to Azure with azure-native's retries, and its words for what comes back."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from azure_offline.arm.resources import parse_target
from azure_offline.arm.responses import Response
from azure_offline.provider.properties import ProviderError

NOTICE = "x-azure-offline-notice"
RETRIES = 3
"""Further attempts after the first. azure-native waits 20, 60 and 120 seconds before them, here the wait is virtual."""

_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_BUSY = "AnotherOperationInProgress"


class Call(Protocol):
    """What answers the attempts of one request: `azure_offline.arm.Arm`, a call that a fault strikes, or a fake."""

    def request(
        self,
        method: str,
        resource_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        api_version: str,
        query: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer one attempt; a refusal is a Response."""
        ...

    def wait_for_operations(self, resource_id: str, timeout: float = 30.0) -> None:
        """Block until no other operation is in progress there."""
        ...


class Backend(Protocol):
    """Azure behind the retries: `azure_offline.faults.calls.ArmWithFaults`, or a fake in a test."""

    def call(self, method: str, resource_id: str) -> Call:
        """What answers the attempts of one request."""
        ...


class Azure:
    """Azure behind its retries. `notices` receives what the offline Azure did not check: an ARM type, and the text."""

    def __init__(self, open_backend: Callable[[], Backend], notices: Callable[[str, str], None]) -> None:
        self._open = open_backend
        self._notices = notices
        self._lock = threading.Lock()
        self._backend: Backend | None = None
        self._cancelled = threading.Event()

    @property
    def backend(self) -> Backend:
        """The backend, opened when first asked: a preview that asks nothing of Azure does not open it."""
        with self._lock:
            if self._backend is None:
                self._backend = self._open()
            return self._backend

    def cancel(self) -> None:
        """Refuse every request from now on."""
        self._cancelled.set()

    def request(
        self,
        method: str,
        resource_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        api_version: str,
        query: Mapping[str, str] | None = None,
    ) -> Response:
        """One request with its retries; the last answer. Raises ProviderError once cancelled."""
        call = self.backend.call(method, resource_id)
        for attempt in range(RETRIES + 1):
            if self._cancelled.is_set():
                raise ProviderError("context canceled")
            response = call.request(method, resource_id, body, api_version=api_version, query=query or {})
            if not self._retried(response) or attempt == RETRIES:
                break
            if response.code == _BUSY:
                call.wait_for_operations(resource_id)
        if NOTICE in response.headers:
            self._tell(resource_id, response.headers[NOTICE])
        return response

    def _tell(self, resource_id: str, notice: str) -> None:
        target = parse_target(resource_id)
        self._notices(target.type if target else "", notice)

    @staticmethod
    def _retried(response: Response) -> bool:
        if response.accepted:
            return False
        return response.status in _RETRIED or (response.status == 409 and response.code == _BUSY)
