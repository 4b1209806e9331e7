"""What Azure refuses of services around the network: DNS zones, firewalls and Bastion, logs.

Imports what refusals share, in the folder above, and the facts of Azure.
"""
