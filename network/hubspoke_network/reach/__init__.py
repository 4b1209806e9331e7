"""Questions about the network and their answers: who reaches whom, by which way, and what decided it.

Imports everything below but `readers` and `refusals`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
