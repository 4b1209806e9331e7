"""Object groups as arguments: named sets of addresses, services and application security groups, defined once."""

from collections.abc import Iterator
from functools import cached_property

from hubspoke.base import Args
from hubspoke_network.azure import tag_name
from hubspoke_network.core import Problem, SpecError
from hubspoke_network.sets.object_groups import ObjectGroups, read_object_groups


class ObjectGroupsArgs(Args):
    """Named sets that security rules use by name. A change of a group changes every rule that uses it."""

    addresses: dict[str, list[str]] | None = None
    """Addresses, prefixes, ranges (10.0.1.4-10.0.1.9) and other groups, by name."""
    services: dict[str, list[str]] | None = None
    """Services (tcp/443, udp/53,123, icmp) and other groups, by name."""
    application_security_groups: dict[str, list[str]] | None = None
    """Ids of application security groups and other groups, by name."""

    def own_problems(self) -> Iterator[Problem]:
        """Members that cannot be read, names that mean something else already, groups that contain themselves."""
        yield from self.misread
        for part, groups in self._document().items():
            for name in groups:
                tag = tag_name(name)
                if tag is not None:
                    yield Problem("HS402", f"{part}.{name}", name, f"is the service tag {tag}", "choose another name")

    @property
    def groups(self) -> ObjectGroups:
        """The groups, their members resolved. None where there are mistakes in them."""
        return self._read[0]

    @property
    def misread(self) -> tuple[Problem, ...]:
        """What is wrong with the members and between the names."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[ObjectGroups, tuple[Problem, ...]]:
        try:
            return read_object_groups(self._document(), ""), ()
        except SpecError as error:
            problems = (Problem(p.code, p.path.lstrip("."), p.value, p.message, p.instead) for p in error.problems)
            return ObjectGroups(), tuple(problems)

    def _document(self) -> dict[str, dict[str, list[str]]]:
        parts = {
            "addresses": self.addresses,
            "services": self.services,
            "applicationSecurityGroups": self.application_security_groups,
        }
        return {name: dict(part) for name, part in parts.items() if part}

    def with_more(self, other: "ObjectGroupsArgs | None") -> "ObjectGroupsArgs":
        """These groups and those of `other` on top."""
        if other is None:
            return self
        return ObjectGroupsArgs.model_construct(
            addresses={**(self.addresses or {}), **(other.addresses or {})},
            services={**(self.services or {}), **(other.services or {})},
            application_security_groups={
                **(self.application_security_groups or {}),
                **(other.application_security_groups or {}),
            },
        )
