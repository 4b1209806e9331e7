"""Readers: what a team has, turned into the resources of the model."""
