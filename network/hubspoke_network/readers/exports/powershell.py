"""What `Get-Az...` and `Get-AzResource` give, as `ConvertTo-Json` writes it.

Names begin with a capital, `properties` are merged into their parent, prefixes and ports of a rule are always lists,
and each nested member stands a second time as text. Below its depth `ConvertTo-Json` writes the name of a class instead
of the object; the text then still has it.
"""

import json
from collections.abc import Mapping
from typing import Any

from hubspoke_network.core import ReadError, Unknown
from hubspoke_network.readers.exports.flat import nested

_CLASS_NAMES = ("System.", "Microsoft.Azure.", "@{")
_OTHER_NAMES = {"tag": "tags", "publicipallocationmethod": "publicIPAllocationMethod"}
_LISTS = {
    "addressprefix": ("addressPrefix", "addressPrefixes"),
    "sourceaddressprefix": ("sourceAddressPrefix", "sourceAddressPrefixes"),
    "destinationaddressprefix": ("destinationAddressPrefix", "destinationAddressPrefixes"),
    "sourceportrange": ("sourcePortRange", "sourcePortRanges"),
    "destinationportrange": ("destinationPortRange", "destinationPortRanges"),
}
"""Members that are lists here, by what Azure calls one value and several."""
_LEFT_OUT = frozenset({"resourcegroupname", "tagstable", "virtualnetworkname", "defaultsecurityrules"})


def is_resource(row: Mapping[str, Any]) -> bool:
    """Whether a row is what `Get-AzResource` gives."""
    return isinstance(row.get("ResourceId"), str) and ("ResourceType" in row or "Properties" in row)


def is_typed(row: Mapping[str, Any]) -> bool:
    """Whether a row is what `Get-AzVirtualNetwork` and its like give."""
    return isinstance(row.get("Id"), str) and "id" not in row


def resource(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The document of a row of `Get-AzResource`. Raises `ReadError` for one without its properties."""
    properties = _uncut(row, "Properties")
    if properties is None:
        raise ReadError(
            f"{where}: {row['ResourceId']} comes without its properties; "
            "write Get-AzResource -ExpandProperties | ConvertTo-Json -Depth 50"
        )
    document = {"id": row["ResourceId"], "type": row.get("ResourceType"), "properties": properties}
    for name, key in (("Name", "name"), ("Location", "location"), ("Sku", "sku"), ("Tags", "tags"), ("Kind", "kind")):
        if row.get(name) is not None:
            document[key] = row[name]
    return document


def typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The ARM document of a row that `Get-Az...` gives for one type; what was cut off is unknown."""
    members = _members(row)
    return nested({**members, "id": row["Id"]})


def _members(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in row:
        key = name.lower()
        if key in _LEFT_OUT or (name.endswith("Text") and name[:-4] in row):
            continue
        value = _plain(_uncut(row, name))
        if key in _LISTS and isinstance(value, list):
            one, several = _LISTS[key]
            found.update({one: value[0]} if len(value) == 1 else {several: value})
        elif value is not None:
            found[_OTHER_NAMES.get(key, name[:1].lower() + name[1:])] = value
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _members(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _uncut(row: Mapping[str, Any], name: str) -> Any:
    """A member, from its text where it was cut off; Unknown where that is missing too."""
    value = row.get(name)
    if not _is_cut(value):
        return value
    written = row.get(f"{name}Text")
    if isinstance(written, str):
        try:
            return json.loads(written)
        except ValueError:
            pass
    return Unknown(f"{name} was cut off by ConvertTo-Json; write -Depth 50")


def _is_cut(value: Any) -> bool:
    if isinstance(value, list):
        return any(_is_cut(item) for item in value)
    return isinstance(value, str) and value.startswith(_CLASS_NAMES)
