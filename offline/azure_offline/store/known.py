"""What a process knows of the store from its own transactions, for the next ones."""

from azure_offline.store.records import Resource

Place = tuple[str, str]
"""The key of a parent and the type of children, in lower case."""


class Known:
    """What the transactions of a process have read and written. All but `resources` is certain.

    It is so while nobody else writes: `doubt` forgets it.
    """

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}
        """By key; they count where the file has them with the same stamps."""
        self.sure: dict[str, Resource] = {}
        """By key, as the file has them."""
        self.lists: dict[Place, tuple[str, ...]] = {}
        """The keys of children in their order."""
        self.settings: dict[str, str] = {}
        """Settings by name."""
        self.revision = -1
        """The number of the last write; -1 for not known."""
        self.sequence = -1
        """The number of the last entry in the activity log; -1 for not known."""
        self.counts = Counts()
        """How many there are of a type. Follows each write at once, so it is forgotten where one is taken back."""

    def doubt(self) -> None:
        """Somebody else has written."""
        self.sure.clear()
        self.lists.clear()
        self.settings.clear()
        self.counts.clear()
        self.revision = self.sequence = -1


class Counts:
    """How many resources of a type there are below a key and in a region, where that was asked before."""

    def __init__(self) -> None:
        self._by_kind: dict[str, dict[tuple[str, str], int]] = {}

    def get(self, kind: str, below: str, location: str) -> int | None:
        """The number; None where it is not known."""
        found = self._by_kind.get(kind)
        return found.get((below, location)) if found else None

    def keep(self, kind: str, below: str, location: str, number: int) -> None:
        """Remember what was counted. An empty `below` or `location` stands for every one."""
        self._by_kind.setdefault(kind, {})[below, location] = number

    def add(self, made: Resource, kind: str) -> None:
        """One more: there was no resource of that key."""
        numbers = self._by_kind.get(kind)
        if numbers:
            for below, location in numbers:
                if made.key.startswith(f"{below}/") and location in ("", made.location):
                    numbers[below, location] += 1

    def forget(self, kind: str) -> None:
        """Count a type anew when it is next asked for."""
        self._by_kind.pop(kind, None)

    def clear(self) -> None:
        """Count every type anew."""
        self._by_kind.clear()
