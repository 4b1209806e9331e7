"""One file a verb; see `hubspoke_cli.main` for how to add one. Imports everything; the only one that migrates."""
