"""What classic (ASM) networks are described by: the network configuration file and the inventory.

Imports `core`, `sets` and `azure`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
