"""The offline Azure Resource Manager: requests in, and what Azure would answer out.

`service` takes a request, `writes` carries it out, `types` declares what there is, `state_rules` and `hooks` hold what
needs the store. Refusals that need only documents are asked of `hubspoke_network.refusals`.
"""

import os
from pathlib import Path

from azure_offline.arm.responses import Response
from azure_offline.arm.service import Arm
from azure_offline.store.store import Store
from azure_offline.world.file import WorldFile
from hubspoke_network.refusals import Refusal

__all__ = ["Arm", "Refusal", "Response", "open_arm"]


def open_arm(home: Path) -> Arm:
    """The offline Azure of a home folder: `azure.sqlite` and `world.yaml` in it, both made where they are missing.

    `AZURE_OFFLINE_CONFLICTS=1` (or 0) answers overlapping writes on a virtual network as Azure does, or never; unset,
    the store's own switch counts. `AZURE_OFFLINE_INFERRED=1` enforces inferred rules too, `AZURE_OFFLINE_UNDECLARED=
    refuse` refuses types without a declaration. Raises `StoreError`, `SpecError`.
    """
    home.mkdir(parents=True, exist_ok=True)
    conflicts = os.environ.get("AZURE_OFFLINE_CONFLICTS")
    return Arm(
        Store(home / "azure.sqlite"),
        WorldFile(home / "world.yaml"),
        enforce_inferred=os.environ.get("AZURE_OFFLINE_INFERRED") == "1",
        refuse_undeclared=os.environ.get("AZURE_OFFLINE_UNDECLARED") == "refuse",
        conflicts=None if not conflicts else conflicts == "1",
    )
