"""Reads facts, which no Azure resource holds: a small YAML file, or the settings of a stack.

    onPremises: [10.128.0.0/12]            # what every gateway learns; or a map of sites, as in a stack's settings
    gateways: {vgw-hub: [10.128.0.0/12]}   # what one learns; likewise connections, circuits, and hubs (networks)
    appliances:
      10.0.1.4:                            # by address, name or id
        passes: ["tcp 10.0.0.0/8 -> 10.1.0.0/22:443"]     # what it lets through; or: everything
        stateful: true
        translates: false                  # whether flows to the Internet leave with an address of its own
    applicationSecurityGroups: {web: [10.1.0.4, 10.1.0.5]}
    objectGroups: {addresses: {activeDirectory: [10.0.1.4]}}

Every mistake is told at once: HS301 to HS305, and HS4xx for object groups.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hubspoke_network.core import BASE, Problem, ReadError, SpecError, namespace_of, over_base
from hubspoke_network.model import Appliance, Facts
from hubspoke_network.sets import AddressError, AddressSet, FlowSet, Network, PrefixError, parse_prefix
from hubspoke_network.sets.object_groups import ObjectGroups, read_object_groups

MAX_BYTES = 4 * 2**20
EVERYTHING = "everything"
_SITES = "(sites)"
_IN_SETTINGS = ("onPremises", "objectGroups")
_FORMS = {
    "dict_type": "is no map",
    "model_type": "is no map",
    "tuple_type": "is no list",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "string_type": "is no text",
}


class _Mistake(ValueError):
    """A value that cannot be read: code, and what to write instead."""

    def __init__(self, code: str, message: str, instead: str) -> None:
        self.code, self.message, self.instead = code, message, instead
        super().__init__(message)


def _prefix(value: object) -> Network:
    try:
        return parse_prefix(value if isinstance(value, str) else repr(value))
    except PrefixError as error:
        instead = f"write {error.corrected}" if error.corrected else "write a prefix such as 10.0.0.0/8"
        raise _Mistake("HS304", error.reason, instead) from None


def _addresses(value: object) -> AddressSet:
    try:
        return AddressSet.parse(*value) if isinstance(value, list) else AddressSet.parse(str(value))
    except (AddressError, AttributeError, TypeError) as error:
        raise _Mistake("HS304", "is no address", "write addresses or prefixes, for example 10.1.0.4") from error


def _flows(value: object) -> FlowSet:
    if value == EVERYTHING:
        return FlowSet.everything()
    texts = value if isinstance(value, list) else [value]
    try:
        return FlowSet.union(FlowSet.parse(str(text)) for text in texts)
    except ValueError as error:
        instead = f"write {EVERYTHING}, or flows such as 'tcp 10.0.0.0/8 -> 10.1.0.0/22:443'"
        raise _Mistake("HS305", "cannot be read as flows", instead) from error


_Prefix = Annotated[Network, BeforeValidator(_prefix)]
_Prefixes = dict[str, tuple[_Prefix, ...]]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)


class _Appliance(_File):
    passes: Annotated[FlowSet, BeforeValidator(_flows)]
    stateful: bool = True
    translates: bool = False


class _Facts(_File):
    on_premises: tuple[_Prefix, ...] | None = Field(None, alias="onPremises")
    sites: _Prefixes = Field(default_factory=dict, alias=_SITES)
    gateways: _Prefixes = Field(default_factory=dict)
    circuits: _Prefixes = Field(default_factory=dict)
    connections: _Prefixes = Field(default_factory=dict)
    hubs: _Prefixes = Field(default_factory=dict)
    appliances: dict[str, _Appliance] = Field(default_factory=dict)
    asgs: dict[str, Annotated[AddressSet, BeforeValidator(_addresses)]] = Field(
        default_factory=dict, alias="applicationSecurityGroups"
    )
    object_groups: Any = Field(None, alias="objectGroups")


def read_facts(path: Path) -> Facts:
    """The facts in a file, and in the base that a stack's settings name.

    Raises `ReadError` where a file is no YAML, `SpecError` with every mistake in it.
    """
    document = _read(path)
    config = document.get("config") if isinstance(document, Mapping) else None
    name = config.get(f"{namespace_of(config, (BASE,))}:{BASE}") if isinstance(config, Mapping) else None
    if isinstance(config, Mapping) and isinstance(name, str):
        base = _read(path.parent / name)
        shared = base.get("config") if isinstance(base, Mapping) else None
        document = {"config": over_base(shared if isinstance(shared, Mapping) else {}, config)}
    return facts_of(document, str(path))


def _read(path: Path) -> object:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"{path}: larger than {MAX_BYTES // 2**20} MiB, which no file of facts is")
        found: object = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ReadError(f"{path}: no YAML: {' '.join(str(error).split())}") from None
    return found


def facts_of(document: object, subject: str = "facts") -> Facts:
    """The facts in a parsed document. Raises `SpecError`."""
    prefix = ""
    if isinstance(document, Mapping) and isinstance(document.get("config"), Mapping):
        prefix = f"{namespace_of(document['config'], _IN_SETTINGS)}:"
        document = _of_settings(document["config"], prefix)
    problems: list[Problem] = []
    groups = ObjectGroups()
    if isinstance(document, Mapping) and document.get("objectGroups") is not None:
        try:
            groups = read_object_groups(document["objectGroups"], f"{prefix}objectGroups")
        except SpecError as error:
            problems += error.problems
    read = None
    try:
        read = _Facts.model_validate(_with_sites(document))
    except ValidationError as error:
        problems += [_problem(item, prefix) for item in error.errors()]
    if problems or read is None:
        raise SpecError(problems, subject)
    return Facts(
        on_premises=_every_site(read),
        gateways=_lower(read.gateways),
        circuits=_lower(read.circuits),
        connections=_lower(read.connections),
        hubs=_lower(read.hubs),
        appliances={key.lower(): Appliance(a.passes, a.stateful, a.translates) for key, a in read.appliances.items()},
        asgs={key.lower(): addresses for key, addresses in read.asgs.items()},
        object_groups=groups,
    )


def _with_sites(document: object) -> object:
    """The document with `onPremises` apart, where it is a map of sites as in a stack's settings."""
    if not isinstance(document, Mapping) or not isinstance(document.get("onPremises"), Mapping):
        return {} if document is None else document
    rest = {key: value for key, value in document.items() if key != "onPremises"}
    return {**rest, _SITES: document["onPremises"]}


def _every_site(read: _Facts) -> tuple[Network, ...] | None:
    sites = tuple(prefix for prefixes in read.sites.values() for prefix in prefixes)
    return read.on_premises if not read.sites else sites


def _of_settings(config: Mapping[Any, Any], prefix: str) -> dict[str, Any]:
    """The facts among a stack's settings; whatever else it configures is none of ours."""
    return {key: value for key in _IN_SETTINGS if (value := config.get(f"{prefix}{key}")) is not None}


def _lower(prefixes: Mapping[str, tuple[Network, ...]]) -> dict[str, tuple[Network, ...]]:
    return {key.rstrip("/").lower(): value for key, value in prefixes.items()}


def _problem(error: Any, prefix: str) -> Problem:
    top, *rest = error["loc"] or ("(the file)",)
    steps = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest]
    path = f"{prefix}{'onPremises' if top == _SITES else top}{''.join(steps)}"
    cause = error.get("ctx", {}).get("error")
    value = "" if isinstance(error["input"], Mapping | list) else str(error["input"])
    if isinstance(cause, _Mistake):
        return Problem(cause.code, path, value, cause.message, cause.instead)
    if error["type"] == "extra_forbidden":
        names = ", ".join(field.alias or name for name, field in _Facts.model_fields.items() if name != "sites")
        return Problem("HS302", path, "", "is no fact that is known", f"write one of {names}")
    if error["type"] == "missing":
        return Problem("HS301", path, "", "is missing", "write it")
    message = _FORMS.get(error["type"], "has the wrong form")
    return Problem("HS303", path, value, message, "write it as the example at the head of docs/questions.md does")
