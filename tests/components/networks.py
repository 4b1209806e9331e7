"""The network that a recorded program makes, as the model sees it: for questions about what components come to."""

from datetime import date
from typing import Any

from measuring.recording import Recording, Registered

from hubspoke_network.azure.resource_types import resource_id, type_by_token
from hubspoke_network.core.findings import Finding
from hubspoke_network.model.facts import Facts
from hubspoke_network.model.network_model import NetworkModel, build_model
from hubspoke_network.readers.pulumi_resources import PulumiResource, settable, to_resources
from hubspoke_policies.base.settings import default_settings, read_settings
from hubspoke_policies.base.verdicts import Analysis, judge
from hubspoke_policies.sets.registry import rule

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
TODAY = date(2026, 12, 1)


def model_of(recording: Recording, facts: Facts | None = None) -> NetworkModel:
    """The recorded resources as a model: the ids that the mocks answer are turned into Azure's."""
    ids = {f"{item.name}_id": found for item in recording if (found := _id(item))}
    seen = [
        PulumiResource(item.urn, item.type, settable(item.type, _with_ids(item.inputs, ids)), subscription=SUBSCRIPTION)
        for item in recording
    ]
    return build_model(to_resources(seen, SUBSCRIPTION), facts or Facts())


def _id(item: Registered) -> str:
    rt = type_by_token(item.type)
    made = resource_id(rt, item.inputs, SUBSCRIPTION) if rt is not None else ""
    return made if isinstance(made, str) else ""


def _with_ids(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_ids(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_ids(item, ids) for item in value]
    return ids.get(value, value) if isinstance(value, str) else value


def findings(model: NetworkModel, rule_id: str, **options: Any) -> list[Finding]:
    """What a rule of the pack reports on a model, undecided included. Fails where it does not apply."""
    wanted = rule(rule_id)
    assert wanted is not None
    settings = read_settings(wanted, options) if options else default_settings(wanted)
    verdict = judge(wanted, Analysis(model), settings, TODAY)
    assert verdict.not_applicable is None, verdict.not_applicable
    return [*verdict.findings, *verdict.undecided]
