"""Address sets that are known in part only: what is surely in them, and what may be."""

from dataclasses import dataclass

from hubspoke_network.core import Unknown
from hubspoke_network.sets.addresses import AddressSet


@dataclass(frozen=True, slots=True)
class Bounds:
    """A set between `certain` and `possible` (`certain <= possible`). `reason` says why it is not known exactly."""

    certain: AddressSet
    possible: AddressSet
    reason: str = ""

    @staticmethod
    def exactly(addresses: AddressSet) -> "Bounds":
        """A set that is known."""
        return Bounds(addresses, addresses)

    @staticmethod
    def anything(reason: str) -> "Bounds":
        """A set of which nothing is known."""
        return Bounds(AddressSet.empty(), AddressSet.everything(), reason)

    @staticmethod
    def read(value: "AddressSet | Bounds | Unknown") -> "Bounds":
        """`value` as bounds."""
        if isinstance(value, Bounds):
            return value
        return Bounds.anything(value.reason) if isinstance(value, Unknown) else Bounds.exactly(value)

    @property
    def known(self) -> bool:
        """Whether the set is known exactly."""
        return self.certain == self.possible

    def __or__(self, other: "Bounds") -> "Bounds":
        reasons = [reason for reason in (self.reason, other.reason) if reason]
        return Bounds(self.certain | other.certain, self.possible | other.possible, "; ".join(dict.fromkeys(reasons)))

    def without(self, other: AddressSet) -> "Bounds":
        """The set less known addresses."""
        return Bounds(self.certain - other, self.possible - other, self.reason)

    def within(self, other: AddressSet) -> "Bounds":
        """The part of the set inside known addresses."""
        return Bounds(self.certain & other, self.possible & other, self.reason)
