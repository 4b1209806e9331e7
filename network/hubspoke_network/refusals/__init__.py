"""What Azure refuses, where old and new document and what they refer to are enough to know.

Imports everything but `reach`.
"""
