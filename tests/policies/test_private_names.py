"""The pack gates where the SDK has none of the private names that it is faster with.

The SDK of these tests is the installed one with the names changed, as another release might have them.
"""

import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from hubspoke_network.core.engine_marks import UNKNOWN

pytestmark = pytest.mark.slow

PRIVATE = {
    "policy": ("_PolicyAnalyzerServicer", "_GRPC_CHANNEL_OPTIONS"),
    "proxy": ("__target",),
}
"""Private names by the module of `pulumi_policy` that they are in."""

RENAMED = """
import importlib.util, sys
import pulumi_policy
for module, names in {private!r}.items():
    spec = importlib.util.find_spec("pulumi_policy." + module)
    source = open(spec.origin, encoding="utf-8").read()
    for name in names:
        assert name in source, name
        source = source.replace(name, "_another" + name)
    exec(compile(source, spec.origin, "exec"), sys.modules[spec.name].__dict__)
    for name in names:
        vars(sys.modules[spec.name]).pop(name, None)
vars(pulumi_policy).update({{k: v for k, v in vars(pulumi_policy.policy).items() if k in vars(pulumi_policy)
                            and not k.startswith("__")}})
"""
SERVE = """
from pathlib import Path
from hubspoke_policies._pulumi import Servicer
assert Servicer is None
from hubspoke_policies.adapter.pack import run
run(Path({folder!r}))
"""

URN = "urn:pulumi:dev::shop::azure-native:network:Subnet::app"


def analyze(stub: analyzer_pb2_grpc.AnalyzerStub, properties: dict[str, object]) -> dict[str, str]:
    """Messages of mandatory violations by policy, as the engine asks for them."""
    struct = ParseDict({"resourceGroupName": "rg", "virtualNetworkName": "vnet", **properties}, Struct())
    request = proto.AnalyzeRequest(
        type="azure-native:network:Subnet", urn=URN, name="app", properties=struct, options={}, provider={}
    )
    answer = stub.Analyze(request)
    return {item.policyName: item.message for item in answer.diagnostics if item.enforcementLevel == proto.MANDATORY}


@pytest.fixture
def plain_pack(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A stub for the pack, served by an SDK without the names."""
    command = [sys.executable, "-u", "-c", RENAMED.format(private=PRIVATE) + SERVE.format(folder=str(tmp_path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pack:
        assert pack.stdout is not None
        port = pack.stdout.readline()
        try:
            assert port, pack.communicate()[1]
            with grpc.insecure_channel(f"127.0.0.1:{int(port)}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            pack.kill()


def test_the_plain_pack_gates(plain_pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    info = plain_pack.GetAnalyzerInfo(Empty())
    assert (info.name, "subnet-has-nsg" in {policy.name for policy in info.policies}) == ("hubspoke", True)
    found = analyze(plain_pack, {"subnetName": "app", "addressPrefix": "10.0.0.0/24"})
    assert "networkSecurityGroup: is not given" in found["subnet-has-nsg"]
    group = {"networkSecurityGroup": {"id": UNKNOWN}}
    assert "subnet-has-nsg" not in analyze(plain_pack, {"subnetName": "app", "addressPrefix": "10.0.0.0/24", **group})


def test_the_plain_pack_gates_a_stack(plain_pack: analyzer_pb2_grpc.AnalyzerStub) -> None:
    rule = {
        "name": "any",
        "direction": "Inbound",
        "access": "Allow",
        "protocol": "*",
        "priority": 100,
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "*",
    }
    inputs = {"resourceGroupName": "rg", "networkSecurityGroupName": "nsg", "securityRules": [rule]}
    kind, urn = "azure-native:network:NetworkSecurityGroup", URN.replace("Subnet::app", "NetworkSecurityGroup::open")
    resource = proto.AnalyzerResource(type=kind, urn=urn, name="open", properties=ParseDict(inputs, Struct()))
    answer = plain_pack.AnalyzeStack(proto.AnalyzeStackRequest(resources=[resource]))
    told = {item.policyName: item for item in answer.diagnostics}
    assert told["no-internet-ingress"].enforcementLevel == proto.MANDATORY
    assert "lets in" in told["no-internet-ingress"].message
