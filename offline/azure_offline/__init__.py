"""An offline Azure: the real Pulumi engine against a provider that answers as Azure Resource Manager does."""
