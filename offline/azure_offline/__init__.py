"""An offline Azure: the real Pulumi engine against a provider that answers as Azure Resource Manager does."""

from hubspoke_network.core import keep_old_paths

keep_old_paths(__name__)
