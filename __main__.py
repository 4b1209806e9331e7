"""The network of one stack, from its settings in stacks/."""

import gc

import pulumi

from hubspoke import Estate, load_settings

# Thousands of resources are made and all of them kept: looking for garbage among them takes a third of a large preview.
gc.set_threshold(200_000, 20, 100)

estate = Estate("net", load_settings())
for name, value in estate.outputs().items():
    pulumi.export(name, value)
