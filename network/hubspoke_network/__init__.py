"""The pure model of Azure hub-and-spoke networks: addresses, rules, routes, reachability.

Nothing in this package knows Pulumi. Components, policies, the offline Azure and the command line all ask it, so that
each fact of Azure is understood in one place. Names are imported when they are first used.
"""

import lazy_loader

from hubspoke_network.core import keep_old_paths

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
keep_old_paths(__name__)
