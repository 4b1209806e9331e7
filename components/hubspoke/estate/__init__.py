"""An estate: hubs, spokes and circuits from one description.

Imports every component.
"""

from hubspoke_network.core.old_paths import names_of

__getattr__ = names_of("hubspoke.estate.component")
