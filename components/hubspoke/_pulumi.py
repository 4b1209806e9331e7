"""What the components use of Pulumi's SDK and of pydantic though it is private there, or may change without notice.

Nothing else in the package touches such a name (`tests/contract/test_private_names.py`), `pyproject.toml` bounds the
versions, and where there is a public way it takes over (`tests/components/test_private_names_gone.py`).
"""

from collections.abc import Iterable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

import pulumi

from hubspoke_network.core import Problem

if TYPE_CHECKING:
    from pulumi.provider.server import ProviderServicer

# Stands for a resource of which only the URN is known. The SDK made it for its own use.
_Reference: Any = getattr(pulumi.resource, "DependencyResource", None)

# `pulumi.Input` is made of forward references to `Output` and `T`, which are looked up where pydantic is told to.
MODEL_NAMES: dict[str, Any] = {"_types_namespace": {"Output": pulumi.Output, "T": TypeVar("T")}}
"""Keyword arguments of pydantic's `model_rebuild`."""

_INPUTS = "_construct_inputs"


def alone(resource: pulumi.Resource) -> pulumi.Resource:
    """A dependency on `resource`, and on nothing that came before it.

    The SDK follows every dependency to its end, recursively, each time one is added. A chain of a few hundred resources
    (the peerings on one hub, the subnets of one network) would cost the square of its length, and then the recursion
    limit. The engine sees the same dependency either way: the resource's URN. The public way is the resource itself.
    """
    if _Reference is None:
        return resource
    reference: pulumi.Resource = _Reference("")
    reference.__dict__["urn"] = resource.urn
    return reference


def by_urn(urn: str) -> pulumi.Resource:
    """A resource that another program made: what an output that came over the wire depends on. There is no public way;
    the plugin does not start without (`plugin_problems`).
    """
    reference: pulumi.Resource = _Reference(urn)
    return reference


def config_keys(project: str, known: Iterable[str]) -> list[str]:
    """The keys that the stack file has for the project. `pulumi.Config` reads a key, but does not list them.

    The public way is to try those that are `known`: whatever else is there cannot be told as a mistake then, and a
    warning says so.
    """
    try:
        every = {**pulumi.runtime.config.get_config_env(), **pulumi.runtime.config.CONFIG.get()}
    except AttributeError:
        pulumi.log.warn("This version of Pulumi's SDK lists no settings: a setting that is misspelt goes unnoticed.")
        config = pulumi.Config(project)
        return [key for key in known if config.get(key) is not None]
    prefix = f"{project}:"
    return [key.removeprefix(prefix) for key in every if key.startswith(prefix)]


def plugin_problems() -> list[Problem]:
    """Why the plugin cannot serve with this SDK: without one of these, inputs or their dependencies would get lost."""
    missing = [] if hasattr(_server(), _INPUTS) else [f"ProviderServicer.{_INPUTS}"]
    missing += [] if _Reference is not None else ["DependencyResource"]
    installed = f"pulumi {version('pulumi')}"
    instead = "install a version of pulumi that this release of hubspoke was made for"
    return [Problem("HS210", name, installed, "does not have it, and the inputs need it", instead) for name in missing]


def servicer(read: Any) -> "type[ProviderServicer]":
    """The SDK's server of a provider, with inputs as `read` gives them: the SDK's own hide them in outputs."""
    return type("Servicer", (_server(),), {_INPUTS: staticmethod(read)})


def _server() -> Any:
    try:
        from pulumi.provider.server import ProviderServicer
    except ImportError:
        return None
    return ProviderServicer
