"""The pure model of Azure hub-and-spoke networks: addresses, rules, routes, reachability.

Nothing in this package knows Pulumi. Components, policies, the offline Azure and the command line all ask it, so that
each fact of Azure is understood in one place. Names are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubspoke_network.addresses import AddressSet
    from hubspoke_network.allocation import Allocation, allocate
    from hubspoke_network.errors import HubspokeError, Problem, ReadError, SpecError, UnknownSubject
    from hubspoke_network.explain import explain_group
    from hubspoke_network.facts import Appliance, Facts
    from hubspoke_network.facts_file import read_facts
    from hubspoke_network.findings import Finding, SourcePosition
    from hubspoke_network.flows import Flow, FlowSet
    from hubspoke_network.model import NetworkModel, Resource, build_model
    from hubspoke_network.object_groups import ObjectGroups, read_object_groups
    from hubspoke_network.ports import PortSet
    from hubspoke_network.reach import Answer, Network
    from hubspoke_network.readers.files import read_document, read_files
    from hubspoke_network.security_groups import Decision, SecurityGroup, decide, read_group
    from hubspoke_network.unknown import Unknown

_HOME = {
    "AddressSet": "addresses",
    "Allocation": "allocation",
    "Answer": "reach",
    "Appliance": "facts",
    "Decision": "security_groups",
    "Facts": "facts",
    "Finding": "findings",
    "Flow": "flows",
    "FlowSet": "flows",
    "HubspokeError": "errors",
    "Network": "reach",
    "NetworkModel": "model",
    "ObjectGroups": "object_groups",
    "PortSet": "ports",
    "Problem": "errors",
    "ReadError": "errors",
    "Resource": "model",
    "SecurityGroup": "security_groups",
    "SourcePosition": "findings",
    "SpecError": "errors",
    "Unknown": "unknown",
    "UnknownSubject": "errors",
    "allocate": "allocation",
    "build_model": "model",
    "decide": "security_groups",
    "explain_group": "explain",
    "read_document": "readers.files",
    "read_facts": "facts_file",
    "read_files": "readers.files",
    "read_group": "security_groups",
    "read_object_groups": "object_groups",
}

__all__ = [
    "AddressSet",
    "Allocation",
    "Answer",
    "Appliance",
    "Decision",
    "Facts",
    "Finding",
    "Flow",
    "FlowSet",
    "HubspokeError",
    "Network",
    "NetworkModel",
    "ObjectGroups",
    "PortSet",
    "Problem",
    "ReadError",
    "Resource",
    "SecurityGroup",
    "SourcePosition",
    "SpecError",
    "Unknown",
    "UnknownSubject",
    "allocate",
    "build_model",
    "decide",
    "explain_group",
    "read_document",
    "read_facts",
    "read_files",
    "read_group",
    "read_object_groups",
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
