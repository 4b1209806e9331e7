"""Generated classic configurations, shared by the tests of readers, findings and plans."""

from ipaddress import IPv4Network

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from hubspoke_network.readers.classic.configuration import (
    ClassicGateway,
    ClassicNetwork,
    ClassicPrefix,
    ClassicSubnet,
    DnsServer,
    LocalSite,
    NetworkConfiguration,
    SiteReference,
    classic_prefix,
)

NAMES = st.text("abcXYZ019 -_.&<>\"'`$é", min_size=1, max_size=12).filter(lambda name: name.strip() != "")
ADDRESSES = st.integers(0, 2**32 - 1).map(lambda number: f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.9")


def prefix(text: str) -> ClassicPrefix:
    """A prefix that is known to be readable."""
    read = classic_prefix(text)
    assert read is not None
    return read


@st.composite
def prefixes(draw: DrawFn) -> ClassicPrefix:
    """Mostly private, often overlapping, one in eight with host bits."""
    length = draw(st.integers(8, 30))
    base = draw(st.sampled_from([0x0A000000, 0x0A010000, 0x0A020000, 0xAC100000, 0xC0A80000, 0x08080000]))
    address = base + draw(st.integers(0, 2**16 - 1))
    network = IPv4Network((address, length), strict=False)
    if draw(st.integers(0, 7)) == 0:
        return prefix(f"{network.network_address + min(1, network.num_addresses - 1)}/{length}")
    return prefix(str(network))


@st.composite
def networks(draw: DrawFn, name: str, sites: list[str], servers: list[str]) -> ClassicNetwork:
    """A network with subnets anywhere, references that mostly resolve, and any kind of gateway element."""
    subnets = draw(
        st.lists(st.tuples(NAMES | st.just("GatewaySubnet"), prefixes()), max_size=4, unique_by=lambda x: x[0])
    )
    references = draw(st.lists(st.sampled_from([*sites, "gone"]), max_size=3, unique=True))
    kinds = st.sampled_from([("IPsec",), ("Dedicated",)])
    gateway = ClassicGateway(
        draw(st.sampled_from([None, "Small", "Huge"])),
        tuple(draw(st.lists(prefixes(), max_size=1))),
        tuple(SiteReference(site, draw(kinds)) for site in references),  # type: ignore[arg-type]
    )
    return ClassicNetwork(
        name,
        draw(st.sampled_from(["West Europe", "North Europe", None])),
        None,
        tuple(draw(st.lists(prefixes(), min_size=1, max_size=3))),
        tuple(ClassicSubnet(name, where, draw(st.sampled_from([None, "nsg-1"]))) for name, where in subnets),
        tuple(draw(st.lists(st.sampled_from([*servers, "gone"]), max_size=2))),
        draw(st.sampled_from([None, gateway])),
    )


@st.composite
def configurations(draw: DrawFn) -> NetworkConfiguration:
    """A whole subscription's configuration, valid to the reader, with most of the mistakes the findings look for."""
    servers = draw(st.lists(NAMES, max_size=2, unique=True))
    sites = draw(st.lists(NAMES, max_size=4, unique=True))
    names = draw(st.lists(NAMES, max_size=5, unique=True))
    return NetworkConfiguration(
        tuple(DnsServer(name, draw(ADDRESSES)) for name in servers),
        tuple(
            LocalSite(name, tuple(draw(st.lists(prefixes(), max_size=3))), draw(st.none() | ADDRESSES))
            for name in sites
        ),
        tuple(draw(networks(name, sites, servers)) for name in names),
    )


@pytest.fixture(scope="session")
def any_configuration() -> SearchStrategy[NetworkConfiguration]:
    """The strategy, for `data.draw`."""
    return configurations()
