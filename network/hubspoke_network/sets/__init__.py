"""Exact sets: addresses, ports, protocols, flows; and the addresses a plan hands out.

Imports `core`.
"""
