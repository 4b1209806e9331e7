"""An offline Azure per test, and short ways to ask it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from azure_offline.arm import Arm, Response
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile

ONE = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg"
TWO = "/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg"


def network(path: str, group: str = ONE) -> str:
    """The id of a Microsoft.Network resource."""
    return f"{group}/providers/Microsoft.Network/{path}"


class Azure:
    """An Arm with the two resource groups of the tests in it."""

    def __init__(self, arm: Arm, home: Path) -> None:
        self.arm, self.home = arm, home
        for group in (ONE, TWO):
            self.make(group, {"location": "westeurope"})

    def put(self, id_: str, body: Mapping[str, Any] | None = None, **query: str) -> Response:
        return self.arm.request("PUT", _full(id_), body or {}, api_version="2024-05-01", query=query)

    def make(self, id_: str, body: Mapping[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """PUT that must succeed; gives the document."""
        response = self.put(id_, body, **query)
        assert response.ok, f"{id_}: {response.code}: {response.message}"
        assert response.body is not None
        return response.body

    def get(self, id_: str) -> dict[str, Any]:
        response = self.arm.request("GET", _full(id_), api_version="2024-05-01")
        assert response.ok, f"{id_}: {response.code}: {response.message}"
        assert response.body is not None
        return response.body

    def read(self, id_: str) -> Response:
        return self.arm.request("GET", _full(id_), api_version="2024-05-01")

    def delete(self, id_: str) -> Response:
        return self.arm.request("DELETE", _full(id_), api_version="2024-05-01")


def _full(id_: str) -> str:
    return id_ if id_.startswith("/") else network(id_)


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[Azure]:
    store = Store(tmp_path / "azure.sqlite")
    yield Azure(Arm(store, WorldFile(tmp_path / "world.yaml"), conflicts=False), tmp_path)
    store.close()
