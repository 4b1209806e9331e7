"""An offline Azure for tests: one per test, for any azure-native program."""

from azure_offline.testing.azure import OfflineAzure, Refused, offline_azure

__all__ = ["OfflineAzure", "Refused", "offline_azure"]
