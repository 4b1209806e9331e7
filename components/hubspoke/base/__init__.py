"""What all components share: arguments and their checks, the component class, names, providers, references.

Imports the model only.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
