"""What everything else is told with: errors and their codes, unknown values, ids, findings, paths into documents.

Imports nothing of this project.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
