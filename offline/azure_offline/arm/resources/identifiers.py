"""Ids and etags that Azure makes up; here they are functions of what they are for."""

from hashlib import sha1

from azure_offline.store.store import Resource

_SEED = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8") + b"azure-offline:"  # the name space of URLs


def guid(*parts: object) -> str:
    """A GUID that is a function of its parts (a UUID of version 5): the same in every run."""
    digest = bytearray(sha1(_SEED + ":".join(map(str, parts)).encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    shown = digest.hex()
    return f"{shown[:8]}-{shown[8:12]}-{shown[12:16]}-{shown[16:20]}-{shown[20:]}"


def etag(resource: Resource) -> str:
    """The etag of a resource: another one after every write."""
    return f'W/"{guid("etag", resource.key, resource.revision)}"'
