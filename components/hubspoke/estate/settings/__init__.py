"""An estate's settings in files: the stack's, those it shares, pinned addresses, the schema for editors.

Imports the estate's arguments.
"""
