"""What keeps a classic network from moving to Resource Manager, rule by rule.

Imports the readers of classic files and what lies below.
"""
