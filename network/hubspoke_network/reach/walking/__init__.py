"""A flow's way through the network, step by step, and back.

Imports `routing` and what lies below.
"""
