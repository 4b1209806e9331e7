"""Refusals that need more than documents: what only the offline Azure knows."""
