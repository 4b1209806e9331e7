"""Peerings: a spoke's with its hub, two spokes', the hubs' among each other.

Imports `hub` and what lies below.
"""
