"""Two regions whose hubs inspect everything: what they consist of stands in Pulumi.prod.yaml."""

import pulumi

from hubspoke import Estate, load_settings

estate = Estate("net", load_settings())

for name, value in estate.outputs().items():
    pulumi.export(name, value)
