"""Sites and policies of VPN connections.

Imports `base`.
"""
