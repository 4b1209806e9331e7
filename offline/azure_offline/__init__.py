"""An offline Azure: the real Pulumi engine against an azure-native provider that answers as Azure Resource Manager does."""
