"""The network watcher that Azure makes with the first virtual network of a region, and its resource group.

Source: network-watcher/network-watcher-create. Azure leaves them where they are; here they go with the last network of
the region, so that a destroyed stack leaves an empty store.
"""

from azure_offline.arm.resources import ArmView
from azure_offline.store.store import Resource

_WATCHER = "Microsoft.Network/networkWatchers"
_GROUP = "Microsoft.Resources/resourceGroups"
_NETWORK = "microsoft.network/virtualnetworks"
_MARK = {"automatic": True}


def _group_id(network: Resource) -> str:
    return f"/subscriptions/{network.id.split('/')[2]}/resourceGroups/NetworkWatcherRG"


def make_watcher(network: Resource, view: ArmView) -> None:
    """Make the watcher of a new network's region where the subscription has none there."""
    scope = f"/subscriptions/{network.subscription}"
    if view.transaction.count(_WATCHER.lower(), scope, network.location):
        return
    group = _group_id(network)
    if view.get(group) is None:
        _put(group, _GROUP, scope, network, view)
    watcher = f"{group}/providers/{_WATCHER}/NetworkWatcher_{network.location}"
    _put(watcher, _WATCHER, group.lower(), network, view)


def _put(resource_id: str, type_: str, parent: str, network: Resource, view: ArmView) -> None:
    revision = network.revision
    document = {"location": network.location, "properties": {}}
    key = resource_id.lower()
    made = Resource(key, resource_id, type_, parent, network.location, 0, document, _MARK, revision, revision)
    view.transaction.put(made, ())


def abandoned_watcher(network: Resource, view: ArmView) -> list[str]:
    """The keys of the watcher, and of its group, that nothing needs once the deleted network is gone."""
    scope = f"/subscriptions/{network.subscription}"
    group = view.get(_group_id(network))
    watcher = view.get(f"{_group_id(network)}/providers/{_WATCHER}/NetworkWatcher_{network.location}")
    if watcher is None or group is None or not watcher.state.get("automatic"):
        return []
    if view.transaction.count(_NETWORK, scope, network.location) or len(view.transaction.tree(watcher.key)) > 1:
        return []
    alone = len(view.transaction.tree(group.key)) == 2 and group.state.get("automatic")
    return [group.key if alone else watcher.key]
