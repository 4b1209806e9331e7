"""What lets flows through: security rules and groups, service tags, firewall policies.

Imports `core`, `sets`, `azure` and `model`.
"""
