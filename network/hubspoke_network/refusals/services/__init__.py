"""Refusals of services around the network."""
