"""The `hubspoke` command: thin verbs over the model, the policies, the components and the migration.

May import all other packages; no other imports it.
"""

from hubspoke_network.core import keep_old_paths

keep_old_paths(__name__)
