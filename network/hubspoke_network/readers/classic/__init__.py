"""What classic (ASM) networks are described by: the network configuration file and the inventory.

Imports `core`, `sets` and `azure`.
"""
