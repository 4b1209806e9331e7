"""The pack's process: it serves, and ends when it is interrupted."""

import ctypes
import signal
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2_grpc

pytestmark = pytest.mark.slow

SERVE = "from hubspoke_policies.adapter.host import Analyzer, serve; serve(Analyzer('hubspoke', '0.1.0', []))"
AT_ONCE = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); "


@pytest.mark.parametrize(("before", "code"), [("", 0), (AT_ONCE, -signal.SIGINT)])
def test_it_serves_and_ends_whichever_of_its_threads_is_interrupted(before: str, code: int) -> None:
    command = [sys.executable, "-c", before + SERVE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pack:
        assert pack.stdout is not None
        with grpc.insecure_channel(f"127.0.0.1:{int(pack.stdout.readline())}") as channel:
            assert analyzer_pb2_grpc.AnalyzerStub(channel).GetAnalyzerInfo(Empty()).name == "hubspoke"
        others = [int(entry.name) for entry in Path(f"/proc/{pack.pid}/task").iterdir() if entry.name != str(pack.pid)]
        assert ctypes.CDLL(None).tgkill(pack.pid, others[-1], signal.SIGINT) == 0
        try:
            ended = pack.communicate(timeout=4)
        finally:
            pack.kill()
    assert (ended, pack.returncode) == (("", ""), code)
