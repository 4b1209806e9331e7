"""What a verb is given: files, folders, settings, services, and the mistakes in them."""

from hubspoke_network.core import names_of

__getattr__ = names_of("hubspoke_cli.inputs.files")
