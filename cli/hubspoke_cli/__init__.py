"""The `hubspoke` command."""
