"""`pulumi-offline`: the arguments, stacks and configuration of a run of the real engine."""
