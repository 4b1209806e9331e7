"""What rules share: how they read references, gateways, peerings, groups.

Imports the model and `rule`.
"""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("hubspoke_policies.reading.references")
