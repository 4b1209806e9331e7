"""Facts of Azure: dated data files and what asks them, and the two shapes of a resource.

Imports `core` and `sets`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
