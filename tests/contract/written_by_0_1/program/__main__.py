"""The network of one stack, from its settings in stacks/."""

import gc

import pulumi

from hubspoke import Estate, load_settings

# Thousands of resources are made and all of them kept: looking for garbage among them takes a third of a large preview.
gc.set_threshold(200_000, 20, 100)


async def main() -> pulumi.Inputs:
    """The estate and its outputs."""
    estate = await Estate.gradually("net", load_settings())
    return estate.outputs()


pulumi.run(main)
