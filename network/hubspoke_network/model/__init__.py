"""The network as one model: resources, what lies where, and what is known beside them.

Imports `core`, `sets` and `azure`.
"""

from hubspoke_network.core import names_of

__getattr__ = names_of(
    "hubspoke_network.model.network_model",
    "hubspoke_network.model.resource",
    "hubspoke_network.model.resource_index",
    "hubspoke_network.azure.type_names",
)
