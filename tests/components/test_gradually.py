"""`Estate.gradually` is `Estate`, and says that it is no longer needed."""

from typing import Any

import pytest
from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import ArgsError, Estate

pytestmark = pytest.mark.slow

PAIRS = {"apps-data": {"spokes": ["apps", "data"]}, "apps-old": {"spokes": ["apps", "old"]}}


def everything(recording: Recording) -> dict[str, Any]:
    """What was registered; not in which order, which the event loop decides."""
    return {item.urn: item for item in recording}


def gradually(data: dict[str, Any]) -> Recording:
    async def program() -> Any:
        with pytest.warns(DeprecationWarning, match=r"write Estate\(name, args\)") as warned:
            estate = await Estate.gradually("net", data)  # type: ignore[arg-type]
        assert [warning.filename for warning in warned] == [__file__]
        return estate.outputs()

    return deploy(program)


def test_an_estate_made_gradually_is_the_same() -> None:
    data = d.wide_estate(connections=PAIRS, locks=True, flowLogs={})
    at_once = deploy(lambda: Estate("net", data).outputs())  # type: ignore[arg-type]
    made = gradually(data)
    assert everything(made) == everything(at_once)
    assert sorted(made.warnings) == sorted(at_once.warnings)
    assert made.value == at_once.value


def test_what_is_wrong_is_told_before_anything_is_made() -> None:
    data = d.estate()
    data["spokes"]["apps"]["hub"] = "nowhere"

    async def program() -> None:
        with pytest.warns(DeprecationWarning, match="write Estate"), pytest.raises(ArgsError, match="nowhere"):
            await Estate.gradually("net", data)  # type: ignore[arg-type]

    assert list(deploy(program)) == []
