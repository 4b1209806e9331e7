"""Questions about the network and their answers: who reaches whom, by which way, and what decided it.

Imports everything below but `readers` and `refusals`.
"""

from hubspoke_network.core import names_of

__getattr__ = names_of("hubspoke_network.reach.answers")
