import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2_grpc

pytestmark = pytest.mark.slow


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "azure_offline.provider", "127.0.0.1:1"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


def port_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_it_prints_its_port_serves_and_ends_on_a_signal(process: subprocess.Popen[str], tmp_path: Path) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{port_of(process)}") as channel:
        assert provider_pb2_grpc.ResourceProviderStub(channel).GetPluginInfo(Empty()).version == "3.29.0"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys\n"
        "command = [sys.executable, '-m', 'azure_offline.provider']\n"
        "child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)\n"
        "print(child.pid, child.stdout.readline().strip(), flush=True)\n"
        "sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as parent:
        assert parent.stdout is not None
        _, port = parent.stdout.readline().split()
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            gone = threading.Event()
            seen: list[grpc.ChannelConnectivity] = []

            def watch(state: grpc.ChannelConnectivity) -> None:
                seen.append(state)
                if grpc.ChannelConnectivity.READY in seen and state is not grpc.ChannelConnectivity.READY:
                    gone.set()

            channel.subscribe(watch, try_to_connect=True)
            grpc.channel_ready_future(channel).result(timeout=5)
            parent.kill()
            assert gone.wait(2)


def test_nothing_of_azure_native_is_loaded() -> None:
    code = (
        "import sys, azure_offline.provider.__main__;"
        "from azure_offline.provider.registry import Registry;"
        "Registry().get('azure-native:compute:VirtualMachine');"
        "print({'pulumi_azure_native'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("set()\n", "", 0)
