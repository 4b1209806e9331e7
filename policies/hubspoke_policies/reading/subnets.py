"""What rules ask of subnets."""

from collections.abc import Iterator, Mapping

from hubspoke_network.core import Unknown
from hubspoke_network.model import Resource
from hubspoke_network.sets import PrefixError, parse_prefix
from hubspoke_policies.reading.references import entries

LARGER = "write a prefix of /{} or shorter"
"""What to write for a subnet that is too small."""


def names_one(resource: Resource, path: str) -> bool | Unknown:
    """Whether a resource refers to another at `path` (`properties.natGateway`), whichever that is."""
    value = resource.at(path)
    if isinstance(value, Mapping):
        reference = value.get("id")
        return isinstance(reference, Unknown) or bool(reference)
    return value if isinstance(value, Unknown) else False


def subnet_prefixes(subnet: Resource) -> Iterator[tuple[str, str | Unknown]]:
    """Path and value of every prefix of a subnet, in either spelling; Unknown for what is no prefix."""
    single = subnet.at("properties.addressPrefix")
    if single is not None and single != "":
        yield "addressPrefix", _prefix(single)
    yield from ((path, _prefix(value)) for path, value in entries(subnet, "properties.addressPrefixes"))


def _prefix(value: object) -> str | Unknown:
    if isinstance(value, Unknown):
        return value
    try:
        return value if isinstance(value, str) and parse_prefix(value) else Unknown("is no prefix")
    except PrefixError as error:
        return Unknown(f"is no prefix: {error}")


def too_long(prefix: str, longest: int) -> bool:
    """Whether an IPv4 prefix is longer than `longest`."""
    network = parse_prefix(prefix)
    return network.version == 4 and network.prefixlen > longest
