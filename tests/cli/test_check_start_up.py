"""`hubspoke check` starts without Pulumi: only the model and the rules are imported."""

import subprocess
import sys
from pathlib import Path

from tests.cli.check_support import any_to_any, group, write

HEAVY = (
    "pulumi",
    "pulumi_policy",
    "pulumi_azure_native",
    "grpc",
    "google.protobuf",
    "numpy",
    "hubspoke",
    "azure_offline",
)
PROGRAM = """
import sys
from hubspoke_cli.main import run
try:
    run(sys.argv[1:])
except SystemExit as ended:
    print(ended.code, [name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""


def test_what_a_check_imports(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [group("bad", any_to_any())])
    program = PROGRAM.format(heavy=HEAVY)
    command = [sys.executable, "-c", program, "check", str(path), "--format", "sarif"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == "3 []\n"
