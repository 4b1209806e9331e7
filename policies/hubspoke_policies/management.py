"""Ports by which machines are managed, and how options write ports."""

from hubspoke_network.addresses import AddressSet
from hubspoke_network.flows import FlowSet
from hubspoke_network.ports import PortError, PortSet

MANAGEMENT_PORTS = ("22", "23", "135", "139", "445", "3389", "5985-5986")
"""SSH, Telnet, RPC, NetBIOS, SMB, RDP and WinRM."""

PROTOCOLS = ("Tcp", "Udp")


def read_ports(values: "tuple[str, ...]") -> tuple[str, ...]:
    """The values of an option, each a port or a range. Raises ValueError."""
    for value in values:
        try:
            PortSet.parse(value)
        except PortError as error:
            raise ValueError(str(error)) from error
    return values


def flows_from(sources: AddressSet, ports: "tuple[str, ...]") -> FlowSet:
    """Flows from these addresses to these ports, by TCP and UDP."""
    wanted = PortSet.parse(*ports)
    return FlowSet.union(FlowSet.of(source=sources, protocols=p, destination_ports=wanted) for p in PROTOCOLS)
