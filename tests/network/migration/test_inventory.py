"""Reading the inventory, as JSON and as CSV."""

import json
from ipaddress import IPv4Network
from typing import Any

import pytest

from hubspoke_network.core.errors import Problem, ReadError, SpecError
from hubspoke_network.readers.classic.inventory import (
    Circuit,
    CloudService,
    Gateway,
    Inventory,
    Role,
    Target,
    VirtualMachine,
    VirtualNetwork,
    read_inventory,
)
from hubspoke_network.readers.classic.inventory_csv import read_inventory_csv

WHOLE = Inventory(
    virtual_networks={
        "prod": VirtualNetwork(
            location="West Europe",
            gateways=[Gateway(mode="DedicatedCircuit", sku="HighPerformance")],
            circuit="er1",
            peerings=["other"],
            services=["ApplicationGateway"],
        )
    },
    cloud_services={
        "shop": CloudService(
            virtual_network="prod",
            roles={"front": Role(kind="web", subnet="web", instances=2), "batch": Role(kind="worker")},
            virtual_machines={
                "sql1": VirtualMachine(
                    subnets=["app", "data"], availability_set="sql", extensions=["BGInfo"], endpoint_acls=True
                )
            },
        )
    },
    circuits={"er1": Circuit(model="arm", service_key="key-1", allow_classic_operations=True, bandwidth_in_mbps=1000)},
)

JSON: dict[str, Any] = {
    "virtualNetworks": {
        "prod": {
            "location": "West Europe",
            "gateways": [{"mode": "DedicatedCircuit", "sku": "HighPerformance"}],
            "circuit": "er1",
            "peerings": ["other"],
            "services": ["ApplicationGateway"],
        }
    },
    "cloudServices": {
        "shop": {
            "virtualNetwork": "prod",
            "roles": {
                "front": {"kind": "web", "subnet": "web", "instances": 2},
                "batch": {"kind": "worker"},
            },
            "virtualMachines": {
                "sql1": {
                    "subnets": ["app", "data"],
                    "availabilitySet": "sql",
                    "extensions": ["BGInfo"],
                    "endpointAcls": True,
                }
            },
        }
    },
    "circuits": {
        "er1": {"model": "arm", "serviceKey": "key-1", "allowClassicOperations": True, "bandwidthInMbps": 1000}
    },
}

CSV = """\
kind,name,virtualNetwork,cloudService,subnet,instances,availabilitySet,extensions,flags,mode,sku,circuit,location,\
model,serviceKey,bandwidthInMbps
virtualNetwork,prod,,,,,,,,,,er1,West Europe,,,
gateway,er,prod,,,,,,,DedicatedCircuit,HighPerformance,,,,,
peering,other,prod,,,,,,,,,,,,,
service,ApplicationGateway,prod,,,,,,,,,,,,,
webRole,front,prod,shop,web,2,,,,,,,,,,
workerRole,batch,,shop,,,,,,,,,,,,
virtualMachine,sql1,prod,shop,app; data,,sql,BGInfo,endpointAcls,,,,,,,

circuit,er1,,,,,,,allowClassicOperations,,,,,arm,key-1,1000
"""


def test_json_and_csv_say_the_same() -> None:
    assert read_inventory(json.dumps(JSON).encode()) == WHOLE
    named = WHOLE.virtual_networks["prod"].model_copy(
        update={"gateways": [Gateway(mode="DedicatedCircuit", sku="HighPerformance", name="er")]}
    )
    assert read_inventory_csv(CSV.encode()) == WHOLE.model_copy(update={"virtual_networks": {"prod": named}})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_windows_tools_write_is_read(encoding: str) -> None:
    assert read_inventory('{"subscription": "Größe"}'.encode(encoding)) == Inventory(subscription="Größe")
    assert read_inventory_csv("kind,name\r\nvirtualNetwork,Größe\r\n".encode(encoding)) == Inventory(
        virtual_networks={"Größe": VirtualNetwork()}
    )


def test_the_target_holds_decisions() -> None:
    read = read_inventory(b'{"target": {"stack": "prod-1", "pool": "10.9.0.0/16", "holdingReach": "peering"}}')
    assert read.target == Target(stack="prod-1", pool=IPv4Network("10.9.0.0/16"), holding_reach="peering")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"x": 1}, ("x", "", "is not known here", "remove it or correct its spelling")),
        ({"circuits": {"a": {}}}, ("circuits.a.model", "", "is missing", "add it")),
        (
            {"circuits": {"a": {"model": "asm"}}},
            ("circuits.a.model", "asm", "is not one of the values", "write 'classic' or 'arm'"),
        ),
        (
            {"circuits": {"a": {"model": "arm", "bandwidthInMbps": 0}}},
            ("circuits.a.bandwidthInMbps", "0", "Input should be greater than 0", "correct it"),
        ),
        (
            {"cloudServices": {"a": {"roles": {"r": {"kind": "web", "instances": "2"}}}}},
            ("cloudServices.a.roles.r.instances", "2", "is of the wrong type", "write a whole number"),
        ),
        ({"virtualNetworks": []}, ("virtualNetworks", "", "is of the wrong type", "write an object in { }")),
        ({"virtualNetworks": {"a": 1}}, ("virtualNetworks.a", "1", "is of the wrong type", "write an object in { }")),
        (
            {"target": {"pool": "10.0.0.1/8"}},
            ("target.pool", "10.0.0.1/8", "has host bits set", "write 10.0.0.0/8"),
        ),
        (
            {"target": {"pool": "fd00::/8"}},
            ("target.pool", "fd00::/8", "is not IPv4", "write an IPv4 prefix; classic networks have no IPv6"),
        ),
        (
            {"target": {"stack": "../../x"}},
            (
                "target.stack",
                "../../x",
                "is not a stack name",
                "write letters, digits, '-', '_' and '.' only, 100 at most",
            ),
        ),
        (
            {"subscription": "a\u202eb"},
            (
                "subscription",
                "a\u202eb",
                "holds control characters or invisible ones",
                "give a name of visible characters",
            ),
        ),
        (
            {"subscription": "\ud800"},
            (
                "subscription",
                "\ud800",
                "holds control characters or invisible ones",
                "give a name of visible characters",
            ),
        ),
    ],
)
def test_mistakes_in_values(raw: dict[str, Any], problem: tuple[str, str, str, str]) -> None:
    with pytest.raises(SpecError) as caught:
        read_inventory(json.dumps(raw).encode())
    assert caught.value.problems == (Problem("HS360", *problem),)


def test_every_mistake_at_once_and_keys_once() -> None:
    with pytest.raises(SpecError) as caught:
        read_inventory(b'{"a": 1, "a": 2, "target": {"pool": 1, "stack": "x y"}}')
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("HS360", "a"),
        ("HS363", "a"),
        ("HS360", "target.pool"),
        ("HS360", "target.stack"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "i.json:1:1: not JSON: Expecting value; correct it"),
        (b'{"a": }', "i.json:1:7: not JSON: Expecting value; correct it"),
        (b"[" * 100_000, "i.json nests deeper than any inventory does"),
        (b"[]", "i.json is not an object with virtualNetworks, cloudServices, circuits and target"),
        (b"\xff", "i.json: byte 0 is not utf-8-sig; save the file as UTF-8"),
        (b" " * 9_000_000, "i.json is larger than 8 MiB; give the one exported file only"),
    ],
)
def test_files_that_are_no_inventory(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_inventory(data, "i.json")
    assert str(caught.value) == message


def test_a_number_without_end() -> None:
    with pytest.raises(ReadError, match="holds a number that cannot be read"):
        read_inventory(b'{"a": ' + b"9" * 10_000 + b"}")


HEADER = b"kind,name,virtualNetwork,cloudService,subnet,instances,flags,mode,circuit,bandwidthInMbps,model\n"


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        pytest.param(
            f'"{start}cmd|x",a,,,,,,,,,',
            [
                (
                    "HS361",
                    "line 2.kind",
                    f"{start}cmd|x",
                    "would be run as a formula by a spreadsheet",
                    "write plain text",
                ),
                (
                    "HS360",
                    "line 2.kind",
                    f"{start}cmd|x",
                    "is not a kind",
                    "write one of virtualNetwork, gateway, peering, service, webRole, workerRole, virtualMachine,"
                    " circuit",
                ),
            ],
            id=f"formula {start!r}",
        )
        for start in "=+-@\t"
    ]
    + [
        pytest.param(
            'webRole,"=HYPERLINK(""http://x"",""y"")",v,s,,,,,,,',
            [
                (
                    "HS361",
                    "line 2.name",
                    '=HYPERLINK("http://x","y")',
                    "would be run as a formula by a spreadsheet",
                    "write plain text",
                )
            ],
            id="formula in a name",
        ),
        pytest.param("webRole,,v,s,,,,,,,", [("HS360", "line 2.name", "", "is missing", "add it")], id="no name"),
        pytest.param(
            "webRole,a,v,,,,,,,,",
            [("HS360", "line 2.cloudService", "", "is missing", "name the cloud service it belongs to")],
            id="role without service",
        ),
        pytest.param(
            "peering,a,,,,,,,,,",
            [("HS360", "line 2.virtualNetwork", "", "is missing", "name the network it belongs to")],
            id="peering of nothing",
        ),
        pytest.param(
            "webRole,a,v,s,,two,,,,,",
            [("HS360", "line 2.instances", "two", "is not a whole number", "write digits only")],
            id="instances",
        ),
        pytest.param(
            "virtualMachine,a,v,s,,,magic,,,,",
            [
                (
                    "HS360",
                    "line 2.flags",
                    "magic",
                    "is not a flag",
                    "write one of endpointAcls, bootDiagnosticsOnPremiumStorage, alerts, autoscale,"
                    " allowClassicOperations",
                )
            ],
            id="flag",
        ),
        pytest.param(
            "webRole,a,v,s,,,,,,,\nwebRole,a,v,s,,,,,,,",
            [("HS363", "line 3.name", "a", "stands in an earlier line already", "keep one line")],
            id="twice",
        ),
        pytest.param(
            "webRole,a,v,s,,,,,,,\nwebRole,b,w,s,,,,,,,",
            [
                (
                    "HS363",
                    "line 3.virtualNetwork",
                    "w",
                    "contradicts 'v' in an earlier line",
                    "write the same in every line",
                )
            ],
            id="contradiction",
        ),
        pytest.param(
            "circuit,a,,,,,,,,many,asm",
            [
                (
                    "HS360",
                    "circuits.a.model",
                    "asm",
                    "is not one of the values",
                    "write 'classic' or 'arm'",
                ),
                ("HS360", "line 2.bandwidthInMbps", "many", "is not a whole number", "write digits only"),
            ],
            id="circuit",
        ),
    ],
)
def test_mistakes_in_rows(row: str, problems: list[tuple[str, str, str, str, str]]) -> None:
    with pytest.raises(SpecError) as caught:
        read_inventory_csv(HEADER + row.encode())
    assert set(caught.value.problems) == {Problem(*problem) for problem in problems}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "i.csv:1: the first line must name columns out of kind, name"),
        (b"name,kind,name\n", "i.csv:1: the first line must name columns out of kind, name"),
        (b"kind,name,colour\n", "i.csv:1: the first line must name columns out of kind, name"),
        (b"kind,name\na\n", "i.csv:2: has 1 cells, the header 2"),
        (b'kind,name\n"a', "i.csv:2: not CSV: unexpected end of data"),
        (b'kind,name\n"a"b,c', "i.csv:2: not CSV: ',' expected after '\"'"),
        (b"kind,name\n" + b"x" * 200_000 + b",a", "i.csv:2: not CSV: field larger than field limit (131072)"),
        (b"kind,name\n" + b"webRole,a\n" * 50_001, "i.csv has more than 50,000 rows"),
    ],
)
def test_files_that_are_no_table(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_inventory_csv(data, "i.csv")
    assert str(caught.value).startswith(message)
