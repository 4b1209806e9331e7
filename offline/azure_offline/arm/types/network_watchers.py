"""Network watchers."""

from azure_offline.arm.resources import TypeSpec
from hubspoke_network.refusals.services.watchers import (
    second_watcher,
)

WATCHER = "Microsoft.Network/networkWatchers"

NETWORK_WATCHER = TypeSpec(type=WATCHER, rules=(second_watcher,))
