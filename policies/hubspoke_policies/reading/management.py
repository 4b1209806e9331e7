"""Ports by which machines are managed, and the options of the rules about them."""

from pydantic import Field, field_validator

from hubspoke_network.sets import AddressSet, FlowSet, PortSet
from hubspoke_policies.base import Options

MANAGEMENT_PORTS = ("22", "23", "135", "139", "445", "3389", "5985-5986")
"""SSH, Telnet, RPC, NetBIOS, SMB, RDP and WinRM."""

PROTOCOLS = ("Tcp", "Udp")


class ManagementOptions(Options):
    """Options of the rules about management ports."""

    ports: tuple[str, ...] = Field(default=MANAGEMENT_PORTS, description="ports and ranges that are asked about")
    allowed_sources: tuple[str, ...] = Field(
        default=(), description="prefixes that may reach them, for example of your own offices or of administrators"
    )

    @field_validator("ports")
    @classmethod
    def _ports(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for port in value:
            PortSet.parse(port)
        return value

    @field_validator("allowed_sources")
    @classmethod
    def _sources(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        AddressSet.parse(*value)
        return value


def flows_from(sources: AddressSet, ports: "tuple[str, ...]") -> FlowSet:
    """Flows from these addresses to these ports, by TCP and UDP."""
    wanted = PortSet.parse(*ports)
    return FlowSet.union(FlowSet.of(source=sources, protocols=p, destination_ports=wanted) for p in PROTOCOLS)
