"""Carries out a published example: makes what it needs, sends it, compares what is answered property by property."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict
from tests.offline.evidence.examples import FOLDER, Example, flat, full, nested
from tests.offline.evidence.surroundings import location, needed, surrounding, users_of

from azure_offline.arm import Arm, Response
from azure_offline.arm.resources.targets import parse_target

VERSION = "2024-05-01"

Kind = Literal["missing", "value", "refused", "status"]


class Difference(BaseModel):
    """A difference between the examples and the offline Azure, with its reason.

    `examples` and `path` are patterns: `*` for anything, `[]` for any index, `|` between alternatives. `refused`: the
    rule that `path` names refuses the request, as it must; `instead` is what is changed so that the rest can be
    compared, empty where nothing can be.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    examples: str = "*"
    path: str
    kind: Kind
    reason: str
    instead: dict[str, Any] = {}

    def covers(self, example: str, path: str, kind: Kind) -> bool:
        """Whether it is about this property of this example."""
        return self.kind == kind and _like(self.examples, example) and _like(self.path, path)


@lru_cache(maxsize=4096)
def _like(pattern: str, text: str) -> bool:
    shown = re.escape(pattern).replace(r"\*", ".*").replace(r"\[\]", r"\[\d+\]").replace(r"\|", "|")
    return re.fullmatch(shown, text) is not None


@lru_cache(maxsize=1)
def differences() -> tuple[Difference, ...]:
    """Every difference that is known, in the order of `differences.yaml`."""
    text = (FOLDER / "differences.yaml").read_text(encoding="utf-8")
    return tuple(Difference.model_validate(row) for row in yaml.safe_load(text))


@dataclass
class Replay:
    """An example, carried out on an offline Azure. `found` are the differences: kind, path, what is there instead."""

    example: Example
    arm: Arm
    compared: int = 0
    found: list[tuple[Kind, str, Any]] = field(default_factory=list)
    _changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is sent otherwise than the example says, by path: the `instead` of refusals."""

    def run(self) -> "Replay":
        """Send the request once for each status that is documented, that of a fresh resource first."""
        example, path = self.example, full(self.example.path)
        self._make_group(path)
        self._surround(path)
        for user, body in users_of(example):
            self._make(full(user), full(body))
        for status in sorted(example.responses, key=(201, 200, 204).index):
            answer = self._send(example.method, path, full(example.request))
            if answer.status != status:
                self.found.append(("status", str(status), answer.status))
            self._compare(full(example.responses[status]), answer.body)
        return self

    def unexplained(self) -> list[tuple[Kind, str, Any]]:
        """The differences that no row of `differences.yaml` covers."""
        return [one for one in self.found if self.row(one) is None]

    def row(self, found: tuple[Kind, str, Any]) -> Difference | None:
        """The row that covers a difference."""
        kind, path, _ = found
        return next((row for row in differences() if row.covers(self.example.name, path, kind)), None)

    def _surround(self, path: str) -> None:
        """Make what the request names and, unless it makes it, what it is about."""
        if self.example.method == "PUT":
            self._make_owner(path)
            for named in needed(path, full(self.example.request)):
                self._make(named)
            return
        shown = full(nested(self.example.responses[200])) if self.example.responses.get(200) else {}
        documents = shown.get("value", [shown])
        for document in documents:
            self._make(document.get("id", path) if "value" in shown else path, document)

    def _make(self, resource_id: str, document: Mapping[str, Any] | None = None, region: str = "") -> None:
        """PUT a resource, unless it is there, and before it all that it lies in and names."""
        target = parse_target(resource_id)
        assert target is not None, resource_id
        region = (document or {}).get("location") or region or location(self.example)
        self._make_group(resource_id)
        self._make_owner(resource_id, region)
        known = target.kind == "microsoft.resources/resourcegroups" or "defaultSecurityRules" in target.type
        if known or (not document and self.arm.request("GET", resource_id, api_version=VERSION).ok):
            return
        body = dict(document) if document else surrounding(resource_id, region, self.example)
        for named in needed(resource_id, body):
            self._make(named, region=region)
        self._send("PUT", resource_id, body, {})

    def _make_group(self, resource_id: str) -> None:
        group = resource_id.partition("/providers/")[0]
        if "/resourceGroups/" not in group:
            return
        assert self._send("PUT", group, {"location": "westeurope"}, {}).ok

    def _make_owner(self, resource_id: str, region: str = "") -> None:
        target = parse_target(resource_id)
        if target is not None and target.type.count("/") > 1:
            self._make(resource_id.rsplit("/", 1 if target.collection else 2)[0], region=region)

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None, query: Mapping[str, str] | None = None
    ) -> Response:
        """Send a request; one that is refused once more as the row of that refusal says."""
        asked = self.example.query if query is None else query
        if body is not None:
            body = _merged(body, self._changes.get(path, {}))
        answer = self.arm.request(method, path, body, api_version=VERSION, query=asked)
        for _ in range(3):
            if answer.ok or body is None:
                break
            found: tuple[Kind, str, Any] = ("refused", answer.headers.get("x-azure-offline-rule", answer.code), "")
            row = self.row(found)
            assert row is not None, f"{self.example.name}: {path}: {answer.code}: {answer.message} {answer.body}"
            self.found.append(found)
            if not row.instead:
                return answer
            self._changes[path] = _merged(self._changes.get(path, {}), full(row.instead))
            body = _merged(body, self._changes[path])
            answer = self.arm.request(method, path, body, api_version=VERSION, query=asked)
        assert answer.ok, f"{self.example.name}: {path}: {answer.code}: {answer.message}"
        return answer

    def _compare(self, wanted: Mapping[str, Any], body: Mapping[str, Any] | None) -> None:
        found = flat(_in_order(body or {}, wanted))
        for path, value in wanted.items():
            self.compared += 1
            if path in found:
                if not _same(found[path], value):
                    self.found.append(("value", path, found[path]))
            elif any(other.startswith((f"{path}.", f"{path}[")) for other in found):
                self.found.append(("value", path, "more"))
            elif value is not None:  # null and absent are the same to Azure
                self.found.append(("missing", path, None))


def _in_order(body: Mapping[str, Any], wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """A listing in the order of the ids that are wanted; Azure promises none."""
    if "value" not in body:
        return body
    ids = [str(value).lower() for path, value in wanted.items() if re.fullmatch(r"value\[\d+\]\.id", path)]
    places = {name: place for place, name in enumerate(ids)}
    return {"value": sorted(body["value"], key=lambda item: places.get(item["id"].lower(), len(places)))}


def _merged(left: Any, right: Any) -> Any:
    if isinstance(left, dict) and isinstance(right, dict):
        return {**left, **{key: _merged(left.get(key), value) for key, value in right.items()}}
    return right


def _same(left: Any, right: Any) -> bool:
    """Ids and names are compared without case, regions without blanks, as Azure does."""
    if isinstance(left, str) and isinstance(right, str):
        return left.lower().replace(" ", "") == right.lower().replace(" ", "")
    return bool(left == right)
