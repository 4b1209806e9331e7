"""What flow logs and diagnostics will consist of: pure, no Pulumi resource is made here."""

import re
from dataclasses import dataclass

from hubspoke.base import Namer, NameRequest, NamingArgs, digest
from hubspoke.flow_logs.args import (
    DIAGNOSTIC,
    FLOW_LOG,
    STORAGE,
    WATCHER_GROUP,
    WORKSPACE,
    FlowLogsArgs,
    by_region,
)
from hubspoke_network.core import normal_location

_HASH = 6
_LONGEST_ACCOUNT = 24


@dataclass(frozen=True, slots=True)
class FlowLogPlan:
    """A flow log: below which watcher, and of which region's storage."""

    key: str
    azure_name: str
    region: str
    watcher: str
    watcher_group: str


@dataclass(frozen=True, slots=True)
class FlowLogsPlan:
    """Flow logs and diagnostics. `storage` are the accounts that are made: region to Azure name."""

    storage: dict[str, str]
    workspace: str | None
    logs: tuple[FlowLogPlan, ...]
    diagnostics: dict[str, str]


def plan_flow_logs(name: str, args: FlowLogsArgs, unique: str = "") -> FlowLogsPlan:
    """The plan of the flow logs called `name`. `unique` keeps storage accounts' names apart from everybody else's.

    Raises `ArgsError` where a name cannot be made.
    """
    scheme, overrides = args.naming or NamingArgs(), args.names or {}
    namer = Namer(args.label or name, args.location, scheme, overrides)
    accounts = Namer(namer.label, args.location, _compact(scheme, args.unique or unique), overrides)
    workspaces = Namer(namer.label, args.location, _hyphened(scheme), overrides)
    given = by_region(args.storage)
    made = [region for region in args.regions() if region not in given]
    return FlowLogsPlan(
        storage={region: accounts.name(STORAGE, "storage", region) for region in made},
        workspace=workspaces.name(WORKSPACE, "workspace") if args.makes_workspace else None,
        logs=tuple(_log(key, args, namer) for key in args.targets or {}),
        diagnostics={key: namer.name(DIAGNOSTIC, "diagnostic", key) for key in args.diagnostics or {}},
    )


def _log(key: str, args: FlowLogsArgs, namer: Namer) -> FlowLogPlan:
    region = normal_location((args.targets or {})[key].location)
    watchers = {normal_location(name): watcher for name, watcher in (args.watchers or {}).items()}
    given = watchers.get(region)
    return FlowLogPlan(
        key=key,
        azure_name=namer.name(FLOW_LOG, "flow-log", key),
        region=region,
        # Azure makes this watcher with the first network of a region, and takes no second one there.
        watcher=given.name if given else f"NetworkWatcher_{region}",
        watcher_group=given.resource_group_name if given else WATCHER_GROUP,
    )


def _hyphened(scheme: NamingArgs) -> NamingArgs:
    """The scheme for workspaces, whose names have hyphens only."""
    return scheme.by(lambda request: re.sub(r"[^A-Za-z0-9]+", "-", scheme.ask(request)).strip("-"))


def _compact(scheme: NamingArgs, unique: str) -> NamingArgs:
    """The scheme for storage accounts: lower case and digits only, and a hash, since all of Azure shares the names."""

    def name(request: NameRequest) -> str:
        text = re.sub(r"[^a-z0-9]", "", scheme.ask(request).lower())
        return text[: _LONGEST_ACCOUNT - _HASH] + digest((unique, text), _HASH)

    return scheme.by(name)
