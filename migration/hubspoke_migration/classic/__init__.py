"""Classic (ASM) networks to a hub: `planner` plans, `outputs` renders
report, runbook, gateway profiles, import file and stack file.

Pure: nothing here talks to Azure or knows Pulumi.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
