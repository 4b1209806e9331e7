"""Facts of Azure: dated data files and what asks them, and the two shapes of a resource.

Imports `core` and `sets`.
"""
