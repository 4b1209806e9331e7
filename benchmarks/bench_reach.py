"""`hubspoke reach` as a whole process on the state of a hub with many spokes.

The state has the shape and size of what `pulumi stack export` writes for such an estate: eight resources a spoke, with
inputs, outputs and dependencies.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
SIZES, QUICK_SIZES = (400, 1000), (20,)
QUESTIONS = {
    "spoke to spoke": ("spoke7/one", "spoke{last}/two", "denied"),
    "spoke to Internet": ("spoke7/one", "internet", "denied"),
    "spoke to hub": ("spoke7/one", "hub/shared", "allowed"),
    "on-premises to spoke": ("onpremises", "spoke{last}/one", "partly"),
}


def entry(token: str, name: str, identity: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    """One resource as a state has it."""
    return {
        "urn": f"urn:pulumi:dev::net::hubspoke:index:Spoke$azure-native:{token}::{name}",
        "custom": True,
        "id": identity,
        "type": f"azure-native:{token}",
        "inputs": inputs,
        "outputs": {**inputs, **outputs, "id": identity, "etag": 'W/"0"', "provisioningState": "Succeeded"},
        "parent": "urn:pulumi:dev::net::hubspoke:index:Spoke::spoke",
        "dependencies": [f"urn:pulumi:dev::net::azure-native:resources:ResourceGroup::rg{n}" for n in range(4)],
        "provider": "urn:pulumi:dev::net::pulumi:providers:azure-native::default::0",
        "propertyDependencies": {key: [] for key in inputs},
        "sourcePosition": "project:///__main__.py#12",
        "created": "2026-11-23T07:30:22.056289163Z",
        "modified": "2026-11-23T07:30:22.056289163Z",
    }


class State:
    """A state under construction."""

    def __init__(self) -> None:
        self.resources: list[dict[str, Any]] = []

    def add(self, token: str, path: str, inputs: dict[str, Any], **outputs: Any) -> str:
        """Add a resource; returns its id."""
        identity = f"{NETWORK}/{path}"
        self.resources.append(
            entry(token, path.replace("/", "-"), identity, {"resourceGroupName": "rg", **inputs}, outputs)
        )
        return identity

    def vnet(self, name: str, prefix: str, subnets: dict[str, str], **more: Any) -> None:
        """Add a network and its subnets."""
        space = {"addressSpace": {"addressPrefixes": [prefix]}}
        inputs = {"virtualNetworkName": name, "location": "westeurope", **space}
        self.add("network:VirtualNetwork", f"virtualNetworks/{name}", inputs, subnets=[], virtualNetworkPeerings=[])
        for subnet, own in subnets.items():
            given = {"virtualNetworkName": name, "subnetName": subnet, "addressPrefix": own, **more}
            self.add("network:Subnet", f"virtualNetworks/{name}/subnets/{subnet}", given)

    def peer(self, here: str, there: str, **flags: bool) -> None:
        """Add one end of a peering."""
        remote = {"remoteVirtualNetwork": {"id": f"{NETWORK}/virtualNetworks/{there}"}}
        names = {"virtualNetworkName": here, "virtualNetworkPeeringName": f"to-{there}"}
        path = f"virtualNetworks/{here}/virtualNetworkPeerings/to-{there}"
        given = {**names, **remote, "allowVirtualNetworkAccess": True, **flags}
        self.add("network:VirtualNetworkPeering", path, given, peeringState="Initiated")


def rule(name: str, priority: int, direction: str, access: str, **given: Any) -> dict[str, Any]:
    """A security rule, flat."""
    every = {"protocol": "*", "sourcePortRange": "*", "destinationPortRange": "*", "sourceAddressPrefix": "*"}
    return {"name": name, "priority": priority, "direction": direction, "access": access, **every, **given}


RULES = [
    rule("private", 100, "Outbound", "Allow", destinationAddressPrefixes=["10.0.0.0/8", "192.168.0.0/16"]),
    rule("nothing-else", 4096, "Outbound", "Deny", destinationAddressPrefix="*"),
    rule("web", 100, "Inbound", "Allow", destinationAddressPrefix="*", destinationPortRange="443"),
    rule("nothing-in", 4096, "Inbound", "Deny", destinationAddressPrefix="*"),
]


def estate(spokes: int) -> dict[str, Any]:
    """The state of a hub and its spokes."""
    state = State()
    state.vnet("hub", "10.0.0.0/20", {"GatewaySubnet": "10.0.0.0/26", "shared": "10.0.1.0/24"})
    config = [{"name": "c", "subnet": {"id": f"{NETWORK}/virtualNetworks/hub/subnets/GatewaySubnet"}}]
    gateway = {"virtualNetworkGatewayName": "gw", "gatewayType": "ExpressRoute", "ipConfigurations": config}
    tags = {"tags": {"network-on-premises": "192.168.0.0/16 10.240.0.0/12"}}
    state.add("network:VirtualNetworkGateway", "virtualNetworkGateways/gw", gateway | tags)
    for number in range(spokes):
        name, second, third = f"spoke{number}", 1 + number // 64, number % 64 * 4
        group = {"networkSecurityGroupName": f"nsg-{name}", "securityRules": RULES}
        nsg = state.add("network:NetworkSecurityGroup", f"networkSecurityGroups/nsg-{name}", group)
        route = {"name": "none", "addressPrefix": "10.250.0.0/16", "nextHopType": "None"}
        table = state.add(
            "network:RouteTable", f"routeTables/rt-{name}", {"routeTableName": f"rt-{name}", "routes": [route]}
        )
        prefixes = {key: f"10.{second}.{third + n}.0/24" for n, key in enumerate(("one", "two", "three"))}
        attached = {"networkSecurityGroup": {"id": nsg}, "routeTable": {"id": table}}
        state.vnet(name, f"10.{second}.{third}.0/22", prefixes, **attached)
        state.peer("hub", name, allowGatewayTransit=True)
        state.peer(name, "hub", useRemoteGateways=True, allowForwardedTraffic=True)
    return {"version": 3, "deployment": {"manifest": {}, "resources": state.resources}}


def ask(path: Path, source: str, destination: str, expected: str) -> dict[str, float]:
    """Wall and processor time of one question, in seconds; the better of two."""
    best = {"seconds": float("inf"), "processor": float("inf")}
    command = [sys.executable, "-m", "hubspoke_cli.main", "reach", str(path), "--from", source, "--to", destination]
    for _ in range(2):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([*command, "--protocol", "tcp", "--format", "json"], capture_output=True, check=False)
        took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        verdict = json.loads(done.stdout)["verdict"] if done.stdout else done.stderr.decode()
        if verdict != expected:
            raise SystemExit(f"{source} -> {destination}: {verdict}, not {expected}")
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = {"seconds": min(best["seconds"], took), "processor": min(best["processor"], used)}
    return best


def measure(sizes: tuple[int, ...], scratch: Path) -> list[dict[str, Any]]:
    """Every question on every size."""
    rows = []
    for spokes in sizes:
        path = scratch / f"state{spokes}.json"
        document = estate(spokes)
        path.write_text(json.dumps(document, indent=4))
        size = {"spokes": spokes, "resources": len(document["deployment"]["resources"]), "bytes": path.stat().st_size}
        for title, (source, destination, expected) in QUESTIONS.items():
            found = ask(path, source, destination.format(last=spokes - 1), expected)
            rows.append({**size, "question": title, **{key: round(value, 3) for key, value in found.items()}})
    return rows


def main() -> int:
    """Measure and report; fails where 400 spokes take two seconds or more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small estate: a smoke test of the benchmark")
    parser.add_argument("--json", type=Path, help="where the figures go")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure(QUICK_SIZES if options.quick else SIZES, Path(scratch))
    for row in rows:
        cells = row["spokes"], row["question"], row["seconds"], row["processor"]
        print("{:5} spokes  {:22} {:6.2f} s  ({:.2f} s of processor)".format(*cells))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")
    return int(any(row["seconds"] >= 2 for row in rows if row["spokes"] == 400))


if __name__ == "__main__":
    sys.exit(main())
