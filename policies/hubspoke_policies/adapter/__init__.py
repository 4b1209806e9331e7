"""Between Pulumi and the rules: the analyzer's server, its sessions, and the values it is handed.

Imports everything else of the pack.
"""

from hubspoke_network.core import names_of

__getattr__ = names_of("hubspoke_policies.adapter.policies")
