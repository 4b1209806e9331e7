"""A virtual network with its subnets, security groups and route tables; ways out.

Imports `base`.
"""
