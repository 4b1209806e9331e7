"""The hub: gateways, firewall, Bastion, and the tables that lead through it.

Imports `vnet` and `base`.
"""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("hubspoke.hub.component")
