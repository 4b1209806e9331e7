"""Services: what a client asks a server for, as a protocol and its ports."""

from collections.abc import Iterable
from dataclasses import dataclass

from hubspoke_network.sets.flows import FlowSet
from hubspoke_network.sets.ports import PortError, PortSet

PROTOCOLS = {"*": "*", "tcp": "Tcp", "udp": "Udp", "icmp": "Icmp", "esp": "Esp", "ah": "Ah"}
"""The protocols a security rule can name, lower case to ARM's spelling."""

_WITH_PORTS = ("Tcp", "Udp")


@dataclass(frozen=True, slots=True)
class Service:
    """A protocol as a security rule spells it (`Tcp`, `*`) and the destination ports; all ports where it has none."""

    protocol: str
    ports: PortSet

    @property
    def flows(self) -> FlowSet:
        """The service between any two addresses, from any source port."""
        return FlowSet.of(protocols=self.protocol, destination_ports=self.ports)

    def __str__(self) -> str:
        name = "any" if self.protocol == "*" else self.protocol.lower()
        return name if self.ports == PortSet.everything() else f"{name}/{self.ports}"


class ServiceError(ValueError):
    """`text` is not a service."""

    instead = "write for example tcp/443, udp/53,123, tcp/8000-8080 or icmp"

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"{text!r} {reason}; {self.instead}")


def read_service(text: str) -> tuple[Service, ...]:
    """The services in `text`: `tcp/443`, `tcp/80,443`, `icmp`, `any`. `any/53` is both `tcp/53` and `udp/53`.

    Raises `ServiceError`.
    """
    name, slash, ports_text = (part.strip() for part in text.partition("/"))
    protocol = PROTOCOLS.get("*" if name.lower() == "any" else name.lower())
    if protocol is None:
        raise ServiceError(text, "does not begin with tcp, udp, icmp, esp, ah or any")
    if not slash:
        return (Service(protocol, PortSet.everything()),)
    try:
        ports = PortSet(ports_text)
    except PortError as error:
        raise ServiceError(text, f"has a wrong port: {error}") from None
    if not ports:
        raise ServiceError(text, "has no port")
    if protocol == "*" and ports != PortSet.everything():
        return tuple(Service(each, ports) for each in _WITH_PORTS)
    if protocol not in ("*", *_WITH_PORTS):
        raise ServiceError(text, f"gives ports to {name.lower()}, which has none")
    return (Service(protocol, ports),)


def merged(services: Iterable[Service]) -> tuple[Service, ...]:
    """The same services with one entry a protocol, in the order of ARM's list; `any` takes in all others."""
    by_protocol: dict[str, PortSet] = {}
    for service in services:
        by_protocol[service.protocol] = by_protocol.get(service.protocol, PortSet.empty()) | service.ports
    if "*" in by_protocol:
        return (Service("*", PortSet.everything()),)
    return tuple(Service(name, by_protocol[name]) for name in PROTOCOLS.values() if name in by_protocol)
