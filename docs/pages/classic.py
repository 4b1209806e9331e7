"""The page of findings about classic networks."""

from hubspoke_network.refusals.classic.rules import classic_rules
from pages import page

EFFECTS = {
    "refused": "Validate or Prepare fails until it is cured.",
    "unsupported": "The network cannot migrate.",
    "holds": "The network is its own holding network.",
    "gateway": "A gateway command fails.",
    "target": "ARM, or the hub, refuses the result.",
    "lost": "The migration goes through, and something is gone.",
    "undecided": "Cannot be said.",
    "note": "To be looked at.",
}


def classic_findings() -> dict[str, str]:
    """One anchor for each finding about classic networks."""
    lines = [
        "# Findings about classic networks",
        "",
        "What `hubspoke migrate classic` may find: what it means, why, and what to do. Words in {braces} are filled.",
    ]
    for effect, meaning in EFFECTS.items():
        rules = sorted((rule for rule in classic_rules().values() if rule.effect == effect), key=lambda rule: rule.id)
        lines += ["", f"## {meaning}"]
        for rule in rules:
            lines += ["", f'<a id="{rule.id}"></a>', "", f"**{rule.title}** (`{rule.id}`, {rule.severity})", ""]
            lines += [f"- Found: {_markdown(rule.message)}"]
            lines += [f"- Azure says: {_markdown(rule.said)}"] if rule.said else []
            lines += [f"- Why: {_markdown(rule.cause)}", f"- Do: {_markdown(rule.cure)}", f"- Source: {rule.source}"]
    return {"guides/classic-findings.md": page(lines)}


def _markdown(text: str) -> str:
    return text.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")
