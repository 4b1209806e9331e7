"""Address sets as Azure writes them: what is read, what is refused and with which words, how sets are printed."""

import copy
import pickle
import subprocess
import sys
from ipaddress import IPv4Address, IPv4Network, IPv6Network

import pytest

from hubspoke_network.sets.addresses import RFC1918, AddressError, AddressSet

READ = [
    ((), "none"),
    (("none",), "none"),
    (("*",), "*"),
    (("0.0.0.0/0",), "0.0.0.0/0"),
    (("::/0",), "::/0"),
    (("0.0.0.0/0", "::/0"), "*"),
    (("10.0.0.4",), "10.0.0.4"),
    (("10.0.0.4/32",), "10.0.0.4"),
    (("10.0.0.0/8",), "10.0.0.0/8"),
    ((" 10.0.0.0/8 , 10.0.0.4 ",), "10.0.0.0/8"),
    (("10.0.0.0-10.0.0.255",), "10.0.0.0/24"),
    (("10.0.0.1 - 10.0.0.2",), "10.0.0.1-10.0.0.2"),
    (("10.0.0.128/25", "10.0.0.0/25"), "10.0.0.0/24"),
    (("10.0.1.0/24", "10.0.0.0/24", "10.0.2.0/24"), "10.0.0.0-10.0.2.255"),
    (("192.168.0.0/16", "10.0.0.0/8"), "10.0.0.0/8, 192.168.0.0/16"),
    (("255.255.255.255", "::"), "255.255.255.255, ::"),
    (("2001:DB8::/32",), "2001:db8::/32"),
    (("2001:db8::1-2001:db8::3", "10.0.0.4"), "10.0.0.4, 2001:db8::1-2001:db8::3"),
    (("::ffff:10.0.0.1",), "::ffff:a00:1"),
]


@pytest.mark.parametrize(("texts", "printed"), READ, ids=lambda value: str(value))
def test_read(texts: tuple[str, ...], printed: str) -> None:
    assert str(AddressSet.parse(*texts)) == printed
    assert AddressSet(*texts) == AddressSet.parse(printed)


REFUSED = [
    ("", "'' is not an address, a prefix, a range a-b or *"),
    ("Internet", "'Internet' is not an address, a prefix, a range a-b or *"),
    ("10.0.0", "'10.0.0' is not an address, a prefix, a range a-b or *"),
    ("10.0.0.256", "'10.0.0.256' is not an address, a prefix, a range a-b or *"),
    ("10.0.0.01", "'10.0.0.01' is not an address, a prefix, a range a-b or *"),
    ("\u06610.0.0.1", "'\u06610.0.0.1' is not an address, a prefix, a range a-b or *"),
    ("10.0.0.5/24", "'10.0.0.5/24' has host bits set; write 10.0.0.0/24"),
    ("2001:db8::1/64", "'2001:db8::1/64' has host bits set; write 2001:db8::/64"),
    ("10.0.0.0/33", "'10.0.0.0/33' is not in CIDR notation, for example 10.0.0.0/24"),
    ("10.0.0.0/", "'10.0.0.0/' is not in CIDR notation, for example 10.0.0.0/24"),
    ("10.0.0.0/255.0.0.0", "'10.0.0.0/255.0.0.0' is not in CIDR notation, for example 10.0.0.0/24"),
    ("10.0.0.9-10.0.0.1", "'10.0.0.9-10.0.0.1' ends before it begins; write 10.0.0.1-10.0.0.9"),
    ("10.0.0.1-::1", "'10.0.0.1-::1' mixes IPv4 and IPv6 in one range"),
    ("10.0.0.1-", "'10.0.0.1-' is not an address, a prefix, a range a-b or *"),
    ("10.0.0.0/24-10.0.1.0/24", "'10.0.0.0/24-10.0.1.0/24' is not in CIDR notation, for example 10.0.0.0/24"),
    ("fe80::1%eth0", "'fe80::1%eth0' has a zone, which means nothing outside one host; write fe80::1"),
    ("10.0.0.1,,10.0.0.2", "'' is not an address, a prefix, a range a-b or *"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=lambda value: str(value))
def test_refused(text: str, message: str) -> None:
    with pytest.raises(AddressError) as caught:
        AddressSet.parse("10.0.0.0/8", text)
    assert str(caught.value) == message


def test_prefixes_are_canonical() -> None:
    assert AddressSet("10.0.0.1-10.0.0.6", "2001:db8::/33", "2001:db8:8000::/33").prefixes() == (
        IPv4Network("10.0.0.1/32"),
        IPv4Network("10.0.0.2/31"),
        IPv4Network("10.0.0.4/31"),
        IPv4Network("10.0.0.6/32"),
        IPv6Network("2001:db8::/32"),
    )


def test_everything_but_private() -> None:
    public = AddressSet.all_ipv4() - RFC1918
    assert str(public) == (
        "0.0.0.0-9.255.255.255, 11.0.0.0-172.15.255.255, 172.32.0.0-192.167.255.255, 192.169.0.0-255.255.255.255"
    )
    assert public.size == 2**32 - 2**24 - 2**20 - 2**16
    assert IPv4Address("172.32.0.0") in public
    assert IPv4Network("172.16.0.0/12") not in public


def test_ranges_out_of_the_family_are_refused() -> None:
    for wrong in ((4, 0, 2**32), (6, -1, 0), (4, 2, 1), (5, 0, 1)):
        with pytest.raises(ValueError, match="no range of IPv"):
            AddressSet.from_ranges([wrong])


def test_sets_are_values() -> None:
    a, b = AddressSet("10.0.0.0/25", "10.0.0.128/25"), AddressSet("10.0.0.0/24")
    assert {a: 1}[b] == 1
    assert copy.deepcopy(a) == pickle.loads(pickle.dumps(a)) == b
    assert a != "10.0.0.0/24"
    assert repr(b) == "AddressSet('10.0.0.0/24')"
    assert eval(repr(b)) == b


def test_import_does_not_load_numpy() -> None:
    code = (
        "import sys; from hubspoke_network.sets.flows import FlowSet; "
        "from hubspoke_network.sets.object_groups.groups import *;"
        "~FlowSet.parse('tcp 10.0.0.0/8 -> *:443');"
        "print([name for name in ('numpy', 'pulumi', 'socket') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
