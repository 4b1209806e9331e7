"""Spokes: made here, made elsewhere, and the tiered DMZ.

Imports `peerings` and what lies below.
"""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("hubspoke.spoke.component")
