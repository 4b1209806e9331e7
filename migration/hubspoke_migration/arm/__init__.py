"""Existing ARM networks into a stack: what they are as settings, and what the program then calls them.

`draft` turns an export into an estate's settings, `program` runs the stack's program against them without an engine,
`compare` says where program and Azure differ, and `files` writes stack file, import file, report and runbook.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
