"""Resources that say something of others: associations, parts of load balancers, name servers of networks."""

from collections.abc import Iterable, Mapping
from typing import Any

from hubspoke_network.core import Unknown
from hubspoke_network.readers.terraform.entries import Entry
from hubspoke_network.readers.terraform.fields import convert
from hubspoke_network.readers.terraform.networks import DNS_SERVERS, NET
from hubspoke_network.readers.terraform.table import LINKS, PARTS
from hubspoke_network.readers.terraform.types import Link, Part

HOLDERS = {
    "subnet_id": f"{NET}/virtualNetworks/subnets",
    "network_interface_id": f"{NET}/networkInterfaces",
    "nat_gateway_id": f"{NET}/natGateways",
    "loadbalancer_id": f"{NET}/loadBalancers",
    "virtual_network_id": f"{NET}/virtualNetworks",
}
"""ARM types of what the attributes refer to."""

Documents = Mapping[str, dict[str, Any]]
"""By id in lower case."""


def carry_out(tied: Iterable[tuple[Entry, Mapping[str, Any]]], documents: Documents) -> list[Entry]:
    """Write what these entries say into the documents. What is sure comes first, and doubt leaves it alone.

    Those are handed back that tie nothing, or nothing that is among the documents.
    """
    left = []
    done: dict[tuple[str, tuple[str, ...]], bool] = {}
    for entry, values in sorted(tied, key=lambda item: not isinstance(item[1].get(_holder(item[0].type)), str)):
        value = values.get(_holder(entry.type))
        if not isinstance(value, Unknown):
            found = _carry_out(entry, values, documents)
        else:  # one that may be of any of these is doubt enough
            key = (entry.type, value.candidates)
            if key not in done:
                done[key] = _carry_out(entry, values, documents)
            found = done[key]
        if not found:
            left.append(entry)
    return left


def _holder(kind: str) -> str:
    """The attribute that names what a tie is written into."""
    link, part = LINKS.get(kind), PARTS.get(kind)
    return link.holder if link else part.holder if part else "virtual_network_id"


def _carry_out(entry: Entry, values: Mapping[str, Any], documents: Documents) -> bool:
    if entry.type in LINKS:
        return tie(LINKS[entry.type], entry.address, values, documents)
    if entry.type in PARTS:
        return add_part(PARTS[entry.type], entry.address, values, documents)
    return entry.type == DNS_SERVERS and set_name_servers(entry.address, values, documents)


def holders(holder: str, values: Mapping[str, Any], documents: Documents) -> tuple[list[dict[str, Any]], bool]:
    """The documents that a tie may speak of, and whether it surely is the one.

    A reference that is not known may be any of its candidates; without these, any resource of the type.
    """
    value = values.get(holder)
    if isinstance(value, str):
        found = documents.get(value.rstrip("/").lower())
        return ([found] if found is not None else []), True
    if isinstance(value, Unknown) and value.candidates:
        listed = [documents.get(text.lower()) for text in value.candidates]
        return [item for item in listed if item is not None and item["type"] == HOLDERS[holder]], False
    return [item for item in documents.values() if item["type"] == HOLDERS[holder]], False


def tie(link: Link, address: str, values: Mapping[str, Any], documents: Documents) -> bool:
    """Carry out an association. False where nothing that it could speak of is among the documents."""
    found, sure = holders(link.holder, values, documents)
    member = values.get(link.member)
    for document in found:
        reference: Any = {"id": member if isinstance(member, str | Unknown) else Unknown(f"{address} {link.member}")}
        if not sure:
            reference = Unknown(f"whether {address} is of {document['id']} is known after apply")
        if not link.entry and not link.every:
            _write(link, document["properties"], reference)
            continue
        entries = [item for item in _entries(document) if isinstance(item.get("properties"), dict)]
        exact = [
            item for item in entries if isinstance(item.get("name"), str) and item["name"] == values.get(link.entry)
        ]
        if link.entry and not exact:
            reference = Unknown(f"of which ip configuration {address} is, is not known")
        for item in exact or entries:
            _write(link, item["properties"], reference)
    return bool(found)


def _entries(document: dict[str, Any]) -> list[dict[str, Any]]:
    listed = document["properties"].get("ipConfigurations")
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _write(link: Link, properties: dict[str, Any], reference: Any) -> None:
    if not link.many:
        if not isinstance(reference, Unknown) or link.path not in properties:
            properties[link.path] = reference
        return
    append(properties, link.path, reference)


def append(properties: dict[str, Any], path: str, entry: Any) -> None:
    """Add to a list, unless it is not known: then it stays so. One entry that may be there is doubt enough."""
    listed = properties.get(path)
    if isinstance(entry, Unknown) and isinstance(listed, list) and listed and isinstance(listed[-1], Unknown):
        return
    if listed is None or isinstance(listed, list):
        properties[path] = [*(listed or []), entry]


def add_part(part: Part, address: str, values: Mapping[str, Any], documents: Documents) -> bool:
    """Write a part of a load balancer into its list. False where no balancer it could belong to is there."""
    found, sure = holders(part.holder, values, documents)
    for document in found:
        entry: Any = Unknown(f"whether {address} is of {document['id']} is known after apply")
        if sure:
            entry = _part(part, address, values, document["id"])
        append(document["properties"], part.path, entry)
    return bool(found)


def _part(part: Part, address: str, values: Mapping[str, Any], holder: str) -> dict[str, Any]:
    front = values.get("frontend_ip_configuration_name")
    if isinstance(front, str) and front and not isinstance(values.get("frontend_ip_configuration_id"), str):
        values = {**values, "frontend_ip_configuration_id": f"{holder}/frontendIPConfigurations/{front}"}
    name = values.get("name")
    entry: dict[str, Any] = {"name": name, "properties": convert(part.fields, values, address)}
    return {**entry, "id": f"{holder}/{part.path}/{name}"} if isinstance(name, str) else entry


def set_name_servers(address: str, values: Mapping[str, Any], documents: Documents) -> bool:
    """Carry out `azurerm_virtual_network_dns_servers`."""
    found, sure = holders("virtual_network_id", values, documents)
    for document in found:
        told = values.get("dns_servers")
        servers = (
            ([] if told is None else told)
            if sure
            else Unknown(f"whether {address} is of {document['id']} is known after apply")
        )
        document["properties"] = {**document["properties"], "dhcpOptions": {"dnsServers": servers}}
    return bool(found)
