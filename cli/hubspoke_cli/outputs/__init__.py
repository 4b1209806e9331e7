"""What a verb answers: tables, findings, SARIF, pages. Imports the model and the policies, no verb."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
