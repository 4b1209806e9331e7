"""What the provider knows of azure-native's types: generated from the SDK's source, and read back."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
