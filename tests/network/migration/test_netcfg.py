"""Reading and writing the classic network configuration file."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from hubspoke_network.core.errors import Problem, ReadError, SpecError
from hubspoke_network.readers.classic.configuration import (
    ClassicGateway,
    ClassicNetwork,
    ClassicSubnet,
    DnsServer,
    LocalSite,
    NetworkConfiguration,
    SiteReference,
    Unread,
    classic_prefix,
)
from hubspoke_network.readers.classic.files import read_bounded
from hubspoke_network.readers.classic.netcfg import NAMESPACE, read_network_configuration
from hubspoke_network.readers.classic.netcfg_writer import write_network_configuration

pytestmark = pytest.mark.slow

EXPORTED = f"""\ufeff<?xml version="1.0" encoding="utf-8"?>
<NetworkConfiguration xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}">
  <VirtualNetworkConfiguration>
    <Dns>
      <DnsServers>
        <DnsServer name="dc1" IPAddress="10.1.2.4" />
      </DnsServers>
    </Dns>
    <LocalNetworkSites>
      <LocalNetworkSite name="OnPremNetworks">
        <AddressSpace>
          <AddressPrefix>172.16.0.0/12</AddressPrefix>
        </AddressSpace>
      </LocalNetworkSite>
      <LocalNetworkSite name="branch">
        <AddressSpace><AddressPrefix>192.168.7.9/24</AddressPrefix></AddressSpace>
        <VPNGatewayAddress>203.0.113.7</VPNGatewayAddress>
      </LocalNetworkSite>
    </LocalNetworkSites>
    <VirtualNetworkSites>
      <VirtualNetworkSite name="prod" Location="West Europe">
        <Gateway profile="Small">
          <VPNClientAddressPool><AddressPrefix>10.99.0.0/24</AddressPrefix></VPNClientAddressPool>
          <ConnectionsToLocalNetwork>
            <LocalNetworkSiteRef name="OnPremNetworks"><Connection type="Dedicated" /></LocalNetworkSiteRef>
          </ConnectionsToLocalNetwork>
        </Gateway>
        <AddressSpace><AddressPrefix>10.1.0.0/16</AddressPrefix></AddressSpace>
        <Subnets>
          <Subnet name="web"><AddressPrefix>10.1.1.0/24</AddressPrefix></Subnet>
          <Subnet name="app">
            <AddressPrefix> 10.1.2.0/24 </AddressPrefix>
            <NetworkSecurityGroup>OnlyInternalNetworks</NetworkSecurityGroup>
          </Subnet>
        </Subnets>
        <DnsServersRef><DnsServerRef name="dc1" /></DnsServersRef>
      </VirtualNetworkSite>
      <VirtualNetworkSite name="Group shop shop" AffinityGroup="shop-group">
        <AddressSpace><AddressPrefix>10.2.0.0/16</AddressPrefix></AddressSpace>
      </VirtualNetworkSite>
    </VirtualNetworkSites>
  </VirtualNetworkConfiguration>
</NetworkConfiguration>
"""


def document(inner: str) -> bytes:
    """A configuration file around `inner`."""
    return (
        f'<NetworkConfiguration xmlns="{NAMESPACE}"><VirtualNetworkConfiguration>\n{inner}\n'
        "</VirtualNetworkConfiguration></NetworkConfiguration>"
    ).encode()


def network(inner: str, name: str = "a") -> bytes:
    """A configuration file with one network around `inner`."""
    return document(
        f'<VirtualNetworkSites><VirtualNetworkSite name="{name}">{inner}</VirtualNetworkSite></VirtualNetworkSites>'
    )


def test_an_exported_file_is_read_whole() -> None:
    space = classic_prefix("10.1.0.0/16"), classic_prefix("172.16.0.0/12"), classic_prefix("192.168.7.9/24")
    pool, web, app, shop = map(classic_prefix, ("10.99.0.0/24", "10.1.1.0/24", "10.1.2.0/24", "10.2.0.0/16"))
    assert None not in space
    assert web is not None
    assert app is not None
    assert read_network_configuration(EXPORTED.encode()) == NetworkConfiguration(
        (DnsServer("dc1", "10.1.2.4"),),
        (LocalSite("OnPremNetworks", (space[1],)), LocalSite("branch", (space[2],), "203.0.113.7")),  # type: ignore[arg-type]
        (
            ClassicNetwork(
                "prod",
                "West Europe",
                None,
                (space[0],),  # type: ignore[arg-type]
                (ClassicSubnet("web", web), ClassicSubnet("app", app, "OnlyInternalNetworks")),
                ("dc1",),
                ClassicGateway("Small", (pool,), (SiteReference("OnPremNetworks", ("Dedicated",)),)),  # type: ignore[arg-type]
            ),
            ClassicNetwork("Group shop shop", None, "shop-group", (shop,)),  # type: ignore[arg-type]
        ),
    )


def test_host_bits_are_kept_as_written_and_understood() -> None:
    site = read_network_configuration(EXPORTED.encode()).sites[1]
    assert [(p.text, str(p.network), p.has_host_bits, p.line) for p in site.prefixes] == [
        ("192.168.7.9/24", "192.168.7.0/24", True, 16)
    ]


@given(data=st.data())
def test_what_is_written_reads_back_the_same(
    data: DataObject, any_configuration: SearchStrategy[NetworkConfiguration]
) -> None:
    configuration = data.draw(any_configuration)
    written = write_network_configuration(configuration)
    assert read_network_configuration(written) == configuration
    assert write_network_configuration(read_network_configuration(written)) == written


def test_elements_nobody_knows_are_told_not_lost_in_silence() -> None:
    read = read_network_configuration(
        network(
            "<Label>x</Label>\n<AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace>"
            '<y:Gateway xmlns:y="urn:y"/>'
        )
    )
    assert read.unread == (Unread("VirtualNetworkSite/Label"), Unread("VirtualNetworkSite/Gateway"))
    assert [unread.line for unread in read.unread] == [2, 3]
    assert read.networks[0].gateway is None


SPACE = "<AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace>"


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        pytest.param(
            f'<NetworkConfiguration xmlns="{NAMESPACE}"/>'.encode(),
            [
                Problem(
                    "HS350",
                    "NetworkConfiguration",
                    "",
                    "holds 0 VirtualNetworkConfiguration elements (line 1)",
                    "keep exactly one",
                )
            ],
            id="nothing inside",
        ),
        pytest.param(
            network("<Subnets/>"),
            [
                Problem(
                    "HS350",
                    "VirtualNetworkSite[a]/AddressSpace",
                    "",
                    "has no AddressPrefix (line 2)",
                    "give at least one",
                )
            ],
            id="no address space",
        ),
        pytest.param(
            network(SPACE + '<Subnets><Subnet name="s"/></Subnets>'),
            [
                Problem(
                    "HS350",
                    "VirtualNetworkSite[a]/Subnet[s]/AddressPrefix",
                    "",
                    "stands 0 times (line 2)",
                    "give exactly one",
                )
            ],
            id="subnet without prefix",
        ),
        pytest.param(
            network(
                SPACE
                + '<Gateway><ConnectionsToLocalNetwork><LocalNetworkSiteRef name="x"/></ConnectionsToLocalNetwork>'
                "</Gateway>"
            ),
            [
                Problem(
                    "HS350",
                    "VirtualNetworkSite[a]/Gateway/LocalNetworkSiteRef[x]/Connection",
                    "",
                    "is missing (line 2)",
                    'add <Connection type="Dedicated"/>',
                )
            ],
            id="reference without connection",
        ),
        pytest.param(
            document(
                '<Dns><DnsServers><DnsServer name="d" IPAddress="10.0.0.1"/>'
                '<DnsServer name="d" IPAddress="10.0.0.2"/></DnsServers></Dns>'
            ),
            [Problem("HS351", "DnsServer[d]", "d", "is used twice (line 2)", "give each its own name")],
            id="duplicate name",
        ),
        pytest.param(
            network(SPACE + "<Gateway/><Gateway/>"),
            [Problem("HS351", "VirtualNetworkSite[a]/Gateway", "", "stands twice (line 2)", "keep one")],
            id="two gateways",
        ),
        pytest.param(
            network("<AddressSpace><AddressPrefix>10.0.0.0/33</AddressPrefix></AddressSpace>"),
            [
                Problem(
                    "HS352",
                    "VirtualNetworkSite[a]/AddressPrefix",
                    "10.0.0.0/33",
                    "is not an IPv4 prefix (line 2)",
                    "write it like 10.0.0.0/24",
                )
            ],
            id="bad prefix",
        ),
        pytest.param(
            document('<Dns><DnsServers><DnsServer name="d" IPAddress="dc1.example"/></DnsServers></Dns>'),
            [
                Problem(
                    "HS353",
                    "DnsServer[d]/@IPAddress",
                    "dc1.example",
                    "is not an IPv4 address (line 2)",
                    "write it like 10.0.0.4",
                )
            ],
            id="bad address",
        ),
        pytest.param(
            document(
                '<LocalNetworkSites><LocalNetworkSite name="s"><VPNGatewayAddress>1.2.3</VPNGatewayAddress>'
                "</LocalNetworkSite></LocalNetworkSites>"
            ),
            [
                Problem(
                    "HS353",
                    "LocalNetworkSite[s]/VPNGatewayAddress",
                    "1.2.3",
                    "is not an IPv4 address (line 2)",
                    "write it like 10.0.0.4",
                )
            ],
            id="bad gateway address",
        ),
        pytest.param(
            network(
                SPACE + '<Gateway><ConnectionsToLocalNetwork><LocalNetworkSiteRef name="x"><Connection type="Magic"/>'
                "</LocalNetworkSiteRef></ConnectionsToLocalNetwork></Gateway>"
            ),
            [
                Problem(
                    "HS354",
                    "VirtualNetworkSite[a]/Gateway/LocalNetworkSiteRef[x]/Connection/@type",
                    "Magic",
                    "is not known (line 2)",
                    "write IPsec or Dedicated",
                )
            ],
            id="unknown connection type",
        ),
        pytest.param(
            network(SPACE, name="a&#x202e;b"),
            [
                Problem(
                    "HS355",
                    "VirtualNetworkSite[a\u202eb]/@name",
                    "a\u202eb",
                    "holds control characters or invisible ones (line 2)",
                    "give a name of visible characters",
                )
            ],
            id="text direction override in a name",
        ),
        pytest.param(
            network(SPACE, name="&#10;"),
            [
                Problem(
                    "HS355",
                    "VirtualNetworkSite[\n]/@name",
                    "\n",
                    "is empty (line 2)",
                    "give a name of visible characters",
                )
            ],
            id="blank name",
        ),
        pytest.param(
            network(SPACE, name="x" * 261),
            [
                Problem(
                    "HS355",
                    f"VirtualNetworkSite[{'x' * 77}...]/@name",
                    "x" * 77 + "...",
                    "is longer than 260 characters (line 2)",
                    "give a name of visible characters",
                )
            ],
            id="endless name",
        ),
    ],
)
def test_mistakes_are_told(data: bytes, problems: list[Problem]) -> None:
    with pytest.raises(SpecError) as caught:
        read_network_configuration(data)
    assert list(caught.value.problems) == problems


def test_every_mistake_is_told_at_once() -> None:
    data = document(
        '<Dns><DnsServers><DnsServer name="d" IPAddress="x"/></DnsServers></Dns>'
        '<VirtualNetworkSites><VirtualNetworkSite name="a">'
        "<AddressSpace><AddressPrefix>y</AddressPrefix></AddressSpace>"
        '<Subnets><Subnet name="s"><AddressPrefix>z</AddressPrefix></Subnet></Subnets>'
        "</VirtualNetworkSite></VirtualNetworkSites>"
    )
    with pytest.raises(SpecError) as caught:
        read_network_configuration(data, "netcfg.xml")
    assert [problem.value for problem in caught.value.problems] == ["x", "y", "z"]
    assert str(caught.value).startswith("3 problems in netcfg.xml:")


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
REST = f'<NetworkConfiguration xmlns="{NAMESPACE}"><VirtualNetworkConfiguration/></NetworkConfiguration>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "f.xml is empty; export the file again", id="empty"),
        pytest.param(
            (BOMB + REST).encode(), "f.xml:1:13: holds a document type (DOCTYPE); remove it", id="entity bomb"
        ),
        pytest.param(
            ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + REST).encode(),
            "f.xml:1:13: holds a document type (DOCTYPE); remove it",
            id="external entity",
        ),
        pytest.param(
            ('<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">' + REST).encode(),
            "f.xml:1:50: holds a document type (DOCTYPE); remove it",
            id="external document type",
        ),
        pytest.param(
            EXPORTED.encode()[:700],
            "f.xml:17:39: not well-formed XML: unclosed token; export the file again",
            id="truncated",
        ),
        pytest.param(
            b"<NetworkConfiguration/>",
            "f.xml:1:1: the root element is NetworkConfiguration,"
            f" not NetworkConfiguration in the namespace {NAMESPACE};"
            " export the file with Get-AzureVNetConfig -ExportToFile",
            id="no namespace",
        ),
        pytest.param(
            b'<a xmlns="urn:b"/>',
            f"f.xml:1:1: the root element is {{urn:b}}a, not NetworkConfiguration in the namespace {NAMESPACE};"
            " export the file with Get-AzureVNetConfig -ExportToFile",
            id="wrong namespace",
        ),
        pytest.param(
            REST.replace("<Net", '<?xml version="1.0" encoding="utf-8"?><Net', 1).encode("utf-16"),
            "",
            id="UTF-16 bytes declared as UTF-8",
        ),
        pytest.param(
            '<?xml version="1.0" encoding="utf-8"?>\n<a b="é"/>'.encode("latin-1"),
            "f.xml:2:7: not well-formed XML: not well-formed (invalid token); export the file again",
            id="Latin-1 bytes declared as UTF-8",
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="klingon"?><a/>',
            "f.xml:1:31: encoding cannot be read (unknown encoding: klingon); save it as UTF-8",
            id="unknown encoding",
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-16"?><a/>',
            "",
            id="UTF-8 bytes declared as UTF-16",
        ),
        pytest.param(b'<?xml version="1.0" encoding="rot13"?><a/>', "", id="an encoding that is none"),
        pytest.param(
            b"<a>" * 33, "f.xml:1:100: nests deeper than 32 elements; no network configuration does", id="deep"
        ),
        pytest.param(b"\x00\x01\x02", "", id="not text"),
        pytest.param(b"PK\x03\x04", "", id="a zip file"),
        pytest.param(b'{"a": 1}', "", id="JSON"),
    ],
)
def test_files_that_are_something_else(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_network_configuration(data, "f.xml")
    if message:
        assert str(caught.value) == message
    else:
        assert str(caught.value).startswith("f.xml:1:")


def test_memory_stays_bounded_on_huge_files(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as stream:
        stream.truncate(100_000_000)
    tracemalloc.start()
    with pytest.raises(ReadError, match=r"huge\.xml is larger than 8 MiB"):
        read_bounded(huge)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    with pytest.raises(ReadError, match="larger than 8 MiB"):
        read_network_configuration(b"<a>" * 3_000_000)
    with pytest.raises(ReadError, match="more than 100,000 elements"):
        read_network_configuration(b"<a>" + b"<b/>" * 150_000)


@pytest.mark.parametrize("inner", ["<x/>", '<VirtualNetworkSites><VirtualNetworkSite name="a"/></VirtualNetworkSites>'])
def test_many_mistakes_take_little_time(inner: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_network_configuration(document(inner * 30_000 + "<Dns><DnsServers><DnsServer/></DnsServers></Dns>"))
    assert len(caught.value.problems) < 100
