"""Policies for hub-and-spoke networks on Azure, for any program that uses azure-native."""
