"""What this package uses of Pulumi that is private or may change, all of it here. What is missing has a public way.

Written against pulumi-policy 1.21; pyproject.toml has the bounds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hubspoke_network.core import UNKNOWN

__all__ = ["CHANNEL_OPTIONS", "Servicer", "opened"]

try:
    from pulumi_policy.policy import _PolicyAnalyzerServicer as Servicer
except ImportError:  # pragma: no cover (tests/policies/test_private_names.py runs it in an interpreter of its own)
    Servicer = None  # type: ignore[assignment,misc]
"""The SDK's analyzer, which `adapter.host` feeds with resources taken apart once. None where the SDK has none of that
name: then the pack is served by the SDK's public `PolicyPack`, which answers the same and is slower."""

CHANNEL_OPTIONS = [("grpc.max_receive_message_length", 400 * 1024 * 1024)]
"""What the SDK gives its own server (`_GRPC_CHANNEL_OPTIONS`): a large stack is more than gRPC's 4 MiB. In bytes."""


def opened(value: Any) -> Any:
    """The dict or list inside one of the SDK's proxies, so that unknown leaves can be looked at without an error.

    A proxy hands out what is inside for the key `__target`. One that does not is read leaf by leaf, and a leaf that
    cannot be read becomes the engine's mark of an unknown value. Whatever is no proxy comes back as it is.
    """
    if type(value) in {dict, list}:
        return value
    try:
        return value["__target"]
    except (KeyError, TypeError, IndexError):
        pass
    if isinstance(value, Mapping):
        return {key: _leaf(value, key) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_leaf(value, index) for index in range(len(value))]
    return value


def _leaf(holder: Any, key: Any) -> Any:
    try:
        return holder[key]
    except Exception:  # noqa: BLE001 (the SDK's own error type is as private as its proxies)
        return UNKNOWN
