"""What a team sets: the set of rules, and per rule its level, options and exemptions, with a reason for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hubspoke_network.core import Finding, Problem, SpecError
from hubspoke_policies.base.rule import AnyRule, Level, Options

LEVELS: tuple[Level, ...] = ("advisory", "mandatory", "disabled")
UndecidedLevel = Literal["advisory", "mandatory"]


class Exemption(BaseModel):
    """A resource that may break a rule, until a day, on someone's word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    resource: str = Field(min_length=1)
    """Pattern (`*`, `?`, `[...]`) for the URN, the id or the logical name of the resource; compared without case."""
    reason: str = Field(min_length=1)
    """Why, in a sentence."""
    owner: str = Field(min_length=1)
    """Who answers for it."""
    expires: date
    """The last day on which it holds."""

    def matches(self, finding: Finding) -> bool:
        """Whether the finding's resource is one of those exempted."""
        pattern = self.resource.lower()
        whole = finding.resource.lower()
        name = whole.rpartition("::")[2] if whole.startswith("urn:") else whole.rpartition("/")[2]
        return fnmatchcase(whole, pattern) or fnmatchcase(name, pattern)


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """How one rule is run. `undecided` says what an undecided finding does: it is told, or it blocks."""

    level: Level
    undecided: UndecidedLevel
    options: Options
    exemptions: tuple[Exemption, ...] = ()


def default_settings(rule: AnyRule) -> RuleSettings:
    """A rule's settings where nobody set anything."""
    return RuleSettings(level=rule.level, undecided="advisory", options=rule.options())


def read_settings(rule: AnyRule, given: Mapping[str, Any], base: RuleSettings | None = None) -> RuleSettings:
    """The settings of one rule: what is `given` (`level`, `undecided`, `exemptions` and options) over `base`.

    Raises `SpecError` with every mistake.
    """
    settings = base or default_settings(rule)
    problems: list[Problem] = []
    given = dict(given)
    level = _one_of(given.pop("level", settings.level), LEVELS, f"{rule.id}.level", problems)
    undecided = _one_of(
        given.pop("undecided", settings.undecided), ("advisory", "mandatory"), f"{rule.id}.undecided", problems
    )
    exemptions = settings.exemptions
    if "exemptions" in given:
        exemptions = tuple(_exemptions(given.pop("exemptions"), f"{rule.id}.exemptions", problems))
    options = settings.options
    if given:
        try:
            options = rule.options.model_validate({**settings.options.model_dump(by_alias=True), **given})
        except ValidationError as error:
            problems += _problems(error, rule.id)
    if problems:
        raise SpecError(problems, f"the settings of {rule.id}")
    return replace(settings, level=level, undecided=undecided, options=options, exemptions=exemptions)


def _one_of(value: Any, allowed: tuple[Any, ...], path: str, problems: list[Problem]) -> Any:
    if value not in allowed:
        problems.append(Problem("HS702", path, str(value), "is not a level", f"write {' or '.join(allowed)}"))
    return value


def _exemptions(given: Any, path: str, problems: list[Problem]) -> Iterable[Exemption]:
    if not isinstance(given, list):
        problems.append(Problem("HS703", path, str(given), "is not a list", "write a list of exemptions"))
        return
    for index, item in enumerate(given):
        try:
            yield Exemption.model_validate(item)
        except ValidationError as error:
            problems += _problems(error, f"{path}[{index}]", "HS703")


def _problems(error: ValidationError, path: str, code: str = "HS702") -> list[Problem]:
    return [
        Problem(
            code,
            ".".join([path, *(str(part) for part in item["loc"])]),
            "" if item["type"] == "missing" else str(item["input"]),
            f"is not taken: {item['msg']}",
            "see the rule's page for its options",
        )
        for item in error.errors(include_url=False)
    ]
