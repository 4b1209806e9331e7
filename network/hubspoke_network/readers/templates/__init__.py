"""ARM templates into ARM documents: what a template declares, with the values that it and its parameter files tell.

Everything else is unknown by name. Nothing is asked of Azure, and nothing is deployed.
"""
