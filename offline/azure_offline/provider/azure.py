"""Requests to Azure with azure-native's retries, and its words for what comes back."""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from azure_offline.provider.properties.failures import ProviderError

if TYPE_CHECKING:  # the offline ARM is loaded when a request needs it; most previews need none
    from azure_offline.arm.responses import Response

NOTICE = "x-azure-offline-notice"
RETRIES = 3
"""Further attempts after the first. azure-native waits 20, 60 and 120 seconds before them, here the wait is virtual."""

_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_BUSY = "AnotherOperationInProgress"


class Backend(Protocol):
    """What answers the requests: `azure_offline.arm.Arm`, or a fake in a test."""

    def request(
        self,
        method: str,
        resource_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        api_version: str,
        query: Mapping[str, str] | None = None,
    ) -> "Response":
        """Answer one request; a refusal is a Response."""
        ...

    def wait_for_operations(self, resource_id: str, timeout: float = 30.0) -> None:
        """Block until no other operation is in progress there."""
        ...


@runtime_checkable
class Disturbed(Protocol):
    """A backend in which faults strike some calls: one request with its retries is one call."""

    def call(self, method: str, resource_id: str) -> Backend:
        """What answers the attempts of this call."""
        ...

    def at_once(self) -> AbstractContextManager[object] | None:
        """One transaction for the requests of one operation; None where one of them might have to wait or be struck."""
        ...


class Azure:
    """Azure behind its retries. `notices` receives what the offline Azure did not check: an ARM type, and the text."""

    def __init__(self, open_backend: Callable[[], Backend], notices: Callable[[str, str], None]) -> None:
        self._open = open_backend
        self._notices = notices
        self._lock = threading.Lock()
        self._backend: Backend | None = None
        self._disturbed: Disturbed | None = None
        self._cancelled = threading.Event()

    @property
    def is_open(self) -> bool:
        """Whether the backend has been opened, which may have to wait for the store's file."""
        return self._backend is not None

    @property
    def backend(self) -> Backend:
        """The backend, opened when first asked: a preview that asks nothing of Azure does not open it."""
        if self._backend is not None:
            return self._backend
        with self._lock:
            if self._backend is None:
                opened = self._open()
                self._disturbed = opened if isinstance(opened, Disturbed) else None
                self._backend = opened
            return self._backend

    def at_once(self) -> AbstractContextManager[object] | None:
        """What makes the requests of this thread one transaction that waits for nobody; None where that cannot be."""
        _ = self.backend  # opened where this is the first that asks
        return self._disturbed.at_once() if self._disturbed is not None else None

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
    ) -> "Response":
        """One request with its retries; the last answer. Raises ProviderError once cancelled."""
        backend = self.backend
        if self._disturbed is not None:
            backend = self._disturbed.call(method, resource_id)
        for attempt in range(RETRIES + 1):
            if self._cancelled.is_set():
                raise ProviderError("context canceled")
            response = backend.request(method, resource_id, body, api_version=api_version, query=query or {})
            if not self._retried(response) or attempt == RETRIES:
                break
            if response.code == _BUSY:
                backend.wait_for_operations(resource_id)
        if NOTICE in response.headers:
            self._tell(resource_id, response.headers[NOTICE])
        return response

    def _tell(self, resource_id: str, notice: str) -> None:
        from azure_offline.arm.resources.targets import parse_target

        target = parse_target(resource_id)
        self._notices(target.type if target else "", notice)

    @staticmethod
    def _retried(response: "Response") -> bool:
        if response.accepted:
            return False
        return response.status in _RETRIED or (response.status == 409 and response.code == _BUSY)
