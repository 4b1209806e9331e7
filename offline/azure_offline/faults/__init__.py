"""Faults on demand: throttling, conflicts, server errors, lost answers, crashes."""

from hubspoke_network.core import names_of

__getattr__ = names_of("azure_offline.faults.planned")
