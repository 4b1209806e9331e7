"""The plan as a Markdown runbook with checkboxes. Names are a stranger's: prose is escaped, commands are quoted."""

import re
from collections.abc import Iterator

from hubspoke_network.migration.plan import Plan, Step

_WHERE = {
    "classic": "PowerShell, classic Azure module",
    "azure": "PowerShell, Az module",
    "pulumi": "the project's folder",
    "hand": "by hand",
}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def escaped(text: str) -> str:
    """`text` as Markdown that shows it literally."""
    return _MARKUP.sub(r"\\\1", text)


def runbook(plan: Plan) -> str:
    """The whole runbook."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield f"# Runbook: classic networks to the stack {escaped(plan.stack)}"
    yield ""
    yield "Tick a step when what stands under *then* is true, not when the command returned. Data keeps flowing while a"
    yield "network migrates; what is down is said at the step. Nothing but Commit, and moving a circuit, is final."
    for number, chapter in enumerate(plan.chapters, 1):
        yield ""
        yield f"## {number}. {escaped(chapter.title)}"
        for index, step in enumerate(chapter.steps, 1):
            yield ""
            yield from _step(f"{number}.{index}", step)


def _step(number: str, step: Step) -> Iterator[str]:
    minutes = f", plan {step.minutes} minutes" if step.minutes else ""
    yield f"- [ ] **{number} {escaped(step.title)}** ({_WHERE[step.shell]}{minutes})"
    if step.why:
        yield f"  - why: {escaped(step.why)}"
    if step.down:
        yield f"  - **down**: {escaped(step.down)}"
    if step.commands:
        yield ""
        yield f"    ```{'sh' if step.shell == 'pulumi' else 'powershell'}"
        yield from (f"    {line}" for line in step.commands)
        yield "    ```"
        yield ""
    if step.check:
        yield f"  - then: {escaped(step.check)}"
    if step.back:
        yield f"  - back: {escaped(step.back)}"
