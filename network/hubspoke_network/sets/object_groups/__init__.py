"""Object groups: addresses and services under a name, as a firewall has them.

Imports `core` and `sets`.
"""
