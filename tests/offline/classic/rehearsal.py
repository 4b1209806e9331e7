"""Carries out a runbook's steps against the offline Azure: PowerShell lines as they stand, the rest by its meaning."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

from azure_offline.classic.cmdlets import run_cmdlet
from hubspoke_migration.classic.plan import Chapter, Plan, Step
from hubspoke_network.readers.classic.netcfg import NAMESPACE

from .conftest import SUBSCRIPTION, Classic

Pulumi = Callable[["Rehearsal", Chapter, Step], None]
_PARAMETER = re.compile(r"""-(\w+)(?:[ ]('(?:[^']|'')*'|"[^"]*"|[^-\s]\S*))?""")
_SITE = f"{{{NAMESPACE}}}VirtualNetworkSite"
_LOOKED_AT = re.compile(r"(Get-Az(?!ure)|Select-Az|Get-AzureVNetSite |\$validate\.)")
"""Lines whose output a person looks at."""


class Rehearsal:
    """Runs steps; `pulumi` stands for the stack's program. Files are those of the plan, in the Azure's folder."""

    def __init__(self, azure: Classic, plan: Plan, pulumi: Pulumi) -> None:
        self.azure, self.plan, self.files, self.pulumi = azure, plan, azure.folder, pulumi
        self.variables: dict[str, Any] = {}
        self.done: list[str] = []

    def run(self, chapter: Chapter, step: Step) -> None:
        """Carry out one step. A refusal is an AssertionError with its text."""
        if step.shell == "pulumi":
            self.pulumi(self, chapter, step)
        elif step.shell == "hand":
            self._by_hand(chapter, step)
        else:
            for line in step.commands:
                self._line(line)
        if "is Provisioned; wait for it" in step.check:
            self._wait(unquoted(step.check.partition("-VNetName ")[2].partition(")")[0]))
        self.done.append(f"{chapter.key}: {step.title}")

    def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        """A request that must be carried out."""
        answer = self.azure.request(method, path, body)
        assert answer.ok, f"{path}: {answer.code}: {answer.message}"

    def _by_hand(self, chapter: Chapter, step: Step) -> None:
        if step.title == "Put the gateway profile into the network":
            found = re.search(r"the network (\S+);.*gateway-profiles/(\S+)\.json", step.why)
            assert found
            body = str(self.files / f"gateway-profiles/{found[2]}.json")
            self.azure.do("resource-explorer-put", VNetName=found[1], Body=body)
        elif step.title.startswith("Move the roles of "):
            holding = next(holding for holding in self.plan.holdings if holding.origin == chapter.network)
            service = step.title.removeprefix("Move the roles of ")
            self.azure.do("deploy-roles", ServiceName=service, VNetName=holding.name)

    def _wait(self, network: str) -> None:
        for _ in range(3):
            if "State : Provisioned" in self.azure.do("Get-AzureVNetGateway", VNetName=network):
                return
        raise AssertionError(f"the gateway of {network} is never provisioned")

    def _line(self, line: str) -> None:
        for pattern, action in _LINES:
            found = re.fullmatch(pattern, line)
            if found:
                action(self, *found.groups())
                return
        if _LOOKED_AT.match(line):
            return
        words = line.removeprefix("$validate = ").split(maxsplit=1)
        arguments = [words[0]]
        for key, value in _PARAMETER.findall(words[1] if len(words) > 1 else ""):
            arguments += [f"-{key}", self.path(unquoted(value))] if value else [f"-{key}"]
        code, lines = run_cmdlet(self.azure.arm, arguments)
        text = "\n".join(lines)
        assert code == 0, f"{line}: {text}"
        assert not text.startswith("Error : "), text

    def path(self, text: str) -> str:
        """A file name of PowerShell's, in the folder of the rehearsal."""
        return text.replace("$PWD\\", f"{self.files}/").replace("\\", "/") if "$PWD" in text else text

    def read(self, variable: str, path: str) -> None:
        self.variables[variable] = ET.parse(Path(self.path(path))).getroot()

    def append(self) -> None:
        self._sites().append(self.variables["piece"])

    def site(self, name: str) -> None:
        self.variables["site"] = next(
            site for site in self._sites().iter(_SITE) if site.get("name") == name.replace("''", "'")
        )

    def empty(self) -> None:
        for connections in self.variables["site"].iter(f"{{{NAMESPACE}}}ConnectionsToLocalNetwork"):
            connections.clear()

    def save(self, path: str) -> None:
        ET.register_namespace("", NAMESPACE)
        ET.ElementTree(self.variables["netcfg"]).write(self.path(path), encoding="utf-8", xml_declaration=True)

    def circuit(self, name: str, group: str) -> None:
        self.variables["circuit"] = f"{group}/providers/Microsoft.Network/expressRouteCircuits/{name}"

    def classic_operations(self, value: str) -> None:
        body = self.azure.get(self.variables["circuit"])
        body["properties"]["allowClassicOperations"] = value == "true"
        self.request("PUT", self.variables["circuit"], body)

    def gateway(self, group: str) -> None:
        self.variables["gateway"] = next(document["id"] for document in self._in_group(group, "virtualNetworkGateways"))

    def connect(self, name: str, group: str, place: str) -> None:
        circuit = f"{SUBSCRIPTION}/resourceGroups/{self.variables['circuit']}"
        properties = {
            "connectionType": "ExpressRoute",
            "virtualNetworkGateway1": {"id": self.variables["gateway"]},
            "peer": {"id": circuit},
        }
        path = f"{group}/providers/Microsoft.Network/connections/{name}"
        self.request("PUT", path, {"location": place, "properties": properties})

    def remove_all(self, group: str, what: str) -> None:
        kind = "connections" if what == "GatewayConnection" else "virtualNetworkGateways"
        for document in self._in_group(group, kind):
            self.request("DELETE", document["id"])

    def network(self, name: str, group: str) -> None:
        self.variables["network"] = f"{group}/providers/Microsoft.Network/virtualNetworks/{name}"

    def peer(self, name: str, remote: str, transit: str) -> None:
        body = {"properties": {"remoteVirtualNetwork": {"id": remote}, "allowGatewayTransit": bool(transit)}}
        path = f"{self.variables['network']}/virtualNetworkPeerings/{name}"
        self.request("PUT", path, body)
        assert self.azure.get(path)["properties"]["peeringState"] == "Connected"

    def _in_group(self, group: str, kind: str) -> list[dict[str, Any]]:
        below = f"/resourcegroups/{group}/providers/microsoft.network/{kind}/".lower()
        return [document for document in self.azure.arm.export() if below in document["id"].lower()]

    def _sites(self) -> Any:
        return next(self.variables["netcfg"].iter(f"{{{NAMESPACE}}}VirtualNetworkSites"))


_Q = r"'((?:[^']|'')*)'"
_SITES = r"\$netcfg\.NetworkConfiguration\.VirtualNetworkConfiguration\.VirtualNetworkSites"
_LINES: list[tuple[str, Callable[..., None]]] = [
    (r'\[xml\]\$(netcfg|piece) = Get-Content "([^"]+)" -Encoding UTF8', Rehearsal.read),
    (rf"\[void\]{_SITES}\.AppendChild\(\$netcfg\.ImportNode\(\$piece\.DocumentElement, \$true\)\)", Rehearsal.append),
    (rf"\$site = {_SITES}\.VirtualNetworkSite \| Where-Object name -eq {_Q}", Rehearsal.site),
    (r"\$site\.Gateway\.ConnectionsToLocalNetwork\.RemoveAll\(\)", Rehearsal.empty),
    (r'\$netcfg\.Save\("([^"]+)"\)', Rehearsal.save),
    (rf"\$circuit = Get-AzExpressRouteCircuit -Name {_Q} -ResourceGroupName {_Q}", Rehearsal.circuit),
    (r"\$circuit\.AllowClassicOperations = \$(true|false)", Rehearsal.classic_operations),
    (r"Set-AzExpressRouteCircuit -ExpressRouteCircuit \$circuit", lambda _: None),
    (
        rf"\$gateway = Get-AzVirtualNetworkGateway -ResourceGroupName {_Q} \| Where-Object GatewayType -eq"
        " ExpressRoute",
        Rehearsal.gateway,
    ),
    (
        rf"New-AzVirtualNetworkGatewayConnection -Name {_Q} -ResourceGroupName {_Q} -Location {_Q}"
        r" -VirtualNetworkGateway1 \$gateway -PeerId \$circuit\.Id -ConnectionType ExpressRoute",
        Rehearsal.connect,
    ),
    (
        rf"Get-AzVirtualNetwork(?:GatewayConnection|Gateway) -ResourceGroupName {_Q} \| Remove-AzVirtualNetwork"
        r"(GatewayConnection|Gateway) -Force",
        Rehearsal.remove_all,
    ),
    (rf"\$network = Get-AzVirtualNetwork -Name {_Q} -ResourceGroupName {_Q}", Rehearsal.network),
    (
        rf"Add-AzVirtualNetworkPeering -Name {_Q} -VirtualNetwork \$network -RemoteVirtualNetworkId {_Q}"
        r"( -AllowGatewayTransit)?",
        Rehearsal.peer,
    ),
]


def unquoted(text: str) -> str:
    """A PowerShell literal's text."""
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    return text[1:-1] if text[:1] == '"' else text
