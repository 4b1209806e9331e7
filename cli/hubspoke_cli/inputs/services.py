"""Protocols and ports as they are given on the command line."""

from hubspoke_network.core import HubspokeError
from hubspoke_network.sets import PortError, PortSet, ProtocolError, protocol_spans


class ServiceMistake(HubspokeError):
    """A protocol or a port that cannot be read."""


def protocols_of(text: str) -> str:
    """The protocols `text` names. Raises `ServiceMistake`."""
    try:
        protocol_spans(text, 4)
    except ProtocolError as error:
        raise ServiceMistake(f"--protocol: {error}") from None
    return text


def ports_of(text: str) -> PortSet:
    """The ports `text` names. Raises `ServiceMistake`."""
    try:
        return PortSet.parse(text)
    except PortError as error:
        raise ServiceMistake(f"--port: {error}; write for example 443, 80-90 or *") from None
