"""`azure-offline`: look at the offline Azure and change what a program cannot.

Exit codes: 0 done; 1 what was asked for is not there, or a name means several things; 2 the command line is wrong;
3 the store or `world.yaml` cannot be used; 4 `doctor` found something.
"""

import sys

from azure_offline.commands.app import build


def run() -> None:
    """Entry point of the `azure-offline` command."""
    build()(prog_name="azure-offline", args=sys.argv[1:])
