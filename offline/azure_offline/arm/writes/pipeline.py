"""How a write happens: stage it with everything it brings along, then check what came out, else undo it all.

Checking the outcome instead of the request lets a PUT swap the priorities of two rules, or move a subnet out of a
prefix that the same PUT removes, as ARM does.
"""

from collections.abc import Mapping
from typing import Any

from azure_offline.arm.resources import Draft, Inline, Target, TypeSpec, View, location_in, with_type_case
from azure_offline.arm.writes.general_checks import check_envelope, check_locks, check_name, check_place
from azure_offline.arm.writes.general_rules import IN_USE
from azure_offline.arm.writes.normal_form import clean_form, normal_form
from azure_offline.arm.writes.references import check_references, uses
from azure_offline.store.store import Resource
from hubspoke_network.refusals import BadShape, Change, Document, items


class Pipeline:
    """One write request: `put` or `delete`, then `check`. Everything in one transaction of the view."""

    def __init__(self, view: View, *, enforce_inferred: bool = False, query: Mapping[str, str] | None = None) -> None:
        self._view = view
        self._transaction = view.transaction
        self._inferred = enforce_inferred
        self._query = query or {}
        self._revision = self._transaction.next_revision()
        self._staged: list[tuple[TypeSpec, Change]] = []

    def put(self, target: Target, spec: TypeSpec, body: Mapping[str, Any], *, position: int | None = None) -> None:
        """Stage a resource and its inline children. Raises `Refusal` or `BadShape`."""
        requested = position is None
        old = self._transaction.get(target.key)
        if requested:
            check_place(self._view, target, spec, created=old is None)
            document = normal_form(spec, target.key, body)
        else:  # it lies where its parent does, and was cleaned with the body it came in
            if old is None:
                check_name(target, spec)
            document = clean_form(spec, target.key, body)
        children = self._take_children(spec, document)
        check_envelope(spec, target, document, old)
        draft = Draft(target, old, document, dict(old.state) if old else {}, self._query)
        if spec.prepare:
            spec.prepare(draft, self._view)
        if requested or old is None or old.document != draft.document or old.state != draft.state:
            self._store(draft, spec, position, requested=requested)
        elif position is not None and old.position != position:
            self._transaction.set_position(target.key, position)
        for inline, listed in children:
            self._put_children(target, inline, listed)
        if requested and spec.child:
            self._transaction.touch(target.parent, self._revision)

    def _store(self, draft: Draft, spec: TypeSpec, position: int | None, *, requested: bool) -> None:
        target, old = draft.target, draft.old
        if position is None:
            position = old.position if old else self._transaction.next_position(target.parent, spec.kind)
        new = Resource(
            key=target.key,
            id=old.id if old else with_type_case(target, spec.type).id,
            type=spec.type,
            parent=target.parent,
            location=location_in(draft.document),
            position=position,
            document=draft.document,
            state=draft.state,
            revision=self._revision,
            created=old.created if old else self._revision,
        )
        self._transaction.put(new, uses(spec, target.key, draft.document))
        if spec.settle:
            spec.settle(new, self._view)
        self._staged.append((spec, Change(old, new, requested)))

    @staticmethod
    def _take_children(spec: TypeSpec, document: Document) -> list[tuple[Inline, list[Mapping[str, Any]]]]:
        found = []
        for inline in spec.inline:
            listed = items(document, f"properties.{inline.property}")
            document.get("properties", {}).pop(inline.property, None)
            if inline.written:
                found.append((inline, listed))
        return found

    def _put_children(self, parent: Target, inline: Inline, listed: list[Mapping[str, Any]]) -> None:
        spec = self._view.spec(inline.type.lower())
        if spec is None:
            raise LookupError(f"{inline.type} is shown inline and has no declaration")
        word = inline.type.rpartition("/")[2]
        kept = set()
        for index, item in enumerate(listed):
            name = item.get("name")
            if not isinstance(name, str) or not name or "/" in name:
                raise BadShape(f"properties.{inline.property}[{index}].name", "the child's name")
            child = parent.child(word, name)
            if child.key in kept:
                raise BadShape(f"properties.{inline.property}[{index}].name", "a name that is used once")
            kept.add(child.key)
            self.put(child, spec, item, position=index)
        for existing in self._transaction.children(parent.key, spec.kind):
            if existing.key not in kept:
                self._delete_tree(existing.key, requested="")

    def delete(self, target: Target) -> None:
        """Stage the removal of a resource and everything below it. Raises `Refusal`."""
        self._delete_tree(target.key, requested=target.key)
        self._transaction.touch(target.parent, self._revision)

    def _delete_tree(self, key: str, requested: str) -> None:
        for old in self._transaction.tree(key):
            spec = self._view.spec(old.type.lower())
            self._transaction.delete(old.key)
            self._view.deleted.append(old)
            if spec is None:
                continue
            self._staged.append((spec, Change(old, None, old.key == requested)))
            if spec.follow:
                for other in spec.follow(old, self._view):
                    self._delete_tree(other, requested="")

    def check(self) -> None:
        """Check everything staged, in order; the first breach is ARM's answer. Raises `Refusal` or `BadShape`."""
        check_locks([change for _, change in self._staged], self._view)
        for spec, change in self._staged:
            check_references(spec, change, self._view)
            self._check_rules(spec, change)
            if change.new is None:
                self._check_unused(spec, change)

    def _check_rules(self, spec: TypeSpec, change: Change) -> None:
        for rule in spec.rules_by_verb[change.verb]:
            for values in rule.check(change, self._view):
                if self._inferred or values.get("grade", rule.grade) != "D":
                    raise rule.refusal(values)

    def _check_unused(self, spec: TypeSpec, change: Change) -> None:
        gone = {other.key for _, other in self._staged if other.new is None and other.key != change.key}
        holding = [use for use in self._view.users(change.key, holding=True) if use.target not in gone]
        if holding:  # who uses a child that goes along is told of the child
            users = list(dict.fromkeys(self._view.user_id(use) for use in holding))
            rule = spec.in_use or IN_USE
            values = {"id": change.id, "name": change.name, "users": ", ".join(users), "user": users[0]}
            raise rule.refusal(values)
