"""Which rules there are, and how each is run: the registry, the named sets, and a pack's settings file.

Imports `base` and the rules.
"""

from hubspoke_network.core import names_of

__getattr__ = names_of("hubspoke_policies.sets.named")
