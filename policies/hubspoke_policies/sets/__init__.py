"""Which rules there are, and how each is run: the registry, the named sets, and a pack's settings file.

Imports `base` and the rules.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
