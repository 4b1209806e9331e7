"""Questions about the repository's dev stack: the same answers before it exists, from its state and from Azure."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from azure_offline.testing.project import OfflineProject
from hubspoke_network.azure.type_names import SUBNET
from hubspoke_network.model.network_model import build_model
from hubspoke_network.reach.answers import Answer, Network
from hubspoke_network.readers.facts_file import read_facts
from hubspoke_network.readers.files import read_document

pytestmark = pytest.mark.engine


def network(document: object, facts: Path) -> Network:
    return Network(build_model(read_document(document).resources, read_facts(facts)))


def subnet(of: Network, part: str) -> str:
    """The subnet whose name holds `part`."""
    (found,) = [s.label for s in of.model.of_type(SUBNET) if part in s.label]
    return found


def whole(answer: Answer) -> tuple[str, ...]:
    """An answer without anything that depends on where it came from."""
    ways = sorted(f"{p.verdict} {p.flows} {p.reason} {p.end} {[h.by for h in p.hops]}" for p in answer.parts)
    return (answer.verdict, *ways)


def test_the_dev_stack(offline_project: Callable[..., OfflineProject]) -> None:
    project = offline_project(None)
    facts = project.directory / "stacks" / "Pulumi.dev.yaml"
    before = network(project.preview_json(), facts)
    project.up()
    home = project.directory / ".azure-offline" / "azure"
    exported = subprocess.run(
        [sys.executable, "-c", "from azure_offline.commands.entry import run; run()", "export"],
        cwd=project.directory,
        env={**os.environ, **project.environment(), "AZURE_OFFLINE_HOME": str(home)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    sources = [
        before,
        network(project.export(), facts),
        network(project.preview_json("--show-sames"), facts),
        network(json.loads(exported), facts),
    ]
    subnets = sorted(s.label for s in before.model.of_type(SUBNET))
    assert [sorted(s.label for s in of.model.of_type(SUBNET)) for of in sources] == [subnets] * 4
    places = [*subnets, "internet", "onpremises"]
    for source in places:
        for destination in places:
            answers = {whole(of.reach(source, destination, "Tcp")) for of in sources if source != destination}
            assert len(answers) <= 1, (source, destination, answers)
    expected(before)


def expected(dev: Network) -> None:
    """What the network is for."""
    web, sql, proxies = subnet(dev, "apps-web"), subnet(dev, "data-sql"), subnet(dev, "edge-proxies")
    internal = dev.reach(web, "internet", "Tcp")
    assert internal.verdict == "denied"
    (rule,) = {part.reason for part in internal.parts}
    assert rule.startswith("outbound rule nsg-apps-web-dev: ")
    out = dev.reach(proxies, "internet", "Tcp")
    assert (out.verdict, {hop.by.split()[0] for part in out.parts for hop in part.hops if hop.kind == "egress"}) == (
        "allowed",
        {"NAT"},
    )
    between = dev.reach(web, sql, "Tcp")
    assert (between.verdict, between.parts[0].reason.rpartition("; ")[2]) == (
        "denied",
        "vnet-apps-dev and vnet-data-dev are not peered with each other, and peering is not transitive",
    )
    for spoke in (web, sql, subnet(dev, "tools-build"), subnet(dev, "edge-mail")):
        assert dev.reach("onpremises", spoke, "Tcp").verdict == "allowed"


def test_spokes_by_way_of_on_premises(offline_project: Callable[..., OfflineProject], tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("onPremises: [10.0.0.0/8]\n")
    dev = network(offline_project(None).preview_json(), facts)
    answer = dev.reach(subnet(dev, "apps-web"), subnet(dev, "data-sql"), "Tcp")
    assert answer.verdict == "unknown"
    assert "advertises 10.0.0.0/8, which covers them although they are in Azure" in answer.parts[0].reason
