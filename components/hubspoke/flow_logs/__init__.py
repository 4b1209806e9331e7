"""Flow logs of networks, and diagnostic settings of what carries their traffic.

Imports `vnet` and `base`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
