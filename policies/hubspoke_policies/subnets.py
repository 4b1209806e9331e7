"""What rules ask of subnets."""

from collections.abc import Iterator, Mapping

from hubspoke_network.model import Resource
from hubspoke_network.unknown import Unknown
from hubspoke_policies.reading import entries


def names_one(resource: Resource, path: str) -> bool | Unknown:
    """Whether a resource refers to another at `path` (`properties.natGateway`), whichever that is."""
    value = resource.at(path)
    if isinstance(value, Mapping):
        reference = value.get("id")
        return isinstance(reference, Unknown) or bool(reference)
    return value if isinstance(value, Unknown) else False


def subnet_prefixes(subnet: Resource) -> Iterator[tuple[str, str | Unknown]]:
    """Path and value of every prefix of a subnet, in either spelling."""
    single = subnet.at("properties.addressPrefix")
    if single is not None and single != "":
        yield "addressPrefix", single if isinstance(single, str | Unknown) else Unknown("is no text")
    for path, value in entries(subnet, "properties.addressPrefixes"):
        yield path, value if isinstance(value, str | Unknown) else Unknown("is no text")
