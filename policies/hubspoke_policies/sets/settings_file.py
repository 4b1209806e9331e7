"""A pack's settings file: its set of rules, and what it says of each."""

from pathlib import Path
from typing import Any

import yaml

from hubspoke_network.core import Problem, SpecError
from hubspoke_policies.base import AnyRule, RuleSettings, read_settings
from hubspoke_policies.sets.named import SETS, settings_of
from hubspoke_policies.sets.registry import RULES

SETTINGS_FILE = "settings.yaml"


def read_pack_settings(path: Path, chosen_set: str | None = None) -> dict[str, RuleSettings]:
    """The settings of every rule, as a file has them; `chosen_set` goes before the set that the file names.

    The file holds `set` (`baseline` or `strict`) and `rules`: by rule id `level`, `undecided`, `exemptions` and the
    rule's options. Raises `SpecError` with every mistake.
    """
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError) as error:
        told = " ".join(str(error).split())
        raise SpecError([Problem("HS705", path.name, "", f"cannot be read: {told}", "write YAML")]) from error
    return parse_pack_settings(given, path.name, chosen_set)


def parse_pack_settings(
    given: Any, subject: str = SETTINGS_FILE, chosen_set: str | None = None
) -> dict[str, RuleSettings]:
    """As `read_pack_settings`, from what the file held."""
    if not isinstance(given, dict) or not set(given) <= {"set", "rules"}:
        strange = ", ".join(str(key) for key in given if key not in {"set", "rules"}) if isinstance(given, dict) else ""
        raise SpecError(
            [Problem("HS705", subject, strange, "is not a settings file", "write `set:` and `rules:`")], subject
        )
    chosen = chosen_set or given.get("set", "baseline")
    problems: list[Problem] = []
    if not isinstance(chosen, str) or chosen not in SETS:
        problems.append(Problem("HS704", "set", str(chosen), "is no set of rules", f"write {' or '.join(SETS)}"))
        chosen = "baseline"
    settings = settings_of(chosen)
    known = {rule.id: rule for rule in RULES}
    rules = {} if given.get("rules") is None else given["rules"]
    for rule_id, values in rules.items() if isinstance(rules, dict) else ():
        rule: AnyRule | None = known.get(rule_id)
        if rule is None:
            problems.append(Problem("HS701", f"rules.{rule_id}", "", "is no rule", "write one of " + ", ".join(known)))
            continue
        if values is not None and not isinstance(values, dict):
            problems.append(Problem("HS705", f"rules.{rule_id}", str(values), "is not a map", "write its settings"))
            continue
        try:
            settings[rule_id] = read_settings(rule, values or {}, settings[rule_id])
        except SpecError as error:
            problems += error.problems
    if not isinstance(rules, dict):
        problems.append(Problem("HS705", "rules", str(rules), "is not a map", "write rule ids with their settings"))
    if problems:
        raise SpecError(problems, subject)
    return settings
