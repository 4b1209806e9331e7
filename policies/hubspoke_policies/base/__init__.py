"""What a rule is, how it is set, and how it is judged. Knows neither a rule nor Pulumi.

Imports `hubspoke_network` only.
"""
