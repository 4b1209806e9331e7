"""Which addresses the public Internet routes, and the addresses Azure's platform answers on.

Sources: azure-docs virtual-networks-udr-overview (private ranges in system routes), network-security-groups-overview
(platform considerations), the IANA special-purpose address registries.
"""

from hubspoke_network.sets.addresses import RFC1918, AddressSet

SHARED = AddressSet.parse("100.64.0.0/10")
PRIVATE = RFC1918 | SHARED | AddressSet.parse("fc00::/7")
"""Private by the system routes: RFC 1918, RFC 6598, and the unique local addresses of IPv6."""

PUBLIC4 = (
    AddressSet.all_ipv4()
    - RFC1918
    - SHARED
    - AddressSet.parse("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16", "224.0.0.0/3")
)
PUBLIC = PUBLIC4 | AddressSet.parse("2000::/3")
"""What the Internet can route to: all but private, loopback, link-local, multicast and reserved addresses."""

WIRE_SERVER = AddressSet.parse("168.63.129.16")
"""Azure's host: DNS, DHCP and health probes. It is in `VirtualNetwork`, and it is all of `AzureLoadBalancer`."""

PLATFORM = WIRE_SERVER | AddressSet.parse("169.254.169.254")
"""Addresses security rules do not apply to, outbound, except rules with one of the platform's own tags."""
