"""From classic (ASM) networks, or ARM networks made by hand, to a stack of the components: read, judge, plan.

May import the model and the components; only the command line imports it.
"""
