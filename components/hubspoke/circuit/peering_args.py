"""Arguments of a circuit's peerings: the two BGP sessions, and what Microsoft peering adds."""

from collections.abc import Iterator
from enum import Enum
from ipaddress import IPv6Network

import pulumi

from hubspoke.base import Args, parsed, prefix_problem, prefix_problems, secret_field
from hubspoke_network.azure import load, reserved_asn
from hubspoke_network.core import Problem, parse_id
from hubspoke_network.sets.prefixes import FORBIDDEN, RFC1918, SHARED, Network, overlapping

PEERING_TYPE = "microsoft.network/expressroutecircuits/peerings"
_NOT_PUBLIC: tuple[Network, ...] = (*RFC1918, SHARED, *FORBIDDEN, IPv6Network("fc00::/7"), IPv6Network("fe80::/10"))


class PeeringOwner(Enum):
    """Who makes and keeps a peering."""

    CUSTOMER = "customer"
    """We do: a layer-2 provider hands the circuit over."""
    PROVIDER = "provider"
    """The layer-3 provider does: only the route filter is attached."""


class PeeringShape(Args):
    """What both kinds of peering have."""

    peer_asn: int | None = None
    """AS number of the edge routers on-premises."""
    primary_prefix: str | None = None
    """/30 of the primary session; its first address is ours, the second Microsoft's."""
    secondary_prefix: str | None = None
    """/30 of the secondary session."""
    vlan_id: int | None = None
    """VLAN of both sessions, 1 to 4094, its own in the circuit."""
    shared_key: pulumi.Input[str] | None = secret_field("MD5 key of the sessions, at most 25 characters.")

    def own_problems(self) -> Iterator[Problem]:
        """Sessions that cannot be set up."""
        yield from self._missing()
        for path, text in (("primaryPrefix", self.primary_prefix), ("secondaryPrefix", self.secondary_prefix)):
            if text is not None:
                yield from _session_problems(path, text)
        primary, secondary = parsed(self.primary_prefix or ""), parsed(self.secondary_prefix or "")
        if primary is not None and secondary is not None and overlapping([primary], [secondary]):
            yield Problem(
                "HS166", "secondaryPrefix", str(secondary), "overlaps the primary session's", "write another /30"
            )
        low, high = load("circuits")["vlan"]
        if self.vlan_id is not None and not low <= self.vlan_id <= high:
            yield Problem("HS163", "vlanId", str(self.vlan_id), "is not a VLAN", f"write {low} to {high}")
        if self.peer_asn is not None and (not 1 <= self.peer_asn <= 4294967294 or reserved_asn(self.peer_asn)):
            yield Problem(
                "HS126", "peerAsn", str(self.peer_asn), "cannot be used towards Azure", "write your own AS number"
            )
        most = load("circuits")["shared_key_characters"]
        if isinstance(self.shared_key, str) and len(self.shared_key) > most:
            yield Problem("HS167", "sharedKey", "[secret]", "is too long", f"write at most {most} characters")

    def _missing(self) -> Iterator[Problem]:
        for path, value, what in (
            ("peerAsn", self.peer_asn, "the AS number of your edge routers"),
            ("primaryPrefix", self.primary_prefix, "a /30"),
            ("secondaryPrefix", self.secondary_prefix, "a /30"),
            ("vlanId", self.vlan_id, "a VLAN, 1 to 4094"),
        ):
            if value is None:
                yield Problem("HS101", path, "", "is missing", f"write {what}")

    def prefixes(self) -> dict[str, str]:
        """Path to prefix of the sessions that have one."""
        found = {"primaryPrefix": self.primary_prefix, "secondaryPrefix": self.secondary_prefix}
        return {path: text for path, text in found.items() if text is not None}


def _session_problems(path: str, text: str) -> Iterator[Problem]:
    problem = prefix_problem(path, text)
    if problem:
        yield problem
        return
    network = parsed(text)
    wanted = 30 if network is not None and network.version == 4 else 126
    if network is not None and network.prefixlen != wanted:
        yield Problem("HS166", path, text, f"is not a /{wanted}", f"write the /{wanted} of this session alone")


class PrivatePeeringArgs(PeeringShape):
    """Peering with virtual networks."""


class MicrosoftPeeringShape(PeeringShape):
    """Peering with Microsoft's public services."""

    owner: PeeringOwner | None = None
    """customer (the default) or provider. A provider's peering is taken over as it is, and stays when it is taken away
    here; only the route filter is ours."""
    peering_id: str | None = None
    """Id of the provider's peering (.../peerings/MicrosoftPeering), with owner provider."""
    adopted: bool | None = None
    """With owner provider: say yes once a first run has taken the peering over; from then on the route filter is
    attached and detached. Default: no."""
    advertised_prefixes: list[str] | None = None
    """Public prefixes that are announced to Microsoft."""
    customer_asn: int | None = None
    """AS number the prefixes are registered under, where it is not the peer's."""
    routing_registry: str | None = None
    """Registry that the prefixes are in (RIPENCC). Default: NONE."""

    @property
    def of_provider(self) -> bool:
        """Whether the provider owns the peering."""
        return self.owner is PeeringOwner.PROVIDER

    def own_problems(self) -> Iterator[Problem]:
        """Private prefixes where public ones are due; sessions given for a peering that is the provider's."""
        if self.of_provider:
            given = {**self.prefixes(), "peerAsn": self.peer_asn, "vlanId": self.vlan_id}
            for path, value in given.items():
                if value is not None:
                    yield Problem(
                        "HS106", path, str(value), "is the provider's to set", "remove it, or write owner customer"
                    )
            found = parse_id(self.peering_id or "")
            if found is None or found.type.lower() != PEERING_TYPE or found.name != "MicrosoftPeering":
                message = "is not the id of a circuit's MicrosoftPeering, which is needed to take it over"
                instead = "write /subscriptions/.../expressRouteCircuits/NAME/peerings/MicrosoftPeering"
                yield Problem("HS151", "peeringId", self.peering_id or "", message, instead)
            return
        for path, value in (("peeringId", self.peering_id), ("adopted", self.adopted)):
            if value is not None:
                instead = "remove it, or write owner provider"
                yield Problem("HS106", path, str(value), "goes with owner provider", instead)
        yield from super().own_problems()
        if not self.advertised_prefixes:
            yield Problem("HS101", "advertisedPrefixes", "", "is missing", "write the public prefixes you announce")
        yield from prefix_problems("advertisedPrefixes", self.advertised_prefixes or [])
        listed = {f"advertisedPrefixes[{i}]": text for i, text in enumerate(self.advertised_prefixes or [])}
        for path, text in (self.prefixes() | listed).items():
            network = parsed(text)
            if network is not None and overlapping(_NOT_PUBLIC, [network]):
                yield Problem("HS168", path, text, "is not public", "write a public prefix that you own")


class MicrosoftPeeringArgs(MicrosoftPeeringShape):
    """Peering with Microsoft's public services."""

    route_filter_id: pulumi.Input[str] | None = None
    """Id of the route filter. Without one Microsoft announces nothing."""
