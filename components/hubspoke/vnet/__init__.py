"""A virtual network with its subnets, security groups and route tables; ways out.

Imports `base`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
