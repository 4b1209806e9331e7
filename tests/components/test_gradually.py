"""An estate made gradually is the estate, and Pulumi hears of its members while the rest is being described."""

from typing import Any

import pytest
from tests.components import descriptions as d
from tests.components.recording import Recording, deploy

from hubspoke import ArgsError, Estate

PAIRS = {"apps-data": {"spokes": ["apps", "data"]}, "apps-old": {"spokes": ["apps", "old"]}}


def everything(recording: Recording) -> dict[str, Any]:
    """What was registered; not in which order, which the event loop decides."""
    return {item.urn: item for item in recording}


def test_an_estate_made_gradually_is_the_same() -> None:
    data = d.wide_estate(connections=PAIRS, locks=True, flowLogs={})
    at_once = deploy(lambda: Estate("net", data))  # type: ignore[arg-type]
    gradually = deploy(lambda: Estate.gradually("net", data))  # type: ignore[arg-type]
    assert everything(gradually) == everything(at_once)
    assert sorted(gradually.warnings) == sorted(at_once.warnings)


def test_its_outputs_are_there_when_it_is_made() -> None:
    async def program() -> Any:
        return (await Estate.gradually("net", d.estate())).outputs()  # type: ignore[arg-type]

    assert deploy(program).value == deploy(lambda: Estate("net", d.estate()).outputs()).value  # type: ignore[arg-type]


def test_the_event_loop_gets_a_turn_after_every_member() -> None:
    def program() -> None:
        making = Estate.gradually("net", d.wide_estate(connections=PAIRS))  # type: ignore[arg-type]
        made, turns = None, 0
        while made is None:
            try:
                making.send(None)
                turns += 1
            except StopIteration as ended:
                made = ended.value
        members = (made.hubs, made.spokes, made.attached_spokes, made.connections, made.circuits)
        assert turns == sum(map(len, members))
        assert all(members)

    deploy(program)


def test_what_is_wrong_is_told_before_anything_is_made() -> None:
    data = d.estate()
    data["spokes"]["apps"]["hub"] = "nowhere"
    with pytest.raises(ArgsError, match="nowhere"):
        Estate.gradually("net", data).send(None)  # type: ignore[arg-type]
