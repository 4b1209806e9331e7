"""The state of the offline Azure: one SQLite file, every write one transaction, shared by several processes."""

from hubspoke_network.core import names_of

__getattr__ = names_of("azure_offline.store.store")
