"""The commands of `azure-offline`, one file a subject."""
