"""Peerings: a spoke's with its hub, two spokes', the hubs' among each other.

Imports `hub` and what lies below.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
