"""The plugin's provider: validates a component's whole input once, then makes the component."""

from collections.abc import Mapping
from typing import Any, NoReturn

import pulumi
from pulumi.provider import ConstructResult, Provider

from hubspoke.base import ArgsError, Component, path_text
from hubspoke.hub import Hub
from hubspoke.plugin.anchors import Anchors
from hubspoke.plugin.schema import package_version, schema_text, token_of
from hubspoke.plugin.served import COMPONENTS, args_class
from hubspoke.plugin.values import ReadArguments, read_arguments, secret_places
from hubspoke.plugin.wire import Wire
from hubspoke_network.core import Problem


class HubspokeProvider(Provider):
    """Serves the components of this package to the engine.

    Takes the place of the SDK's own component provider, which infers a schema from the same classes, but does not
    know pydantic's: there, a default does not make a field optional, an unknown key is dropped, the first missing input
    ends everything, and an object that arrives as an output counts as missing.
    """

    def __init__(self) -> None:
        super().__init__(package_version(), schema_text())
        self._served = {token_of(component): component for component in COMPONENTS}
        self._anchors = Anchors()

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Mapping[str, Any],
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Make a component from its inputs, which are `Wire` values as our server reads them.

        Raises `InputPropertiesError` with every mistake in them.
        """
        component = self._served.get(resource_type)
        if component is None:
            served = ", ".join(sorted(self._served))
            raise pulumi.InputPropertiesError(f"{resource_type} is not served by this plugin; it serves {served}")
        wires = {key: value for key, value in inputs.items() if isinstance(value, Wire)}
        made = self._make(component, name, wires, options)
        if isinstance(made, Hub):
            self._anchors.remember(made)
        return ConstructResult(made.urn, made.outputs())

    def _make(
        self, component: type[Component], name: str, inputs: dict[str, Wire], options: pulumi.ResourceOptions | None
    ) -> Component:
        cls = args_class(component)
        taken = read_arguments(cls, inputs)
        try:
            args = self._anchors.attach(cls.of(taken.fields), taken)
            # The base class has another constructor than the components, which all have this one.
            return component(name, args, options)  # type: ignore[arg-type, call-arg]
        except ArgsError as error:
            hidden = {path_text(path) for path in secret_places(inputs)}
            _refuse(f"{component.__name__} {name!r}", error.problems, taken, hidden)


def _refuse(subject: str, problems: tuple[Problem, ...], taken: ReadArguments, hidden: set[str]) -> NoReturn:
    secrets = {path_text(path) for path in taken.secrets}
    told = [_reworded(problem) if problem.path in secrets else problem for problem in problems]
    count = f"{len(told)} problem{'s' if len(told) != 1 else ''}"
    raise pulumi.InputPropertiesError(
        f"{subject} has {count} in its arguments:",
        [
            {
                "property_path": _path_to_show(problem, hidden),
                "reason": f"[{problem.code}] {problem.message}; {problem.instead}",
            }
            for problem in told
        ],
    )


def _path_to_show(problem: Problem, hidden: set[str]) -> str:
    """The path, such that the engine finds no value there where it would show a secret: it hides none (3.259)."""
    return f"{problem.path} (secret)" if problem.path in hidden or problem.value == "[secret]" else problem.path


def _reworded(problem: Problem) -> Problem:
    message, instead = "is secret, but decides what is made", "write a plain value, or take its secrecy away"
    return Problem(problem.code, problem.path, "[secret]", message, instead)
