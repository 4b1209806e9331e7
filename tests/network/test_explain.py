"""`explain`: what each rule of a group really decides, and where a group is read."""

from collections.abc import Callable
from typing import Any

import pytest

from hubspoke_network.core.errors import UnknownSubject
from hubspoke_network.reach.explain import explain_group, path_in_words

Maker = Callable[..., dict[str, Any]]


def test_shadowed_partly_shadowed_and_undecided_rules(estate: Any, rule: Maker) -> None:
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24")
    estate.nsg(
        "nsg",
        rule("first", 100, "Inbound", "Deny", ["10.0.0.0/8", "172.16.0.0/12"]),
        rule("shadowed", 200, "Inbound", "Allow", "10.1.0.0/16", "*", "443", "Tcp"),
        rule("part", 300, "Inbound", "Allow", ["10.0.0.0/8", "192.168.0.0/16"]),
        rule("tag", 400, "Inbound", "Allow", "Storage", "*", ["80", "443"]),
        rule("empty", 500, "Inbound", "Allow", "fd00::/8", "2001:db8::/32", "*", "Udp"),
    ).subnet("a/web", nsg="nsg")
    table = explain_group(estate.network(), "NSG")
    assert (table.group, table.place) == ("nsg", "a/web")
    rows = {row.rule.name: row for row in table.rows}
    assert [row.rule.name for row in table.rows if row.direction == "Outbound"] == [
        "AllowVnetOutBound",
        "AllowInternetOutBound",
        "DenyAllOutBound",
    ]
    told = {name: (str(row.decides), row.remark) for name, row in rows.items() if not row.rule.default}
    assert told["first"] == ("any {10.0.0.0/8, 172.16.0.0/12} -> *", "")
    assert told["shadowed"] == ("none", "never reached: first decide all of it before")
    assert told["part"] == ("any 192.168.0.0/16 -> *", "first decide part of it before")
    assert told["tag"] == ("none", "the address ranges of the tag Storage are not given")
    assert rows["tag"].undecided
    assert told["empty"] == ("udp [fd00::/8] -> [2001:db8::/32]", "")
    assert {name: row.written for name, row in rows.items()} == {
        "first": "any {10.0.0.0/8, 172.16.0.0/12} -> *",
        "shadowed": "tcp 10.1.0.0/16 -> *:443",
        "part": "any {10.0.0.0/8, 192.168.0.0/16} -> *",
        "tag": "any Storage -> *:80,443",
        "empty": "udp fd00::/8 -> 2001:db8::/32",
        "AllowVnetInBound": "any VirtualNetwork -> VirtualNetwork",
        "AllowAzureLoadBalancerInBound": "any AzureLoadBalancer -> *",
        "DenyAllInBound": "any * -> *",
        "AllowVnetOutBound": "any VirtualNetwork -> VirtualNetwork",
        "AllowInternetOutBound": "any * -> Internet",
        "DenyAllOutBound": "any * -> *",
    }


def test_a_group_at_several_subnets(estate: Any) -> None:
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24", db="10.1.1.0/24").vnet(
        "b", "10.2.0.0/16", web="10.2.0.0/24"
    ).nsg("nsg")
    estate.subnet("a/web", nsg="nsg").subnet("a/db", nsg="nsg")
    assert explain_group(estate.network(), "nsg").place == "a/web"  # both see the same
    estate.subnet("b/web", nsg="nsg")
    with pytest.raises(
        UnknownSubject, match="nsg is attached to several subnets; say which with --at: a/db, a/web, b/web"
    ):
        explain_group(estate.network(), "nsg")
    assert explain_group(estate.network(), "nsg", "b/web").place == "b/web"
    with pytest.raises(UnknownSubject, match="not attached"):
        explain_group(estate.subnet("b/web").nsg("other").network(), "other", "b/web")


def test_a_group_that_is_attached_to_nothing(estate: Any) -> None:
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24").nsg("nsg")
    table = explain_group(estate.network(), "nsg")
    assert table.place == ""
    rows = {row.rule.name: row for row in table.rows}
    assert rows["AllowVnetInBound"].undecided
    assert rows["AllowVnetInBound"].remark.startswith("what VirtualNetwork holds: ")


def test_groups_that_are_not_there(estate: Any) -> None:
    estate.nsg("nsg")
    with pytest.raises(UnknownSubject, match="there is no security group 'x'; there are nsg"):
        explain_group(estate.network(), "x")
    with pytest.raises(UnknownSubject, match="there is no security group"):
        explain_group(estate.network(), "/subscriptions/s/x")


def test_paths_in_words(estate: Any, rule: Maker) -> None:
    estate.vnet("a", "10.1.0.0/16", web="10.1.0.0/24", db="10.1.1.0/24").nsg(
        "shut", rule("no", 100, "Outbound", "Deny")
    )
    estate.subnet("a/db", nsg="shut")
    answer = estate.ask("a/web", "8.8.8.8", "443")
    assert path_in_words(answer, answer.parts[0]) == [
        "Flows from a/web to 8.8.8.8, for example tcp 10.1.0.0:* -> 8.8.8.8:443:",
        "At a/web, (no security group) decides.",
        "At a/web, they take system default route (0.0.0.0/0 -> Internet).",
        "They leave a/web by default outbound access.",
        "They arrive at Internet; their replies get back.",
    ]
    answer = estate.ask("a/db", "8.8.8.8", "443")
    assert path_in_words(answer, answer.parts[0])[-1] == ("They do not get there: outbound rule shut: no denies them.")
