"""What a migrated network is called in the stack and in Azure, as the file `pulumi import --file` takes."""

import json

from hubspoke_migration.classic.plan import NetworkPlan, Plan
from hubspoke_migration.classic.stack_file import PROJECT, adopted_subnets, group_id

ESTATE = "net"
"""Name of the estate in the program."""

_ESTATE_TYPE, _SPOKE_TYPE = "hubspoke:index:Estate", "hubspoke:index:Spoke"


def import_file(plan: Plan, network: NetworkPlan) -> bytes:
    """The file for one network: the spoke (a component), its network and subnets."""
    spoke = f"{ESTATE}-spoke-{network.key}"
    vnet = f"{group_id(plan, network)}/providers/Microsoft.Network/virtualNetworks/{network.name}"
    resources: list[dict[str, object]] = [
        {"type": _SPOKE_TYPE, "name": spoke, "component": True, "parent": ESTATE},
        _resource("azure-native:network:VirtualNetwork", f"{spoke}-vnet", vnet, spoke),
    ]
    resources += [
        _resource("azure-native:network:Subnet", f"{spoke}-subnet-{subnet.key}", f"{vnet}/subnets/{subnet.name}", spoke)
        for subnet in adopted_subnets(network)
    ]
    names = {ESTATE: f"urn:pulumi:{plan.stack}::{PROJECT}::{_ESTATE_TYPE}::{ESTATE}"}
    document = {"nameTable": names, "resources": resources}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _resource(token: str, name: str, arm_id: str, parent: str) -> dict[str, object]:
    return {"type": token, "name": name, "id": arm_id, "parent": parent}
