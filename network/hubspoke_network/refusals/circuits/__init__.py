"""What Azure refuses of ExpressRoute circuits, their peerings, route filters and Global Reach.

Imports what refusals share, in the folder above, and the facts of Azure.
"""
