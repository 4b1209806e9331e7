"""What rules share: how they read references, gateways, peerings, groups.

Imports the model and `rule`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
