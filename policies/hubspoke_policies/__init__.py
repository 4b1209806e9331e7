"""Policies for hub-and-spoke networks on Azure, for any program that uses azure-native.

Names are imported when they are first used.
"""

import lazy_loader

from hubspoke_network.core import keep_old_paths

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
keep_old_paths(__name__)
