"""What keeps a classic network from moving to Resource Manager, rule by rule.

Imports the readers of classic files and what lies below.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
