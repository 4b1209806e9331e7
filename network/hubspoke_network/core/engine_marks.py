"""How Pulumi's engine marks what is not a plain value: unknown leaves, secrets, outputs, resources, assets.

Texts of the engine's protocol, without Pulumi itself (sdk/go/common/resource/sig and plugin/rpc.go in pulumi/pulumi).
"""

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key of an object that is something else than an object; its value says what."""

SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 (the mark of a secret, not one)
"""A secret: the value is under `value`, in states sealed under `ciphertext`."""
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
"""An output: `value` where it is known, `secret`, and `dependencies`, the URNs it came from."""
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
"""A reference to a resource: `urn`, and `id`, which is empty while it is not known."""
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Stands for a text that is not known yet; SDKs send it for values of every kind."""

UNKNOWNS = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""What the engine writes for a value that is not known yet, one text a type."""

SECRET_TEXT = "[secret]"  # noqa: S105 (what is shown instead of one)
"""What the engine shows instead of a secret in previews."""


def is_unknown(value: object) -> bool:
    """Whether the engine wrote `value` for something that is not known yet."""
    return isinstance(value, str) and value in UNKNOWNS
