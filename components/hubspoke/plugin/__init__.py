"""The components for every Pulumi language: a plugin that the engine starts, and the schema that SDKs are made from."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
