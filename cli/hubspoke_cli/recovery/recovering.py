"""The way back: unlock, refresh, then import round by round what exists in Azure and is not in the state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from hubspoke_cli.recovery.placing import Placed, Placement, Unplaced, place, sent_ids, subscriptions_in
from hubspoke_cli.recovery.pulumi_command import Locked
from hubspoke_network.core import HubspokeError, terminal

ROUNDS = 25
"""More than resources lie in one another; a guard against going round without end."""


class Pulumi(Protocol):
    """What recovery needs of the Pulumi command line."""

    @property
    def subscription(self) -> str:
        """The subscription where nothing else names one."""
        ...

    def state(self) -> dict[str, Any]:
        """The stack's state."""
        ...

    def refresh(self) -> None:
        """Read everything anew and drop creates that a killed run had begun."""
        ...

    def cancel(self) -> None:
        """Take another run's lock away."""
        ...

    def preview(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What `up` would do, and the import file for what it would create."""
        ...

    def import_resources(self, document: dict[str, Any]) -> str:
        """Import what there is of an import file; gives the whole output."""
        ...


class Declined(HubspokeError):
    """The user did not agree."""


@dataclass
class Outcome:
    """What recovery did. `absent` are not in Azure: the next `up` creates them. `failed` could not be imported."""

    unlocked: bool = False
    pending: int = 0
    adopted: list[Placed] = field(default_factory=list)
    absent: list[Placed] = field(default_factory=list)
    failed: list[tuple[Placed, str]] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether nothing is left that may be in Azure without being in the state."""
        return not self.failed and not self.unplaced


@dataclass
class Recovery:
    """One recovery. `agree` shows text and asks; `tell` shows progress. `subscription` is the user's word for it."""

    pulumi: Pulumi
    agree: Callable[[str], bool]
    tell: Callable[[str], None]
    subscription: str = ""

    def run(self) -> Outcome:
        """Recover. Raises `Declined`, `PulumiFailed`, `Locked` where the lock's owner is running."""
        outcome = Outcome()
        state = self.pulumi.state()
        outcome.pending = len(state.get("pending_operations") or ())
        sent = sent_ids(state, self._scopes(state, {}))
        self.tell(f"reading {len(state.get('resources') or ())} resources of the state anew")
        self._refresh(outcome)
        state = self.pulumi.state()
        for _ in range(ROUNDS):
            placement = self._plan(state, sent)
            chosen = [one for one in placement.placed if one.urn not in _settled(outcome)]
            outcome.unplaced = [one for one in placement.unplaced if not one.waits]
            if not chosen:
                break  # what waits for something that is not in Azure is not there either
            state = self._import(placement, chosen, outcome)
        return outcome

    def _scopes(self, state: dict[str, Any], preview: dict[str, Any]) -> Callable[[str], str]:
        known = subscriptions_in(state, preview)
        return lambda provider: known.get(provider) or self.subscription or self.pulumi.subscription

    def _refresh(self, outcome: Outcome) -> None:
        try:
            self.pulumi.refresh()
        except Locked as locked:
            if locked.alive:
                raise
            if not self.agree(f"{locked}\nTake this lock away?"):
                raise Declined("nothing was changed; the stack is still locked") from locked
            self.pulumi.cancel()
            outcome.unlocked = True
            self.pulumi.refresh()

    def _plan(self, state: dict[str, Any], sent: dict[str, str]) -> Placement:
        self.tell("previewing what `up` would create")
        preview, file = self.pulumi.preview()
        return place(preview, file, self._scopes(state, preview), sent)

    def _import(self, placement: Placement, chosen: Sequence[Placed], outcome: Outcome) -> dict[str, Any]:
        """Import what there is of these; gives the state it leaves."""
        lines = "\n".join(f"  {terminal(f'{one.type} {one.name}')}\n    {terminal(one.id)}" for one in chosen)
        question = "Look these up in Azure, and take into the state those that exist?"
        if not self.agree(f"`up` would create, in Azure by these ids:\n{lines}\n{question}"):
            raise Declined(f"{len(outcome.adopted)} resources were taken into the state")
        document = placement.import_file([one.urn for one in chosen])
        self.tell(f"looking for {len(chosen)} resources")
        output = self.pulumi.import_resources(document) if document["resources"] else ""
        state = self.pulumi.state()
        present = {str(resource["urn"]) for resource in state.get("resources") or ()}
        before = len(_settled(outcome))
        for one in chosen:
            if one.urn in present:
                outcome.adopted.append(one)
            elif f"'{one.id}' does not exist" in output or _lies_in(one.id, outcome.absent):
                outcome.absent.append(one)
        if len(_settled(outcome)) == before:
            # An import stops at its first failures; what it has not come to is tried again, but not without progress.
            outcome.failed += [(one, _complaint(output, one)) for one in chosen]
        return state


def _settled(outcome: Outcome) -> set[str]:
    return {one.urn for one in [*outcome.adopted, *outcome.absent, *(one for one, _ in outcome.failed)]}


def _lies_in(resource_id: str, absent: Sequence[Placed]) -> bool:
    return any(resource_id.lower().startswith(f"{one.id.lower()}/") for one in absent)


def _complaint(output: str, one: Placed) -> str:
    """The import's words about one resource, or its last words."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    own = [line for line in lines if "error:" in line and (one.id in line or f" {one.name} " in line)]
    return (own or [line for line in lines if "error:" in line] or lines or ["it gave no reason"])[0]
