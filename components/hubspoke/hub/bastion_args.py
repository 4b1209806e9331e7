"""Arguments of a Bastion host: remote desktops and shells without public addresses on machines."""

from collections.abc import Iterator
from enum import Enum

from hubspoke.base import Args
from hubspoke.hub.gateway_args import zone_problems
from hubspoke_network.core import Problem

BASTION = "Microsoft.Network/bastionHosts"
# Source: azure-docs bastion/configuration-settings (what each SKU can do, instances).
_SCALE_UNITS = (2, 50)


class BastionSku(Enum):
    """What a Bastion host can do, and costs. It can be raised later, but not lowered."""

    BASIC = "Basic"
    """Sessions in the browser, also to peered networks."""
    STANDARD = "Standard"
    """As Basic, with native clients, more instances and file copy."""
    PREMIUM = "Premium"
    """As Standard, with session recording."""


class BastionArgs(Args):
    """A Bastion host. Costs by the hour while it exists."""

    sku: BastionSku | None = None
    """Basic, Standard (the default) or Premium."""
    scale_units: int | None = None
    """How many instances it has, 2 (the default) to 50. Not with Basic."""
    zones: list[str] | None = None
    """Availability zones. Default: none, Azure chooses."""
    copy_paste: bool | None = None
    """Whether text can be copied between session and desktop. Default: yes."""
    file_copy: bool | None = None
    """Whether files can be copied by native clients. Not with Basic. Default: no."""
    ip_connect: bool | None = None
    """Whether hosts can be reached by address, also on-premises. Not with Basic. Default: no."""
    tunneling: bool | None = None
    """Whether native clients can be used. Not with Basic. Default: no."""

    @property
    def sku_name(self) -> str:
        """The SKU, with its default."""
        return (self.sku or BastionSku.STANDARD).value

    def own_problems(self) -> Iterator[Problem]:
        """What the SKU cannot do, and counts out of range."""
        yield from zone_problems(self.zones)
        low, high = _SCALE_UNITS
        if self.scale_units is not None and not low <= self.scale_units <= high:
            yield Problem("HS128", "scaleUnits", str(self.scale_units), "is out of range", f"write {low} to {high}")
        if self.sku is not BastionSku.BASIC:
            return
        for path, asked in (
            ("scaleUnits", self.scale_units not in {None, low}),
            ("fileCopy", self.file_copy),
            ("ipConnect", self.ip_connect),
            ("tunneling", self.tunneling),
        ):
            if asked:
                yield Problem("HS156", path, "", "is not possible with Basic", "write sku Standard")
