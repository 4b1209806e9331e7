"""The plan as a Markdown runbook with checkboxes. Names are a stranger's: prose is escaped, commands are quoted."""

from collections.abc import Iterator, Sequence

from hubspoke_migration.classic.plan import Chapter, Plan, Step
from hubspoke_network.core import markdown as escaped

_WHERE = {
    "classic": "PowerShell, classic Azure module",
    "azure": "PowerShell, Az module",
    "pulumi": "the project's folder",
    "hand": "by hand",
}


def runbook(plan: Plan) -> str:
    """The whole runbook of a plan."""
    title = f"Runbook: classic networks to the stack {plan.stack}"
    return steps_text(title, plan.chapters, _CLASSIC)


def steps_text(title: str, chapters: Sequence[Chapter], note: Sequence[str] = ()) -> str:
    """Chapters of steps under a title, with lines of Markdown before the first."""
    return "\n".join(_lines(title, chapters, note)) + "\n"


_CLASSIC = (
    "",
    "Data keeps flowing while a network migrates; what is down is said at the step. Nothing but Commit, and moving a",
    "circuit, is final.",
)


def _lines(title: str, chapters: Sequence[Chapter], note: Sequence[str]) -> Iterator[str]:
    yield f"# {escaped(title)}"
    yield ""
    yield "Tick a step when what stands under *then* is true, not when the command returned."
    yield from note
    for number, chapter in enumerate(chapters, 1):
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
