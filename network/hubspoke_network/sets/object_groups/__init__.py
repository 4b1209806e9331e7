"""Object groups: addresses and services under a name, as a firewall has them.

Imports `core` and `sets`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
