"""The network as one model: resources, what lies where, and what is known beside them.

Imports `core`, `sets` and `azure`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
