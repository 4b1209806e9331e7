"""The same program for every stack: what a stack consists of stands in its settings."""

import pulumi

from hubspoke import Estate, load_settings

estate = Estate("net", load_settings())

# `hubRefs` among these is what the stacks of spokes read of the stack that has the hub.
for name, value in estate.outputs().items():
    pulumi.export(name, value)
