"""What lets flows through: security rules and groups, service tags, firewall policies.

Imports `core`, `sets`, `azure` and `model`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
