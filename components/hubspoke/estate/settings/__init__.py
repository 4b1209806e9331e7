"""An estate's settings in files: the stack's, those it shares, pinned addresses, the schema for editors.

Imports the estate's arguments.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
