"""Flow logs of networks, and diagnostic settings of what carries their traffic.

Imports `vnet` and `base`.
"""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("hubspoke.flow_logs.component")
