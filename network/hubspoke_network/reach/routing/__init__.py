"""Routes: those of a table, of a gateway and of the system, and which of them holds.

Imports `model`, `rules` and what lies below.
"""
