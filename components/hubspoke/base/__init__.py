"""What all components share: arguments and their checks, the component class, names, providers, references.

Imports the model only.
"""
