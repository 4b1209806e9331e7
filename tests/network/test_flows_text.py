"""Flow sets as text, what one rule means, and single flows."""

import copy
import pickle
from ipaddress import IPv4Address, IPv6Address

import pytest

from hubspoke_network.sets.addresses import RFC1918, AddressError, AddressSet
from hubspoke_network.sets.flows import Flow, FlowError, FlowSet
from hubspoke_network.sets.ports import PortError, PortSet
from hubspoke_network.sets.protocols import ProtocolError, protocol_spans, protocol_text

TEN, DNS, SIX = AddressSet("10.0.0.0/8"), AddressSet("8.8.4.4", "8.8.8.8"), AddressSet("2001:db8::/32")
WEB = PortSet("80,443")

RULES = [
    (FlowSet.of(), "any * -> *"),
    (FlowSet.of(TEN), "any 10.0.0.0/8 -> *"),
    (FlowSet.of(TEN, DNS, "Tcp", WEB), "tcp 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}:80,443"),
    (FlowSet.of(TEN, DNS, "TCP", WEB, PortSet(53)), "tcp 10.0.0.0/8:53 -> {8.8.4.4, 8.8.8.8}:80,443"),
    # Any with a port list: only the protocols that have ports.
    (FlowSet.of(TEN, DNS, "*", WEB), "tcp,udp 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}:80,443"),
    (FlowSet.of(TEN, DNS, "*", PortSet("*"), WEB), "tcp,udp 10.0.0.0/8:80,443 -> {8.8.4.4, 8.8.8.8}"),
    # A protocol without ports that is named: whatever the ports say.
    (FlowSet.of(TEN, DNS, "Icmp", WEB), "icmp 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}"),
    (FlowSet.of(TEN, DNS, ("Esp", "Ah"), WEB), "esp,ah 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}"),
    (
        FlowSet.of(TEN, DNS, ("Icmp", "Tcp"), WEB),
        "icmp 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}; tcp 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}:80,443",
    ),
    (FlowSet.of(TEN, DNS, "*", PortSet.empty()), "none"),
    (FlowSet.of(TEN, DNS, "none"), "none"),
    (FlowSet.of(AddressSet.empty(), DNS), "none"),
    # Families never mix.
    (FlowSet.of(TEN, SIX), "none"),
    (FlowSet.of(TEN | SIX, SIX | DNS), "any 10.0.0.0/8 -> {8.8.4.4, 8.8.8.8}; any [2001:db8::/32] -> [2001:db8::/32]"),
    (FlowSet.of(SIX, protocols="Tcp", destination_ports=WEB), "tcp [2001:db8::/32] -> *:80,443"),
    (FlowSet.of(protocols="Icmp"), "icmp * -> *"),
    (FlowSet.of(protocols=1), "icmp 0.0.0.0/0 -> 0.0.0.0/0; 1 [::/0] -> [::/0]"),
    (FlowSet.of(AddressSet.all_ipv4(), AddressSet.all_ipv4()), "any 0.0.0.0/0 -> 0.0.0.0/0"),
]


@pytest.mark.parametrize(("flows", "text"), RULES, ids=[text for _, text in RULES])
def test_one_rule(flows: FlowSet, text: str) -> None:
    assert str(flows) == text
    assert FlowSet.parse(text) == flows


def test_restricting_is_intersection() -> None:
    flows = FlowSet.parse("any 10.0.0.0/8 -> *")
    assert flows.restrict(destination_ports=PortSet(443)) == FlowSet.parse("tcp,udp 10.0.0.0/8 -> *:443")
    assert flows.restrict(AddressSet("10.1.0.0/16"), DNS, "Udp", PortSet(53), PortSet("1024-65535")) == FlowSet.parse(
        "udp 10.1.0.0/16:1024-65535 -> {8.8.4.4, 8.8.8.8}:53"
    )
    assert flows.restrict(SIX) == FlowSet.empty()


def test_what_is_left_of_everything() -> None:
    public = FlowSet.of(AddressSet("10.0.0.4")) - FlowSet.of(destination=RFC1918)
    assert str(public) == (
        "any 10.0.0.4 -> {0.0.0.0-9.255.255.255, 11.0.0.0-172.15.255.255, 172.32.0.0-192.167.255.255, "
        "192.169.0.0-255.255.255.255}"
    )
    assert public.witness() == Flow(IPv4Address("10.0.0.4"), IPv4Address("0.0.0.0"), 6, None, 1)


WITNESSES = [
    ("any * -> *", "tcp 0.0.0.0:* -> 0.0.0.0:1"),
    ("tcp 10.0.0.0/8 -> 8.8.8.8:443", "tcp 10.0.0.0:* -> 8.8.8.8:443"),
    ("icmp 10.0.0.4 -> 8.8.8.8; udp 10.0.0.9:1024-65535 -> 8.8.8.8:53", "udp 10.0.0.9:1024 -> 8.8.8.8:53"),
    ("tcp [2001:db8::/32] -> [::]:0", "tcp [2001:db8::]:* -> [::]:0"),
    ("tcp * -> 10.0.0.4:0,22", "tcp 0.0.0.0:* -> 10.0.0.4:22"),
    ("esp,ah,0 10.0.0.4 -> 8.8.8.8", "0 10.0.0.4 -> 8.8.8.8"),
    ("icmp [::1] -> [::2]", "icmp [::1] -> [::2]"),
    ("icmp,esp 10.0.0.4 -> 8.8.8.8", "icmp 10.0.0.4 -> 8.8.8.8"),
]


@pytest.mark.parametrize(("text", "witness"), WITNESSES)
def test_witness(text: str, witness: str) -> None:
    flows = FlowSet.parse(text)
    assert str(flows.witness()) == witness
    assert flows.witness() in flows


def test_nothing_has_no_witness() -> None:
    with pytest.raises(ValueError, match="the flow set is empty"):
        FlowSet.empty().witness()


def test_flow_with_an_open_port_is_every_such_flow() -> None:
    flow = Flow(IPv4Address("10.0.0.4"), IPv4Address("8.8.8.8"), 6, None, 443)
    assert flow in FlowSet.parse("tcp 10.0.0.4 -> 8.8.8.8:443")
    assert flow not in FlowSet.parse("tcp 10.0.0.4:1024-65535 -> 8.8.8.8:443")
    assert Flow(flow.source, flow.destination, 1, 5, 5) in FlowSet.parse("icmp 10.0.0.4 -> 8.8.8.8")


def test_flow_between_families_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no flow goes from 10\.0\.0\.4 to ::1: their families differ"):
        Flow(IPv4Address("10.0.0.4"), IPv6Address("::1"), 6)


def test_sizes() -> None:
    assert FlowSet.parse("icmp,esp 10.0.0.0/30 -> 8.8.8.8").size == 8
    assert FlowSet.parse("tcp 10.0.0.0/30 -> 8.8.8.8:80,443").size == 4 * 65_536 * 2
    assert FlowSet.everything().size == (2**64 + 2**256) * (254 + 2 * 2**32)
    assert FlowSet.empty().size == 0


REFUSED = [
    ("", FlowError, "'' is not a flow; write for example 'tcp 10.0.0.0/8 -> 8.8.8.8:443'"),
    ("tcp 10.0.0.4", FlowError, "'tcp 10.0.0.4' is not a flow; write for example 'tcp 10.0.0.0/8 -> 8.8.8.8:443'"),
    ("tcp 10.0.0.4 -> 10.0.0.300", AddressError, "'10.0.0.300' is not an address, a prefix, a range a-b or *"),
    ("tcp * -> *:90-80", PortError, "'90-80' ends before it begins; write 80-90"),
    (
        "gre * -> *",
        ProtocolError,
        "'gre' is not a protocol; write *, tcp, udp, icmp, esp, ah or a number from 0 to 255",
    ),
]


@pytest.mark.parametrize(("text", "kind", "message"), REFUSED)
def test_refused(text: str, kind: type[ValueError], message: str) -> None:
    with pytest.raises(kind) as caught:
        FlowSet.parse(text)
    assert str(caught.value) == message


PROTOCOLS = [
    ("*", 4, "any"),
    ("any", 6, "any"),
    ("Icmp", 4, "icmp"),
    ("Icmp", 6, "icmp"),
    (1, 4, "icmp"),
    (1, 6, "1"),
    (58, 6, "icmp"),
    (58, 4, "58"),
    (("Udp", "TCP", "50"), 4, "tcp,udp,esp"),
    ("0-5, 7-255", 4, "0-5,7-255"),
    ("none", 4, "none"),
    ((50, 51), 4, "esp,ah"),
]


@pytest.mark.parametrize(("protocols", "version", "text"), PROTOCOLS)
def test_protocols(protocols: str | int | tuple[str | int, ...], version: int, text: str) -> None:
    spans = protocol_spans(protocols, version)
    assert protocol_text(spans, version) == text
    assert protocol_spans(text, version) == spans


@pytest.mark.parametrize("text", ["", "-1", "256", "5-3", "1-2-3", "tcp/80", "٦", "1000"])
def test_wrong_protocols(text: str) -> None:
    with pytest.raises(ProtocolError):
        protocol_spans(text, 4)


def test_values() -> None:
    flows = FlowSet.parse("tcp 10.0.0.0/8 -> 8.8.8.8:443")
    assert copy.deepcopy(flows) == pickle.loads(pickle.dumps(flows)) == flows
    assert {flows: 1}[FlowSet.of(TEN, AddressSet("8.8.8.8"), "Tcp", PortSet(443))] == 1
    assert flows != str(flows)
    assert repr(flows) == "FlowSet.parse('tcp 10.0.0.0/8 -> 8.8.8.8:443')"
    assert [str(box) for box in flows.boxes()] == [str(flows)]
