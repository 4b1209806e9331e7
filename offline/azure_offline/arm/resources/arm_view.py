"""What a type's own behaviour may ask and change: all that refusals may, the transaction and the world."""

from typing import Protocol

from azure_offline.store.store import Resource, Transaction
from azure_offline.world.records import World
from hubspoke_network.refusals import Questions, Use


class ArmView(Questions[Resource], Protocol):
    """The store as the staged write leaves it, and the world."""

    @property
    def transaction(self) -> Transaction:
        """The transaction of the write."""

    @property
    def world(self) -> World:
        """The world as it is."""

    def user_id(self, use: Use) -> str:
        """The id ARM shows for a user."""

    def user_ids(self, key: str, *, kind: str = "", holding: bool = False, parts: bool = True) -> list[str]:
        """The ids ARM shows for the users of a resource, each once, in order."""
