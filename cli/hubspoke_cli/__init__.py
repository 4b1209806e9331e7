"""The `hubspoke` command."""

from hubspoke_network.core.old_paths import keep_old_paths

keep_old_paths(__name__)
