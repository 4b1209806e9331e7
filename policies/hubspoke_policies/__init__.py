"""Policies for hub-and-spoke networks on Azure, for any program that uses azure-native.

Names are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubspoke_policies.adapter import policies
    from hubspoke_policies.registry import RULES
    from hubspoke_policies.rule import Context, Document, Example, NotApplicable, Options, Relation, Rule
    from hubspoke_policies.settings import Exemption, RuleSettings

_HOME = {
    "Context": "rule",
    "Document": "rule",
    "Example": "rule",
    "Exemption": "settings",
    "NotApplicable": "rule",
    "Options": "rule",
    "RULES": "registry",
    "Relation": "rule",
    "Rule": "rule",
    "RuleSettings": "settings",
    "policies": "adapter",
}

__all__ = [
    "RULES",
    "Context",
    "Document",
    "Example",
    "Exemption",
    "NotApplicable",
    "Options",
    "Relation",
    "Rule",
    "RuleSettings",
    "policies",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
