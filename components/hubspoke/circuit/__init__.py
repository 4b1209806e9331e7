"""ExpressRoute circuits, their peerings, and route filters for Office 365.

Imports `vnet` and `base`.
"""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("hubspoke.circuit.component")
