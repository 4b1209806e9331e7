"""Routes: those of a table, of a gateway and of the system, and which of them holds.

Imports `model`, `rules` and what lies below.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
