"""The shape of a rule's test: what is there, what is refused with which words, and the nearest request that passes."""

from dataclasses import dataclass, field
from typing import Any

from hubspoke_network.refusals.refusal import NOT_VERIFIED, WORDING_MARK

from .conftest import Azure, network

Body = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`refused` and `passes` are (id, body) for a PUT, or an id alone for a DELETE.

    `message` is ARM's whole text where it is published, else a part of ours. `before_passing` is carried out between
    the two. `inferred`: only refused where inferred rules are enforced.
    """

    rule: str
    refused: tuple[str, Body] | str
    passes: tuple[str, Body] | str
    message: str
    code: str = NOT_VERIFIED
    status: int = 400
    seen: bool = True
    setup: list[tuple[str, Body]] = field(default_factory=list)
    before_passing: list[tuple[str, Body] | str] = field(default_factory=list)

    def run(self, azure: Azure) -> None:
        """Check the case against an offline Azure."""
        for id_, body in self.setup:
            azure.make(id_, body)
        before = azure.arm.export()
        answer = self._send(azure, self.refused)
        assert (answer.status, answer.code) == (self.status, self.code), (
            f"{answer.status} {answer.code} {answer.message}"
        )
        assert answer.headers.get("x-azure-offline-rule") == self.rule, answer.message
        if self.seen:
            assert answer.message == self.message
        else:
            assert answer.message.endswith(WORDING_MARK), answer.message
            assert self.message in answer.message
        assert answer.body is not None
        assert isinstance(answer.body["error"]["details"], list)
        assert azure.arm.export() == before, "a refused request left something behind"
        for step in self.before_passing:
            assert self._send(azure, step).ok, step
        passed = self._send(azure, self.passes)
        assert passed.ok, f"{passed.code}: {passed.message}"

    @staticmethod
    def _send(azure: Azure, what: tuple[str, Body] | str) -> Any:
        return azure.delete(what) if isinstance(what, str) else azure.put(*what)

    def __str__(self) -> str:
        return self.rule


def n(path: str) -> str:
    """The id of a resource in the first group, as it stands in messages."""
    return network(path)
