"""Functions of the template language that speak of Azure: resource ids and address ranges.

Source: azure-docs template-functions-resource, -cidr.
"""

from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, ip_network
from typing import Any

from hubspoke_network.readers.templates.scalar_functions import need_number, need_text
from hubspoke_network.readers.templates.scope import Target
from hubspoke_network.readers.templates.values import Misuse, Value, joined


def provider_part(arm_type: str, names: tuple[Value, ...]) -> list[Value]:
    """`Microsoft.Network/virtualNetworks/vnet` of a type and its names, in pieces. Raises `Misuse`."""
    namespace, *kinds = arm_type.split("/")
    if not kinds or len(kinds) != len(names):
        raise Misuse(f"{arm_type} takes {len(kinds)} names, {len(names)} are given")
    pieces: list[Value] = [namespace]
    for kind, name in zip(kinds, names, strict=True):
        if name is None or name == "" or (isinstance(name, str) and "/" in name):
            raise Misuse(f"a name in the id of a {arm_type} is empty or holds a slash")
        pieces += ["/", kind, "/", name]
    return pieces


def resource_id(target: Target, *given: Value) -> Value:
    """`resourceId([subscription], [group], type, names...)`, also where some of these are not known."""
    for count in range(min(3, len(given))):
        arm_type, names = given[count], given[count + 1 :]
        if isinstance(arm_type, str) and "/" in arm_type and arm_type.count("/") == len(names):
            return _within(target, given[:count], provider_part(arm_type, names))
    raise Misuse("it takes a type and one name for each of its parts")


def _within(target: Target, scope: tuple[Value, ...], provider: list[Value]) -> Value:
    subscription, group = target.subscription, target.group
    if len(scope) == 2:
        subscription, group = scope
    elif len(scope) == 1 and group is None:
        subscription = scope[0]
    elif len(scope) == 1:
        group = scope[0]
    return joined([Target(subscription, group, None).base, "/providers/", *provider])


def subscription_resource_id(target: Target, *given: Value) -> Value:
    """`subscriptionResourceId([subscription], type, names...)`."""
    for count in range(min(2, len(given))):
        arm_type, names = given[count], given[count + 1 :]
        if isinstance(arm_type, str) and arm_type.count("/") == len(names) > 0:
            subscription = given[0] if count else target.subscription
            return joined(["/subscriptions/", subscription, "/providers/", *provider_part(arm_type, names)])
    raise Misuse("it takes a type and one name for each of its parts")


def extension_resource_id(base: Value, arm_type: Value, *names: Value) -> Value:
    """`extensionResourceId(id, type, names...)`."""
    return joined([base, "/providers/", *provider_part(need_text(arm_type), names)])


def tenant_resource_id(arm_type: Value, *names: Value) -> Value:
    """`tenantResourceId(type, names...)`."""
    return joined(["/providers/", *provider_part(need_text(arm_type), names)])


def _network(text: Value) -> Any:
    try:
        return ip_network(need_text(text).strip(), strict=False)
    except ValueError as error:
        raise Misuse(f"{text!r} is no address range") from error


def cidr_subnet(network: Value, length: Value, index: Value) -> str:
    """`cidrSubnet(range, prefix length, index)`: one of the equal parts of a range."""
    whole, size, wanted = _network(network), need_number(length), need_number(index)
    if not whole.prefixlen <= size <= whole.max_prefixlen or not 0 <= wanted < 2 ** (size - whole.prefixlen):
        raise Misuse(f"{network!r} has no such part")
    first = int(whole.network_address) + (wanted << (whole.max_prefixlen - size))
    return f"{type(whole.network_address)(first)}/{size}"


def cidr_host(network: Value, index: Value) -> str:
    """`cidrHost(range, index)`: a usable address; the first one of an IPv4 range comes after the network's own."""
    whole, wanted = _network(network), need_number(index)
    if not isinstance(whole, IPv4Network):
        raise Misuse("how Azure counts the addresses of an IPv6 range is not known")
    first, last = _usable(whole)
    if not 0 <= wanted <= last - first:
        raise Misuse(f"{network!r} has no such address")
    return str(type(whole.network_address)(first + wanted))


def _usable(whole: Any) -> tuple[int, int]:
    first, last = int(whole.network_address), int(whole.broadcast_address)
    inner = isinstance(whole, IPv4Network) and whole.prefixlen < 31
    return (first + 1, last - 1) if inner else (first, last)


def parse_cidr(network: Value) -> dict[str, Any]:
    """`parseCidr(range)`."""
    whole = _network(network)
    first, last = (type(whole.network_address)(number) for number in _usable(whole))
    broadcast = {"broadcast": str(whole.broadcast_address)} if isinstance(whole, IPv4Network) else {}
    return {
        "network": str(whole.network_address),
        "netmask": str(whole.netmask),
        **broadcast,
        "firstUsable": str(first),
        "lastUsable": str(last),
        "cidr": whole.prefixlen,
    }


ADDRESSES: Mapping[str, Callable[..., Value]] = {
    "cidrhost": cidr_host,
    "cidrsubnet": cidr_subnet,
    "parsecidr": parse_cidr,
}
"""Functions whose arguments must be known altogether. Names in lower case; they raise `Misuse`."""

IDS: Mapping[str, Callable[..., Value]] = {
    "extensionresourceid": extension_resource_id,
    "tenantresourceid": tenant_resource_id,
}
"""Functions that leave holes in an id where an argument has some."""

PLACED: Mapping[str, Callable[..., Value]] = {
    "resourceid": resource_id,
    "subscriptionresourceid": subscription_resource_id,
}
"""The same, from the scope of the deployment on."""
