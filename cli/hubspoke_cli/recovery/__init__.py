"""Bringing a stack's state and Azure together again after a killed run or a lost answer. Imports the model."""
