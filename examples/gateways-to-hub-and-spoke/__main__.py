"""The same program for both stacks: `before` owns the four networks, `after` the hub they move to."""

import pulumi

from hubspoke import Estate, load_settings

estate = Estate("net", load_settings())
for name, value in estate.outputs().items():
    pulumi.export(name, value)
