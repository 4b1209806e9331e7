"""Makes faults happen: stands between azure-native's retries and the offline Azure."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from azure_offline.arm import Arm, Response
from azure_offline.faults.planned import Fault, Faults
from hubspoke_network.refusals import WORDING_MARK

Crash = Callable[[Fault], None]
"""Ends the processes that a fault is to end; it returns only in tests."""

_THROTTLED = "A retryable error occurred."
_BUSY = "Another operation on this or dependent resource is in progress."
_SERVER_ERRORS = {
    500: ("InternalServerError", "An error occurred."),
    502: ("BadGateway", "The gateway had no valid answer."),
    503: ("ServiceUnavailable", "The service is not available."),
    504: ("GatewayTimeout", "The gateway had no answer in time."),
}


def crash(fault: Fault) -> NoReturn:
    """Kill the engine (the parent of this process) where it is asked for, and this process. Only for a plugin."""
    parent = os.getppid()
    if fault.kind == "crash-engine" and parent > 1:
        os.kill(parent, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit(1)  # not reached: the signal cannot be caught


class ArmWithFaults:
    """The offline Azure with the faults that its store asks for."""

    def __init__(self, arm: Arm, crash: Crash) -> None:
        self._arm = arm
        self._faults = Faults(arm.store)
        self._crash = crash

    def call(self, method: str, resource_id: str) -> "Arm | FaultyCall":
        """What answers the attempts of one call."""
        fault = self._faults.strike(method, resource_id)
        return self._arm if fault is None else FaultyCall(self._arm, fault, self._crash)


class FaultyCall:
    """One call that a fault strikes."""

    def __init__(self, arm: Arm, fault: Fault, crash: Crash) -> None:
        self._arm, self._fault, self._crash = arm, fault, crash
        self._attempt = 0

    def request(
        self,
        method: str,
        resource_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        api_version: str,
        query: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer the next attempt."""
        self._attempt += 1

        def carry_out() -> Response:
            return self._arm.request(method, resource_id, body, api_version=api_version, query=query)

        if self._attempt > self._fault.struck_attempts:
            return carry_out()
        match self._fault.kind:
            case "throttle":
                return self._refused(method, resource_id, 429, "RetryableError", _THROTTLED)
            case "conflict":
                return self._refused(method, resource_id, 409, "AnotherOperationInProgress", _BUSY + WORDING_MARK)
            case "error":
                code, message = _SERVER_ERRORS[self._fault.status]
                return self._refused(method, resource_id, self._fault.status, code, message + WORDING_MARK)
            case "lost":
                return self._lost(method, resource_id, carry_out)
            case "late":
                return self._late(method, resource_id, carry_out)
            case "slow":
                return self._interrupted(carry_out, lambda: time.sleep(self._fault.seconds))
            case _:
                return self._interrupted(carry_out, lambda: self._end(method, resource_id))

    def _end(self, method: str, resource_id: str) -> None:
        self._log(method, resource_id, 0, self._fault.kind, "")
        self._crash(self._fault)

    def _interrupted(self, carry_out: Callable[[], Response], interrupt: Callable[[], None]) -> Response:
        if self._fault.when == "before":
            interrupt()
            return carry_out()
        response = carry_out()
        interrupt()
        return response

    def _lost(self, method: str, resource_id: str, carry_out: Callable[[], Response]) -> Response:
        """The first attempt takes effect; those that repeat it find its work done, and lose their answers too."""
        if self._attempt == 1:
            response = carry_out()
            if not response.ok:
                return response
        code, message = _SERVER_ERRORS[504]
        return self._refused(method, resource_id, 504, code, message + WORDING_MARK)

    def _late(self, method: str, resource_id: str, carry_out: Callable[[], Response]) -> Response:
        response = carry_out()
        if not response.ok or method not in {"PUT", "PATCH"}:
            return response
        code, message = _SERVER_ERRORS[500]
        failed = self._refused(method, resource_id, 500, code, message + WORDING_MARK)
        return Response(failed.status, failed.body, accepted=True)

    def _refused(self, method: str, resource_id: str, status: int, code: str, message: str) -> Response:
        self._log(method, resource_id, status, code, f"{message} (fault {self._fault.number}: {self._fault.kind})")
        return Response(status, {"error": {"code": code, "message": message, "details": []}})

    def _log(self, method: str, resource_id: str, status: int, code: str, message: str) -> None:
        with self._arm.store.write() as transaction:
            transaction.log(method, resource_id, status, code, message)

    def wait_for_operations(self, resource_id: str, timeout: float = 30.0) -> None:
        """Block until no other operation is in progress there."""
        self._arm.wait_for_operations(resource_id, timeout)
