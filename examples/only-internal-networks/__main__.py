"""Machines that reach private addresses only: what a stack consists of stands in its settings."""

import pulumi

from hubspoke import Estate, load_settings

estate = Estate("net", load_settings())

for name, value in estate.outputs().items():
    pulumi.export(name, value)
