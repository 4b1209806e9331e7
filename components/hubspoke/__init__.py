"""Pulumi components for hub-and-spoke networks on Azure."""
