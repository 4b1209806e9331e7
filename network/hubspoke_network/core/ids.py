"""Azure resource ids: parsed once, compared without case.

Source: ARM treats the segment names and the names of network resources as case-insensitive on input and may answer in
another case (azure-resource-manager documentation, resource ids).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_ID = re.compile(
    r"^/subscriptions/(?P<subscription>[^/]+)"
    r"(?:/resourcegroups/(?P<group>[^/]+))?"
    r"(?:/providers/(?P<namespace>[^/]+)/(?P<rest>[^/]+/[^/]+(?:/[^/]+/[^/]+)*))?/?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ResourceId:
    """A parsed id. `segments` are (type, name) pairs below the provider namespace; a resource group has none."""

    subscription: str
    resource_group: str
    namespace: str
    segments: tuple[tuple[str, str], ...]

    @property
    def type(self) -> str:
        """The ARM type, `Microsoft.Network/virtualNetworks/subnets`, in the case it was written."""
        if not self.segments:
            return "Microsoft.Resources/resourceGroups" if self.resource_group else "Microsoft.Resources/subscriptions"
        return "/".join([self.namespace, *(segment for segment, _ in self.segments)])

    @property
    def name(self) -> str:
        """The last name in the id."""
        return self.segments[-1][1] if self.segments else self.resource_group or self.subscription

    @property
    def parent(self) -> "ResourceId | None":
        """The resource this one lies in; for a top-level resource its group, for a group its subscription."""
        if len(self.segments) > 1:
            return ResourceId(self.subscription, self.resource_group, self.namespace, self.segments[:-1])
        if self.segments and self.resource_group:
            return ResourceId(self.subscription, self.resource_group, "", ())
        return ResourceId(self.subscription, "", "", ()) if self.segments or self.resource_group else None

    @property
    def top(self) -> "ResourceId":
        """The top-level resource this one is or lies in: the VNet of a subnet."""
        return ResourceId(self.subscription, self.resource_group, self.namespace, self.segments[:1])

    @property
    def key(self) -> str:
        """The form to compare by: lower case."""
        return str(self).lower()

    def child(self, segment: str, name: str) -> "ResourceId":
        """The id of a child resource."""
        return ResourceId(
            self.subscription,
            self.resource_group,
            self.namespace,
            (*self.segments, (segment, name)),
        )

    def __str__(self) -> str:
        text = f"/subscriptions/{self.subscription}"
        if self.resource_group:
            text += f"/resourceGroups/{self.resource_group}"
        if self.segments:
            text += f"/providers/{self.namespace}"
            text += "".join(f"/{segment}/{name}" for segment, name in self.segments)
        return text


@lru_cache(maxsize=65_536)
def parse_id(text: str) -> ResourceId | None:
    """The parsed id, or None where `text` is not a full resource id."""
    match = _ID.match(text)
    if match is None:
        return None
    parts = (match["rest"] or "").split("/") if match["rest"] else []
    segments = tuple(zip(parts[::2], parts[1::2], strict=True))
    return ResourceId(match["subscription"], match["group"] or "", match["namespace"] or "", segments)


def same_id(a: str, b: str) -> bool:
    """Whether two ids name the same resource."""
    return a.rstrip("/").lower() == b.rstrip("/").lower()


def same_location(a: str, b: str) -> bool:
    """Whether two location names are the same region: `West Europe` is `westeurope`."""
    return normal_location(a) == normal_location(b)


def normal_location(location: str) -> str:
    """The region name as ARM answers it."""
    return location.replace(" ", "").lower()
