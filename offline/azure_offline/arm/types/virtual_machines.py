"""Virtual machines, declared lightly."""

from azure_offline.arm.resources.declarations import Reference, TypeSpec
from hubspoke_network.refusals.networks.interfaces import INTERFACE

MACHINE = "Microsoft.Compute/virtualMachines"

VIRTUAL_MACHINE = TypeSpec(
    type=MACHINE,
    references=(Reference("properties.networkProfile.networkInterfaces[].id", (INTERFACE,), same_region=True),),
    write_only=frozenset({"userData"}),
)
