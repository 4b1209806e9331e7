"""What Azure refuses, where old and new document and what they refer to are enough to know.

Each refusal is a small function with code, text and evidence beside it as data. It asks a
`Change` and a `View`: whoever has documents can ask it. Imports everything but `reach`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
