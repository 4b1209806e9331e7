"""The offline Azure Resource Manager: requests in, ARM's answers out."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from azure_offline.arm.listings import listing, readable_part
from azure_offline.arm.operations import Operations
from azure_offline.arm.redaction import redacted, redacted_json
from azure_offline.arm.resources import SUBSCRIPTION_TYPE, Target, View, location_in, parse_target, render
from azure_offline.arm.responses import Response, refused
from azure_offline.arm.types import SPECS
from azure_offline.arm.writes.general_checks import check_group, not_found_id
from azure_offline.arm.writes.general_rules import BAD_FORMAT, SUBSCRIPTION_NOT_FOUND, UNDECLARED
from azure_offline.arm.writes.normal_form import normal_form
from azure_offline.arm.writes.pipeline import Pipeline
from azure_offline.store.store import Resource, Store, Transaction
from azure_offline.world.file import WorldFile
from azure_offline.world.records import World
from hubspoke_network.refusals import BadShape, Refusal

NOTICE = "x-azure-offline-notice"
"""Header that says what the offline Azure did not check."""


_WRITES = frozenset({"PUT", "PATCH", "DELETE"})
_NOTHING_TO_UNDO = nullcontext()


class Arm:
    """ARM over one store and one world. Threads and processes may share the store.

    `enforce_inferred` also enforces rules that are only inferred (grade D). `refuse_undeclared` refuses resource types
    without a declaration, which are otherwise stored with a notice and no check. `conflicts` answers overlapping writes
    on one virtual network as Azure does; None leaves it to the store's setting (`azure-offline conflicts`).
    """

    def __init__(
        self,
        store: Store,
        world: World | WorldFile,
        *,
        enforce_inferred: bool = False,
        refuse_undeclared: bool = False,
        conflicts: bool | None = None,
    ) -> None:
        self.store = store
        self._world = world
        self._enforce_inferred = enforce_inferred
        self._refuse_undeclared = refuse_undeclared
        self._operations = Operations(store, conflicts)

    @property
    def world(self) -> World:
        """The world as it is now."""
        return self._world.current() if isinstance(self._world, WorldFile) else self._world

    def request(
        self,
        method: str,
        resource_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        api_version: str,
        query: Mapping[str, str] | None = None,
    ) -> Response:
        """Answer one request. A refusal is a Response with ARM's error envelope, never an exception.

        PUT, PATCH and DELETE are carried out at once: the answer is the one Azure gives when its operation has ended.
        """
        verb, path = method.upper(), _printable(resource_id)
        target = parse_target(path)
        if target is None:
            response = _problem(404, "InvalidResourceUri", f"The path '{path}' is not the id of a resource.")
        elif not api_version:
            message = "The api-version query parameter (?api-version=) is required for all requests."
            response = _problem(400, "MissingApiVersionParameter", message)
        elif verb in _WRITES:
            try:
                with self._operations.exclusive(target, verb, body, api_version):
                    return self._answer(verb, path, target, body, query or {})
            except Refusal as refusal:
                response = refused(refusal)
        else:
            return self._answer(verb, path, target, body, query or {})
        with self.store.write() as transaction:
            _log(transaction, verb, path, response, body)
        return response

    def wait_for_operations(self, resource_id: str, timeout: float = 30.0) -> None:
        """Block until the operation in progress on the resource's virtual network has ended, or `timeout` seconds."""
        target = parse_target(resource_id)
        if target is not None:
            self._operations.wait(target, timeout)

    def export(self) -> list[dict[str, Any]]:
        """Every resource as Azure shows it: top-level ones with the children they list, others on their own."""
        with self.store.read() as transaction:
            view = self.view(transaction)
            return [render(resource, view) for resource in transaction.all() if not _shown_by_parent(resource, view)]

    def _answer(
        self, verb: str, path: str, target: Target, body: Mapping[str, Any] | None, query: Mapping[str, str]
    ) -> Response:
        """Carry the request out and log it, in one transaction; a refused one leaves nothing but its log entry."""
        with self.store.write() as transaction:
            try:
                with transaction.attempt() if verb in _WRITES else _NOTHING_TO_UNDO:
                    response = self._carry_out(verb, target, body, query, self.view(transaction))
            except Refusal as refusal:
                response = refused(refusal)
            except BadShape as problem:
                response = _bad_format(problem)
            _log(transaction, verb, path, response, body)
        return response

    def _carry_out(
        self, verb: str, target: Target, body: Mapping[str, Any] | None, query: Mapping[str, str], view: View
    ) -> Response:
        if view.world.subscription(target.subscription) is None:
            raise SUBSCRIPTION_NOT_FOUND.refusal({"subscription": target.subscription})
        if verb == "GET":
            return _get(target, view)
        if verb == "POST":
            return _post(target, view)
        if verb not in _WRITES or target.collection or target.type == SUBSCRIPTION_TYPE:
            return _problem(405, "MethodNotAllowed", f"{verb} is not possible on '{target.id}'.")
        if verb == "DELETE":
            return self._delete(target, view)
        return self._put(target, body, query, view, merge=verb == "PATCH")

    def view(self, transaction: Transaction) -> View:
        """Everything there is, for questions inside a transaction of the store."""
        return View(transaction, self.world, SPECS)

    def _put(
        self, target: Target, body: Mapping[str, Any] | None, query: Mapping[str, str], view: View, *, merge: bool
    ) -> Response:
        if not isinstance(body, Mapping):
            raise BadShape("$", "an object")
        old = view.get(target.key)
        if merge:
            if old is None:
                check_group(view, target)
                raise not_found_id(target.id)
            body = _merged(render(old, view), body)
        spec = SPECS.get(target.kind)
        if spec is None:
            return self._put_undeclared(target, body, view)
        pipeline = Pipeline(view, enforce_inferred=self._enforce_inferred, query=query)
        pipeline.put(target, spec, body)
        pipeline.check()
        new = view.get(target.key)
        return Response(200 if old else 201, render(new, view) if new else None)

    def _put_undeclared(self, target: Target, body: Mapping[str, Any], view: View) -> Response:
        if self._refuse_undeclared:
            raise UNDECLARED.refusal({"type": target.type})
        check_group(view, target)
        old = view.get(target.key)
        revision = view.transaction.next_revision()
        document = normal_form(None, target.key, body)
        new = Resource(
            key=target.key,
            id=old.id if old else target.id,
            type=target.type,
            parent=target.parent,
            location=location_in(document),
            position=0,
            document=document,
            state={},
            revision=revision,
            created=old.created if old else revision,
        )
        view.transaction.put(new, ())
        notice = f"type {target.type} is not declared: stored as it is, nothing was checked"
        return Response(200 if old else 201, render(new, view), {NOTICE: notice})

    def _delete(self, target: Target, view: View) -> Response:
        check_group(view, target)
        if view.get(target.key) is None:
            return Response(204)
        pipeline = Pipeline(view, enforce_inferred=self._enforce_inferred)
        pipeline.delete(target)
        pipeline.check()
        return Response(200)


def _get(target: Target, view: View) -> Response:
    if target.collection or target.type == SUBSCRIPTION_TYPE:
        return listing(target, view)
    check_group(view, target)
    found = view.get(target.key)
    shown = render(found, view) if found else readable_part(target, view)
    if shown is None:
        raise not_found_id(target.id)
    return Response(200, shown)


def _post(target: Target, view: View) -> Response:
    """An action, such as listing a storage account's keys: the word after the resource's id."""
    owner_id, _, action = target.id.rpartition("/")
    owner = parse_target(owner_id) if target.collection else None
    spec = SPECS.get(owner.kind) if owner else None
    found = view.get(owner.key) if owner else None
    if owner is None or spec is None or action.lower() not in spec.actions:
        return _problem(404, "InvalidResourceUri", f"There is no action '{action}' at '{owner_id}'.")
    if found is None:
        raise not_found_id(owner.id)
    return Response(200, spec.actions[action.lower()](found, view))


def _log(transaction: Transaction, verb: str, path: str, response: Response, body: Mapping[str, Any] | None) -> None:
    sent = redacted_json(body) if body is not None else ""
    transaction.log(verb, path, response.status, response.code, redacted(response.message), sent)


def _shown_by_parent(resource: Resource, view: View) -> bool:
    parent = view.spec(resource.type.lower().rpartition("/")[0])
    return parent is not None and any(inline.type == resource.type for inline in parent.inline)


def _merged(old: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for key, value in patch.items():
        before = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(before, Mapping) and key != "tags":
            merged[key] = _merged(before, value)
        else:
            merged[key] = value
    return merged


def _printable(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _problem(status: int, code: str, message: str) -> Response:
    return refused(Refusal(status, code, message))


def _bad_format(problem: BadShape) -> Response:
    refusal = BAD_FORMAT.refusal({})
    detail = {"code": "InvalidJson", "message": str(problem), "target": problem.path, "details": []}
    return refused(
        Refusal(
            refusal.status,
            refusal.code,
            refusal.message,
            details=(detail,),
            rule=BAD_FORMAT.name,
            grade=BAD_FORMAT.grade,
        )
    )
