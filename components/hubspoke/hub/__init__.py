"""The hub: gateways, firewall, Bastion, and the tables that lead through it.

Imports `vnet` and `base`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
