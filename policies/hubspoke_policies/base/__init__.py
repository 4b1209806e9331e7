"""What a rule is, how it is set, and how it is judged. Knows neither a rule nor Pulumi.

Imports `hubspoke_network` only.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
