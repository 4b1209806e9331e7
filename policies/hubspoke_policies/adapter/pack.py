"""The pack as it runs under Pulumi: its settings file, its set of rules, its server."""

from pathlib import Path

from pulumi_policy import EnforcementLevel, PolicyPack

from hubspoke_policies._pulumi import Servicer
from hubspoke_policies.adapter.policies import policies
from hubspoke_policies.sets import RULES, SETTINGS_FILE, read_pack_settings, settings_of

NAME = "hubspoke"


def run(folder: Path) -> None:
    """Serve the pack with the settings in `folder`; ends when the engine interrupts it."""
    path = folder / SETTINGS_FILE
    settings = read_pack_settings(path) if path.is_file() else settings_of("baseline")
    rules = [rule for rule in RULES if settings[rule.id].level != "disabled"]
    if Servicer is None:  # the SDK's own host: it serves as soon as it is made, until it is interrupted
        PolicyPack(NAME, policies(rules, settings), EnforcementLevel.MANDATORY)
        return
    from hubspoke_policies.adapter.host import Analyzer, serve

    serve(Analyzer(NAME, "0.1.0", rules, settings))
