"""Network interfaces, one ip configuration at a time: address, subnet, security group, public address."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from hubspoke_network.azure import ASG, LOAD_BALANCER_POOL, NIC, NSG, PUBLIC_ADDRESS, SUBNET
from hubspoke_network.core import Unknown, flag, listed, references, text
from hubspoke_network.model.resource import Missing, Resource
from hubspoke_network.model.resource_index import ResourceIndex
from hubspoke_network.sets import Address

_CONFIGURATIONS = "properties.ipConfigurations"


@dataclass(frozen=True, slots=True, eq=False)
class Interface:
    """One ip configuration of a network interface.

    `group` is the interface's own security group, None where it has none. `public_address` is the public address it
    has, None where it has none. `asgs` and `pools` (of load balancers) are ids in lower case.
    """

    nic: Resource
    address: Address | Unknown
    subnet: Resource | Unknown
    group: Resource | Unknown | None
    public_address: Resource | Unknown | None
    forwards: bool | Unknown
    asgs: tuple[str | Unknown, ...]
    pools: tuple[str | Unknown, ...] = ()

    @property
    def label(self) -> str:
        """Name of the interface."""
        return self.nic.label


def all_interfaces(model: ResourceIndex) -> list[Interface]:
    """Every ip configuration of every network interface."""
    return [interface for nic in model.of_type(NIC) for interface in _interfaces(model, nic)]


def _interfaces(model: ResourceIndex, nic: Resource) -> Iterator[Interface]:
    items = listed(nic.document, _CONFIGURATIONS)
    group = _given(model.resolve(nic, "properties.networkSecurityGroup.id", NSG))
    forwards = flag(nic.document, "properties.enableIPForwarding", default=False)
    if isinstance(items, Unknown):
        yield Interface(nic, items, items, group, items, forwards, (items,))
        return
    for index in range(len(items)):
        inside = f"{_CONFIGURATIONS}[{index}].properties"
        subnet = model.resolve(nic, f"{inside}.subnet.id", SUBNET)
        yield Interface(
            nic=nic,
            address=_address(nic, f"{inside}.privateIPAddress"),
            subnet=Unknown(f"{nic.label} names no subnet") if isinstance(subnet, Missing) else subnet,
            group=group,
            public_address=_given(model.resolve(nic, f"{inside}.publicIPAddress.id", PUBLIC_ADDRESS)),
            forwards=forwards,
            asgs=tuple(_ids(model, nic, f"{inside}.applicationSecurityGroups", ASG)),
            pools=tuple(_ids(model, nic, f"{inside}.loadBalancerBackendAddressPools", LOAD_BALANCER_POOL)),
        )


def _address(nic: Resource, path: str) -> Address | Unknown:
    value = text(nic.document, path)
    if isinstance(value, Unknown):
        return value
    if value is None:
        return Unknown(f"the address of {nic.label} is given by Azure once it is made")
    try:
        return ip_address(value)
    except ValueError:
        return Unknown(f"{nic.label} {path} is {value!r}, which is no address")


def _ids(model: ResourceIndex, nic: Resource, path: str, wanted: str) -> Iterator[str | Unknown]:
    """The ids in a list of references, in lower case; one that is not known is looked for among the resources."""
    for where, value in references(nic.document, path):
        if isinstance(value, str) and value:
            yield value.lower()
            continue
        found = model.resolve(nic, where, wanted) if where.endswith(".id") else value
        yield found.key if isinstance(found, Resource) else Unknown(f"{nic.label} {where} is not known", _keys(found))


def _keys(found: object) -> tuple[str, ...]:
    return found.candidates if isinstance(found, Unknown) else ()


def _given(found: Resource | Unknown | Missing) -> Resource | Unknown | None:
    return None if isinstance(found, Missing) else found
