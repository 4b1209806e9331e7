"""Refusals of ExpressRoute circuits."""
