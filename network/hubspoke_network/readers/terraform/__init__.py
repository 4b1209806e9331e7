"""Terraform's states and plans into ARM documents, for the network types of azurerm and for what azapi writes as ARM.

Tables say which attribute stands where; resources of other types are named as not read.
"""
