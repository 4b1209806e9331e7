"""The page of error codes."""

from hubspoke_network.core.codes import PROBLEM_CODES
from pages import page

AREAS = {
    "1": "Components",
    "2": "Settings",
    "3": "Readers and facts",
    "4": "Object groups",
    "5": "Command line",
    "6": "Offline Azure",
    "7": "Policies",
}


def errors() -> dict[str, str]:
    """One anchor for each code a problem may carry."""
    lines = [
        "# Errors",
        "",
        "Every mistake is reported at once: code, path, value, what is wrong, what to write instead.",
    ]
    for digit, area in AREAS.items():
        codes = sorted(code for code in PROBLEM_CODES if code[2] == digit)
        if codes:
            lines += ["", f"## {area}"]
        for code in codes:
            lines += ["", f'<a id="{code.lower()}"></a>', "", f"**{code}**: {PROBLEM_CODES[code]}"]
    return {"errors.md": page(lines)}
