"""The one place where a component's children get their options."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pulumi
from pydantic.alias_generators import to_camel

from hubspoke._pulumi import alone
from hubspoke.base.aliases import drop_version_aliases
from hubspoke.base.moved import aliases_of

VNET_TYPE = "azure-native:network:VirtualNetwork"
Dependency = pulumi.Resource | pulumi.Output[Any] | None
T = TypeVar("T")


class Component(pulumi.ComponentResource):
    """Base of the components: their children get parent, order, protection and aliases from here."""

    def __init__(self, token: str, name: str, opts: pulumi.ResourceOptions | None, keep_version_aliases: bool | None):
        opts = opts or pulumi.ResourceOptions()
        if not keep_version_aliases:
            opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(transformations=[drop_version_aliases]))
        self._token = token
        self._component_name = name
        # Pulumi hands a component's own dependencies to no child; what the user wants first must come first for all.
        self._first: list[pulumi.Input[pulumi.Resource]] = _listed(opts.depends_on)
        super().__init__(token, name, None, opts)

    @classmethod
    def declared_outputs(cls) -> Iterator[tuple[str, Any]]:
        """Name and annotation of each output, those of base classes first: the public annotations of our classes."""
        for owner in reversed(cls.__mro__):
            if issubclass(owner, Component) and owner.__module__.startswith("hubspoke."):
                annotations = inspect.get_annotations(owner).items()
                yield from ((name, annotation) for name, annotation in annotations if not name.startswith("_"))

    def outputs(self) -> dict[str, pulumi.Output[Any]]:
        """The outputs by the names that stacks and other languages have for them."""
        return {to_camel(name): getattr(self, name) for name, _ in self.declared_outputs()}

    def logical(self, role: str, key: str = "") -> str:
        """The logical name of the child in `role`, for one of the user's keys where there are several."""
        return "-".join(part for part in (self._component_name, role, key) if part)

    def child(
        self,
        role: str,
        key: str = "",
        *,
        after: Sequence[Dependency] = (),
        protect: bool | None = None,
        provider: pulumi.ProviderResource | None = None,
        replace_on: Sequence[str] = (),
        ignore: Sequence[str] = (),
        secret_outputs: Sequence[str] = (),
    ) -> pulumi.ResourceOptions:
        """Options of the child in `role`; `after` are resources it waits for, or outputs of such resources."""
        aliases: list[Any] = list(aliases_of(self._token, self._component_name, role, key))
        return pulumi.ResourceOptions(
            parent=self,
            depends_on=[*self._first, *(made for item in after if (made := _dependency(item)) is not None)],
            protect=protect,
            provider=provider,
            replace_on_changes=list(replace_on) or None,
            ignore_changes=list(ignore) or None,
            additional_secret_outputs=list(secret_outputs) or None,
            aliases=aliases or None,
        )


def by_key(outputs: Mapping[str, pulumi.Output[T]]) -> pulumi.Output[dict[str, T]]:
    """Outputs as one, by key. The SDK's `Output.all()` of nothing would be a list."""
    return pulumi.Output.all(**outputs) if outputs else pulumi.Output.from_input({})


def _listed(depends_on: Any) -> list[pulumi.Input[pulumi.Resource]]:
    if depends_on is None:
        return []
    if isinstance(depends_on, pulumi.Output):
        return [_dependency(depends_on)]
    return list(depends_on) if isinstance(depends_on, Sequence) else [depends_on]


def _dependency(item: Any) -> Any:
    """`item` as a dependency. An output stands for the resources it came from: its value is dropped."""
    if isinstance(item, pulumi.Output):
        return item.apply(lambda _: None)
    return item if item is None else alone(item)
