"""What Azure refuses of virtual network gateways, local gateways and connections.

Imports what refusals share, in the folder above, and the facts of Azure.
"""
