"""Refusals of virtual networks and what lies in them."""
