"""Names that ARM takes, made from those ASM took."""

import hashlib
import re

from hubspoke_network.azure import name_rule


def usable_name(arm_type: str, name: str) -> str:
    """`name` where ARM takes it; otherwise its usable characters and a short hash, so that names stay apart."""
    rule = name_rule(arm_type)
    if rule is None or rule.problem(name) is None:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:4]
    cleaned = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[: rule.maximum - 5].strip("-")
    return f"{cleaned}-{digest}" if cleaned else f"{rule.abbreviation}-{digest}"


def slug(name: str, taken: set[str]) -> str:
    """A key for files and settings (lower case, digits, `-`) that is not in `taken`, to which it is added."""
    cleaned = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "network"
    if not cleaned[0].isalpha():
        cleaned = f"n-{cleaned}"
    digest = hashlib.sha256(name.encode()).hexdigest()
    key = cleaned
    for length in range(4, len(digest)):
        if key not in taken:
            break
        key = f"{cleaned}-{digest[:length]}"
    taken.add(key)
    return key
