"""`hubspoke reach` and `hubspoke explain`: what they print, their exit codes, and what a mistake is told."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from hubspoke_cli.main import VERBS, run
from hubspoke_network.sets.flows import FlowSet

GROUP = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network"
NSG = f"{GROUP}/networkSecurityGroups/nsg"


def rule(name: str, priority: int, access: str, **changes: Any) -> dict[str, Any]:
    every = {f"{end}{what}": "*" for end in ("source", "destination") for what in ("AddressPrefix", "PortRange")}
    properties = {"priority": priority, "direction": "Outbound", "access": access, "protocol": "*", **every, **changes}
    return {"name": name, "properties": properties}


RULES = [
    rule("in", 100, "Allow", destinationAddressPrefix="10.0.0.0/8"),
    rule("late", 200, "Allow", destinationAddressPrefix="10.1.0.0/16"),
    rule("maybe", 300, "Allow", destinationAddressPrefix="Storage", destinationPortRange="443"),
    rule("no", 4096, "Deny"),
]


def subnet(name: str, prefix: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "properties": {"addressPrefix": prefix, **more}}


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """One network with a subnet that is shut, and one that is not."""
    subnets = [
        subnet("shut", "10.1.0.0/24", networkSecurityGroup={"id": NSG}),
        subnet("open", "10.1.1.0/24"),
    ]
    vnet = {"addressSpace": {"addressPrefixes": ["10.1.0.0/16"]}, "subnets": subnets}
    documents = [
        {"id": f"{GROUP}/virtualNetworks/net", "properties": vnet},
        {"id": NSG, "properties": {"securityRules": RULES}},
    ]
    path = tmp_path / "azure.json"
    path.write_text(json.dumps(documents))
    return path


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def hubspoke(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command and returns exit code, output and errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exit_:
            run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        code = exit_.value.code
        return (code if isinstance(code, int) else 0), out, err

    return call


@pytest.mark.parametrize(
    ("source", "destination", "code", "verdict"),
    [
        ("net/open", "net/shut", 0, "allowed"),
        ("net/open", "internet", 0, "allowed"),
        ("net/shut", "9.9.9.9", 3, "denied"),
        ("net/shut", "10.0.0.0/8", 3, "partly"),
        ("net", "internet", 3, "partly"),
    ],
)
def test_verdicts_and_exit_codes(
    estate: Path, hubspoke: Command, source: str, destination: str, code: int, verdict: str
) -> None:
    found, out, err = hubspoke("reach", estate, "--from", source, "--to", destination, "--port", "80")
    assert (found, out.splitlines()[0], err) == (code, f"{source} -> {destination}: {verdict}", "")


def test_undecided(estate: Path, hubspoke: Command) -> None:
    code, out, _ = hubspoke("reach", estate, "--from", "net/shut", "--to", "internet", "--port", "443")
    assert (code, out.splitlines()[0]) == (4, "net/shut -> internet: unknown")
    assert "the address ranges of the tag Storage are not given" in out


def test_text(estate: Path, hubspoke: Command) -> None:
    _, out, _ = hubspoke("reach", estate, "--from", "net/open", "--to", "8.8.8.8", "--protocol", "tcp", "--port", "443")
    assert out == (
        "net/open -> 8.8.8.8: allowed\n"
        "  for example tcp 10.1.1.0:* -> 8.8.8.8:443\n"
        "\n"
        "  step      where     what decides\n"
        "  flows               tcp 10.1.1.0/24 -> 8.8.8.8:443\n"
        "  security  net/open  (no security group)\n"
        "  route     net/open  system default route (0.0.0.0/0 -> Internet)\n"
        "  egress    net/open  default outbound access\n"
        "  arrival   Internet\n"
        "  allowed\n"
    )


def test_json(estate: Path, hubspoke: Command) -> None:
    arguments = ("--from", "net/shut", "--to", "net/open", "--protocol", "tcp", "--format", "json")
    _, out, _ = hubspoke("reach", estate, *arguments)
    answer = json.loads(out)
    flows = "tcp 10.1.0.0/24 -> 10.1.1.0/24"
    assert FlowSet.parse(answer["allowed"]) == FlowSet.parse(flows)
    assert answer == {
        "source": "net/shut",
        "destination": "net/open",
        "verdict": "allowed",
        "witness": "tcp 10.1.0.0:* -> 10.1.1.0:1",
        "asked": flows,
        "allowed": flows,
        "denied": "none",
        "unknown": "none",
        "parts": [
            {
                "verdict": "allowed",
                "flows": flows,
                "named": [flows],
                "witness": "tcp 10.1.0.0:* -> 10.1.1.0:1",
                "reason": "",
                "end": "net/open",
                "appliances": [],
                "path": [
                    {"step": "security", "where": "net/shut", "by": "nsg: in"},
                    {
                        "step": "route",
                        "where": "net/shut",
                        "by": "address space of net (10.1.0.0/16 -> VnetLocal)",
                    },
                    {"step": "security", "where": "net/open", "by": "(no security group)"},
                ],
            }
        ],
    }


def test_markdown(estate: Path, hubspoke: Command) -> None:
    arguments = ("--from", "net/shut", "--to", "9.9.9.9", "--protocol", "udp", "--format", "markdown")
    _, out, _ = hubspoke("reach", estate, *arguments, "--port", "80")
    assert out == (
        "**net/shut** to **9.9.9.9**: **denied**, for example `udp 10.1.0.0:* -> 9.9.9.9:80`\n\n"
        "| step | where | what decides |\n"
        "| --- | --- | --- |\n"
        "| flows |   | udp 10.1.0.0/24 -> 9.9.9.9:80 |\n"
        "| security | net/shut | nsg: no |\n"
        "| denied |   | outbound rule nsg: no denies them |\n"
    )


def test_object_groups_name_flows(estate: Path, hubspoke: Command, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("objectGroups: {addresses: {servers: [10.1.1.4, 10.1.1.5]}}\n")
    code, out, _ = hubspoke("reach", estate, "--from", "net/shut", "--to", "servers", "--facts", facts)
    assert code == 0
    assert "any 10.1.0.0/24 -> servers" in out


def test_explain_a_group(estate: Path, hubspoke: Command) -> None:
    code, out, _ = hubspoke("explain", estate, "--group", "nsg", "--format", "json")
    assert code == 0
    table = json.loads(out)
    assert (table["group"], table["at"]) == ("nsg", "net/shut")
    told = {row["rule"]: (row["priority"], row["written"], row["remark"]) for row in table["rules"]}
    assert told["late"] == (200, "any * -> 10.1.0.0/16", "never reached: in decide all of it before")
    assert told["no"] == (4096, "any * -> *", "in, maybe decide part of it before")
    assert told["maybe"] == (300, "any * -> Storage:443", "the address ranges of the tag Storage are not given")
    decided = {row["rule"]: row["decides"] for row in table["rules"]}
    assert {name: decided[name] for name in ("in", "late", "DenyAllOutBound")} == {
        "in": "any * -> 10.0.0.0/8",
        "late": "none",
        "DenyAllOutBound": "none",
    }


def test_explain_as_text_and_markdown(estate: Path, hubspoke: Command) -> None:
    _, text, _ = hubspoke("explain", estate, "--group", NSG, "--at", "net/shut")
    assert [line.split()[:2] for line in text.splitlines() if "late" in line] == [["200", "late"]]
    _, markdown, _ = hubspoke("explain", estate, "--group", "nsg", "--format", "markdown")
    assert "### nsg at net/shut, outbound\n\n| priority | rule | access | written | decides | remark |" in markdown


def test_explain_a_path(estate: Path, hubspoke: Command) -> None:
    _, out, _ = hubspoke("explain", estate, "--from", "net/open", "--to", "net/shut", "--protocol", "tcp")
    assert out == (
        "Flows from net/open to net/shut, for example tcp 10.1.1.0:* -> 10.1.0.0:1:\n"
        "  At net/open, (no security group) decides.\n"
        "  At net/open, they take address space of net (10.1.0.0/16 -> VnetLocal).\n"
        "  At net/shut, nsg: AllowVnetInBound decides.\n"
        "  They arrive at net/shut; their replies get back.\n"
    )


ASK = ("reach", "{estate}", "--from")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("reach", "none.json", "--from", "a", "--to", "b"), 1, "error: none.json: No such file or directory"),
        ((*ASK, "net/opne", "--to", "b"), 1, "error: 'net/opne' is nothing in this model; write net/open"),
        ((*ASK, "net/open", "--to", "net", "--port", "http"), 1, "error: --port: 'http' is not a port"),
        ((*ASK, "net/open", "--to", "net", "--protocol", "x"), 1, "error: --protocol: 'x' is not a protocol"),
        ((*ASK, "net/open"), 2, "Missing option '--to'"),
        (("reach", "--from", "a", "--to", "b"), 2, "Missing argument"),
        (("explain", "{estate}"), 2, "give either --group, or --from and --to"),
        (("explain", "{estate}", "--group", "x"), 1, "error: there is no security group 'x'; there are nsg"),
        (("explain", "{estate}", "--group", "nsg", "--at", "net/open"), 1, "nsg is not attached to net/open; it is"),
        (("nope",), 2, "No such command 'nope'"),
    ],
)  # fmt: skip
def test_mistakes(estate: Path, hubspoke: Command, arguments: tuple[str, ...], code: int, message: str) -> None:
    found, out, err = hubspoke(*(estate if argument == "{estate}" else argument for argument in arguments))
    assert (found, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


def test_notes_of_inputs(hubspoke: Command, tmp_path: Path, estate: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"steps": [], "changeSummary": {"same": 2}}))
    _, _, err = hubspoke("reach", estate, plan, "--from", "net/open", "--to", "net/shut")
    assert err == f"note: {plan}: 2 unchanged resources are not in this preview; make it with --show-sames\n"


def test_standard_input(estate: Path, hubspoke: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    with estate.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        code, _, _ = hubspoke("reach", "-", "--from", "net/open", "--to", "net/shut")
    assert code == 0


def test_help_lists_every_verb(hubspoke: Command) -> None:
    code, out, _ = hubspoke("--help")
    assert code == 0
    assert all(f"\n  {name}" in out for name, _ in VERBS)
    assert "Exit codes:" in out


@pytest.mark.parametrize("verb", [name for name, _ in VERBS])
def test_every_verb_has_help(verb: str, hubspoke: Command) -> None:
    assert import_module(f"hubspoke_cli.verbs.{verb}").app
    code, out, _ = hubspoke(verb, "--help")
    assert code == 0
    assert f"hubspoke {verb}" in out


def test_on_a_terminal(estate: Path, hubspoke: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("reach", estate, "--from", "net/open", "--to", "net/shut")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    _, rich, _ = hubspoke(*arguments)
    monkeypatch.setenv("NO_COLOR", "1")
    _, plain, _ = hubspoke(*arguments)
    assert plain.startswith("net/open -> net/shut: allowed\n")
    assert "net/open" in rich
    assert rich != plain
