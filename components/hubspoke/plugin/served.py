"""Which components the plugin serves, with the classes of their arguments and their outputs."""

import inspect
from collections.abc import Iterator
from typing import Any

import pulumi
from pydantic.alias_generators import to_camel

from hubspoke._member_texts import own_texts
from hubspoke._options import Component
from hubspoke.args import Args
from hubspoke.attached_spoke import AttachedSpoke
from hubspoke.circuit import ExpressRouteCircuit
from hubspoke.direct_peering import DirectPeering
from hubspoke.dmz import Dmz
from hubspoke.estate import Estate
from hubspoke.flow_logs import FlowLogs
from hubspoke.hub import Hub
from hubspoke.hub_mesh import HubMesh
from hubspoke.internal_only_nsg import InternalOnlyNsg
from hubspoke.plugin.shapes import Shape, shape_of
from hubspoke.route_filter import Office365RouteFilter
from hubspoke.spoke import Spoke

COMPONENTS: tuple[type[Component], ...] = (
    AttachedSpoke,
    DirectPeering,
    Dmz,
    Estate,
    ExpressRouteCircuit,
    FlowLogs,
    Hub,
    HubMesh,
    InternalOnlyNsg,
    Office365RouteFilter,
    Spoke,
)
"""Every component that the plugin serves, by name. A new one is added here, and nowhere else."""

SECRET_OUTPUTS = frozenset({"ExpressRouteCircuit.authorizationKeys"})
"""Outputs that are secret whatever goes into them."""


def args_class(component: type[Component]) -> type[Args]:
    """The class of a component's arguments, as its constructor names it."""
    found = inspect.get_annotations(component.__init__).get("args")
    if not (isinstance(found, type) and issubclass(found, Args)):
        raise TypeError(f"{component.__name__}: the constructor's `args` must be annotated with an Args class")
    return found


def output_names(component: type[Component]) -> dict[str, str]:
    """A component's outputs: name in other languages to the attribute's name."""
    return {to_camel(name): name for name, _ in _public_annotations(component)}


def output_shapes(component: type[Component]) -> dict[str, Shape]:
    """The shapes of a component's outputs, by their names in other languages."""
    return {
        to_camel(name): shape_of(annotation, f"{component.__name__}.{name}")
        for name, annotation in _public_annotations(component)
    }


def _public_annotations(component: type[Component]) -> Iterator[tuple[str, Any]]:
    """Annotations of outputs, those of base classes first."""
    for cls in reversed(component.__mro__):
        if issubclass(cls, pulumi.ComponentResource) and cls.__module__.startswith("hubspoke"):
            for name, annotation in inspect.get_annotations(cls).items():
                if not name.startswith("_"):
                    yield name, annotation


def member_docs(cls: type[Any]) -> dict[str, str]:
    """The texts that stand below a class's annotated attributes, or below the members of an enum."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("hubspoke"):
            found |= own_texts(base)
    return found
