"""What Azure refuses of virtual networks and what lies in them: subnets, peerings, groups, tables, addresses.

Imports what refusals share, in the folder above, and the facts of Azure.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
