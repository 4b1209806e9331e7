"""Faults that the offline Azure is asked for: throttling, conflicts, server errors, lost answers, slowness, crashes.

They are kept in the store as a setting, so that `azure-offline fault` and every process that uses the store see the
same ones. `azure_offline.faults.calls` makes them happen, below azure-native's retries.
"""

import fnmatch
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, get_args

from azure_offline.arm.resources import parse_target
from azure_offline.store.store import Store, Transaction
from hubspoke_network.core import Problem, SpecError, UnknownSubject

Kind = Literal["throttle", "conflict", "error", "lost", "late", "slow", "crash-provider", "crash-engine"]
When = Literal["before", "after"]

KINDS: dict[Kind, str] = {
    "throttle": "429 RetryableError; the request is not carried out",
    "conflict": "409 AnotherOperationInProgress; the request is not carried out",
    "error": "a server error (--status); the request is not carried out",
    "lost": "504: the request is carried out, its answer is lost, and so are those of the retries",
    "late": "the write is accepted and takes effect, but its operation ends as failed",
    "slow": "the request takes --seconds of real time",
    "crash-provider": "the provider is killed",
    "crash-engine": "the engine is killed, and the provider with it",
}
WRITES = "writes"
VERBS = (WRITES, "*", "GET", "PUT", "PATCH", "DELETE", "POST")
ALL_ATTEMPTS = 4
"""The first attempt of a request and azure-native's three retries."""
SERVER_ERRORS = (500, 502, 503, 504)

_SETTING = "faults"
_RETRIED: frozenset[Kind] = frozenset({"throttle", "conflict", "error"})


@dataclass(frozen=True)
class Fault:
    """One fault that was asked for, and whom it strikes: calls that match `type`, `verb` and `name`.

    A call is one request of azure-native with its retries. `type` is an ARM type or its last words, `name` a pattern
    (`*`, `?`) for the resource's name or, where it holds a slash, for its id; empty ones match everything. `skip`
    matching calls are let pass first; then `count` are struck (0: without end), each with `probability`, decided by
    `seed`, the fault's number and the call alone, so that the same run is struck in the same places whatever the order.
    `attempts` is how many attempts of a struck call fail. `seconds` are for `slow`, `status` for `error`; `when` says
    whether `slow` and the crashes come before the request is carried out, or after, before it is answered.
    """

    kind: Kind
    type: str = ""
    verb: str = WRITES
    name: str = ""
    skip: int = 0
    count: int = 1
    probability: float = 1.0
    seed: int = 0
    attempts: int = 0
    status: int = 500
    seconds: float = 1.0
    when: When = "after"
    number: int = 0

    @property
    def struck_attempts(self) -> int:
        """How many attempts of a struck call fail: one, unless told; all of them where an answer is lost."""
        return self.attempts or (ALL_ATTEMPTS if self.kind == "lost" else 1)

    def matches(self, method: str, resource_id: str) -> bool:
        """Whether it is meant for such a request."""
        target = parse_target(resource_id)
        if target is None:
            return False
        if self.verb == WRITES and method not in {"PUT", "PATCH", "DELETE"}:
            return False
        if self.verb not in {WRITES, "*"} and method != self.verb:
            return False
        wanted = self.type.lower().strip("/")
        if wanted and target.kind != wanted and not target.kind.endswith(f"/{wanted}"):
            return False
        against = resource_id if "/" in self.name else resource_id.rstrip("/").rpartition("/")[2]
        return not self.name or fnmatch.fnmatchcase(against.lower(), self.name.lower())

    def problems(self) -> list[Problem]:
        """What is wrong with it; all of it at once."""
        found = []

        def check(fine: bool, path: str, value: Any, message: str, instead: str) -> None:
            if not fine:
                found.append(Problem("HS670", path, str(value), message, instead))

        check(self.kind in KINDS, "kind", self.kind, "is no kind of fault", ", ".join(KINDS))
        check(self.verb in VERBS, "verb", self.verb, "is no verb", ", ".join(VERBS))
        check(0 < self.probability <= 1, "probability", self.probability, "is no probability", "over 0, at most 1")
        check(self.status in SERVER_ERRORS, "status", self.status, "is not retried", ", ".join(map(str, SERVER_ERRORS)))
        check(0 <= self.seconds <= 7200, "seconds", self.seconds, "is too long", "at most 7200")
        check(self.when in get_args(When), "when", self.when, "is no moment", "before or after")
        for path in ("skip", "count", "attempts"):
            value = getattr(self, path)
            check(value >= 0, path, value, "is negative", "0 or more")
        return found

    def __str__(self) -> str:
        where = " ".join(part for part in (self.verb, self.type or "any type", self.name) if part)
        often = "every call" if self.count == 0 else f"{self.count} call{'s' if self.count > 1 else ''}"
        parts = [f"{self.kind}: {often}, {where}"]
        if self.skip:
            parts.append(f"after {self.skip} that pass")
        if self.probability < 1:
            parts.append(f"with probability {self.probability:g} (seed {self.seed})")
        if self.kind in _RETRIED:
            parts.append(f"{self.struck_attempts} of {ALL_ATTEMPTS} attempts")
        return ", ".join(parts)


@dataclass
class _Kept:
    """A fault as it is stored: with what is left of it, how often it struck, and which calls it has seen."""

    fault: Fault
    skip: int
    left: int
    struck: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it was to."""
        return bool(self.fault.count) and not self.left

    def strikes(self, method: str, resource_id: str) -> bool:
        """Take a matching call into account, and tell whether it is struck."""
        if self.spent:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.fault.probability < 1:
            call = f"{method} {resource_id.rstrip('/').lower()}"
            self.seen[call] = self.seen.get(call, 0) + 1
            draw = f"{self.fault.seed}:{self.fault.number}:{call}:{self.seen[call]}"
            if int.from_bytes(hashlib.sha256(draw.encode()).digest()[:8]) >= self.fault.probability * 2**64:
                return False
        self.left = max(self.left - 1, 0)
        self.struck += 1
        return True


@dataclass(frozen=True)
class Listed:
    """A fault, how often it struck and how often it will (None: without end)."""

    fault: Fault
    struck: int
    left: int | None


class Faults:
    """The faults of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, fault: Fault) -> Fault:
        """Ask for a fault; gives it with its number. Raises `SpecError` with everything that is wrong with it."""
        problems = fault.problems()
        if problems:
            raise SpecError(problems, "fault")
        with self._store.write() as transaction:
            kept = _read(transaction)
            number = int(transaction.setting(f"{_SETTING}.last") or 0) + 1
            numbered = replace(fault, number=number)
            transaction.set_setting(f"{_SETTING}.last", str(number))
            _write(transaction, [*kept, _Kept(numbered, numbered.skip, numbered.count)])
        return numbered

    def listed(self) -> list[Listed]:
        """Every fault that was asked for and not cleared, used up or not."""
        with self._store.read() as transaction:
            return [Listed(k.fault, k.struck, k.left if k.fault.count else None) for k in _read(transaction)]

    def clear(self, numbers: Iterable[int] = ()) -> int:
        """Take faults back, all where no number is given; gives how many. Raises `UnknownSubject`."""
        wanted = set(numbers)
        with self._store.write() as transaction:
            kept = _read(transaction)
            unknown = wanted - {one.fault.number for one in kept}
            if unknown:
                there = ", ".join(str(one.fault.number) for one in kept) or "none"
                raise UnknownSubject(f"there is no fault {', '.join(map(str, sorted(unknown)))}; there are: {there}")
            left = [one for one in kept if wanted and one.fault.number not in wanted]
            _write(transaction, left)
            return len(kept) - len(left)

    def strike(self, method: str, resource_id: str) -> Fault | None:
        """The fault that strikes this call, the first that was asked for; None for nearly all of them."""
        with self._store.read() as transaction:
            kept = _read(transaction)
            if not any(not one.spent and one.fault.matches(method, resource_id) for one in kept):
                return None
        with self._store.write() as transaction:
            kept = _read(transaction)
            matching = [one for one in kept if one.fault.matches(method, resource_id)]
            struck = next((one.fault for one in matching if one.strikes(method, resource_id)), None)
            _write(transaction, kept)
            return struck


def _read(transaction: Transaction) -> list[_Kept]:
    text = transaction.setting(_SETTING)
    return [_Kept(Fault(**entry.pop("fault")), **entry) for entry in json.loads(text)] if text else []


def _write(transaction: Transaction, kept: list[_Kept]) -> None:
    transaction.set_setting(_SETTING, json.dumps([asdict(one) for one in kept]) if kept else "")
