"""The names of service tags, compared without case."""

from functools import lru_cache

from hubspoke_network.azure.service_data import load


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name.lower(): name for name in load("service_tags")["names"]}


@lru_cache(maxsize=4096)
def tag_name(text: str) -> str | None:
    """The tag `text` names, as Azure spells it; None where ARM knows no such tag.

    A tag may carry a region or a part: `Storage.WestEurope`, `AzureFrontDoor.Backend`. The suffix is kept as written.
    """
    base, dot, suffix = text.partition(".")
    name = _names().get(base.lower())
    if name is None or (dot and not suffix.replace(".", "").isalnum()):
        return None
    return f"{name}{dot}{suffix}"


def deny_only(tag: str) -> bool:
    """Whether rules with this tag may only deny (the platform's DNS, metadata and licensing)."""
    return tag in load("service_tags")["deny_only"]
