"""The network of one stack, from its settings in stacks/."""

import pulumi

from hubspoke import Estate, load_settings

for name, value in Estate("net", load_settings()).outputs().items():
    pulumi.export(name, value)
