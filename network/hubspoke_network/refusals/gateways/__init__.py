"""Refusals of gateways and their connections."""
