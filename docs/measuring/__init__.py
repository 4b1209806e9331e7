"""Components recorded from examples: what the pages say they make, and what a change of each argument does."""
