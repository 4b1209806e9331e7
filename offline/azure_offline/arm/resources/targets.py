"""What a request is addressed to: an id taken apart, also of collections and of resources attached to others."""

import re
from dataclasses import dataclass
from functools import lru_cache

_HEAD = re.compile(r"^/subscriptions/([^/]+)(?:/resourcegroups(?:/([^/]+))?)?$", re.IGNORECASE)
_PROVIDERS = re.compile(r"/providers/", re.IGNORECASE)

GROUP_TYPE = "Microsoft.Resources/resourceGroups"
SUBSCRIPTION_TYPE = "Microsoft.Resources/subscriptions"


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed request path. `id` keeps the names' case and has ARM's own case in its fixed words.

    `parent` is the key of what it lies in: the parent resource of a child, the group of a top-level resource, the scope
    of an attached one (a lock). `collection`: the path names all resources of a type. `attached`: below another
    resource's `/providers/`.
    """

    id: str
    key: str
    type: str
    name: str
    subscription: str
    group: str
    parent: str
    collection: bool = False
    attached: bool = False

    @property
    def kind(self) -> str:
        """The type in lower case."""
        return self.type.lower()

    @property
    def group_key(self) -> str:
        """The key of the resource group; empty for what lies in none."""
        return f"/subscriptions/{self.subscription}/resourcegroups/{self.group}".lower() if self.group else ""

    @property
    def top(self) -> str:
        """The key of the top-level resource this one is or lies in: of the VNet of a subnet."""
        return top_key(self.key)

    def child(self, word: str, name: str) -> "Target":
        """A resource that lies in this one: `word` is the last of its type. What `parse_target` makes of its path."""
        text = f"{self.id}/{word}/{name}"
        kind = f"{self.type}/{word}"
        return Target(text, text.lower(), kind, name, self.subscription, self.group, self.key, attached=self.attached)


def top_key(key: str) -> str:
    """The key of the top-level resource that a key is or lies below."""
    head, mark, rest = key.partition("/providers/")
    return f"{head}{mark}{'/'.join(rest.split('/')[:3])}" if mark else key


@lru_cache(maxsize=65_536)
def parse_target(path: str) -> Target | None:
    """The target of a request path, or None where the path is not one of ARM's."""
    path = _PROVIDERS.sub("/providers/", path.rstrip("/"))
    scope, mark, rest = path.rpartition("/providers/")
    if not mark:
        return _group_or_subscription(path)
    if "/providers/" in scope:
        inner = parse_target(scope)
        if inner is None or inner.collection:
            return None
        return _resource(inner.subscription, inner.group, inner.id, rest, attached=True)
    head = _HEAD.match(scope)
    if head is None:
        return None
    subscription, group = head[1], head[2] or ""
    return _resource(subscription, group, _head(subscription, group), rest, attached=False)


def _head(subscription: str, group: str) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}" if group else f"/subscriptions/{subscription}"


def _group_or_subscription(path: str) -> Target | None:
    head = _HEAD.match(path)
    if head is None:
        return None
    subscription, group = head[1], head[2] or ""
    if path.lower().endswith("/resourcegroups") and not group:
        key = path.lower()
        return Target(path, key, GROUP_TYPE, "", subscription, "", f"/subscriptions/{subscription}".lower(), True)
    text = _head(subscription, group)
    if group:
        parent = f"/subscriptions/{subscription}".lower()
        return Target(text, text.lower(), GROUP_TYPE, group, subscription, group, parent)
    return Target(text, text.lower(), SUBSCRIPTION_TYPE, subscription, subscription, "", "")


def _resource(subscription: str, group: str, scope: str, rest: str, *, attached: bool) -> Target | None:
    parts = rest.split("/")
    if len(parts) < 2 or not all(parts):
        return None
    namespace, tail = parts[0], parts[1:]
    collection = len(tail) % 2 == 1
    kind = "/".join([namespace, *tail[::2]])
    text = f"{scope}/providers/{rest}"
    below = tail[:-1] if collection else tail[:-2]
    parent = f"{scope}/providers/{'/'.join([namespace, *below])}" if below else scope
    name = "" if collection else tail[-1]
    return Target(text, text.lower(), kind, name, subscription, group, parent.lower(), collection, attached)


def with_type_case(target: Target, type_name: str) -> Target:
    """The target with the type written as ARM writes it, in `type` and in `id`."""
    if target.type == type_name or target.kind != type_name.lower():
        return target
    head, mark, rest = target.id.rpartition("/providers/")
    names = rest.split("/")[2::2]
    words = type_name.split("/")
    tail = [word for pair in zip(words[1:], names, strict=False) for word in pair]
    text = f"{head}{mark}{'/'.join([words[0], *tail])}"
    return Target(
        text,
        target.key,
        type_name,
        target.name,
        target.subscription,
        target.group,
        target.parent,
        target.collection,
        target.attached,
    )
