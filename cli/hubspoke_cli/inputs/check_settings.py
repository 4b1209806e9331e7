"""Which rules `hubspoke check` runs, and how: from a set, a settings file and a list of rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from hubspoke_network.core import Problem, SpecError
from hubspoke_policies.base import AnyRule, RuleSettings
from hubspoke_policies.sets import RULES, read_pack_settings, rule, settings_of

Settings = dict[str, RuleSettings]


def load_settings(config: Path | None, chosen_set: str | None) -> Settings:
    """The settings of every rule: `chosen_set`, else the file's set, else baseline; with the file's over it.

    Raises `SpecError` with every mistake in the file.
    """
    if config is None:
        return settings_of(chosen_set or "baseline")
    return read_pack_settings(config, chosen_set)


def named_rules(text: str) -> list[AnyRule]:
    """The rules in a list with commas, in the order of the documentation. Raises `SpecError` for unknown ones."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    wrong = [name for name in dict.fromkeys(names) if rule(name) is None]
    if wrong or not names:
        raise SpecError([_no_rule(name) for name in wrong or [text]], "--rules")
    return [known for known in RULES if known.id in names]


def named_rule(name: str) -> AnyRule:
    """The rule of that id. Raises `SpecError` where there is none."""
    found = rule(name.strip())
    if found is None:
        raise SpecError([_no_rule(name)], "--explain")
    return found


def rules_to_run(
    settings: Mapping[str, RuleSettings], asked: Sequence[AnyRule] | None
) -> tuple[list[AnyRule], Settings]:
    """The rules to run with their settings. A rule that was asked for by name runs even where it is disabled."""
    if asked is None:
        running = [known for known in RULES if settings[known.id].level != "disabled"]
        return running, dict(settings)
    own = {
        known.id: replace(settings[known.id], level=known.level)
        if settings[known.id].level == "disabled"
        else settings[known.id]
        for known in asked
    }
    return list(asked), own


def _no_rule(name: str) -> Problem:
    known = [item.id for item in RULES]
    close = get_close_matches(name, known, n=1)
    instead = f"write {close[0]}" if close else "write one of " + ", ".join(known)
    return Problem("HS701", "rule", name, "is no rule", instead)
