"""A flow's way through the network, step by step, and back.

Imports `routing` and what lies below.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
