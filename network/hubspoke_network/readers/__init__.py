"""Files into models: states, previews, ARM exports, facts.

Imports everything below, not `rules` or `reach`.
"""
