"""Virtual machines, declared lightly."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals.networks import INTERFACE

MACHINE = "Microsoft.Compute/virtualMachines"

VIRTUAL_MACHINE = TypeSpec(
    type=MACHINE,
    references=(Reference("properties.networkProfile.networkInterfaces[].id", (INTERFACE,), same_region=True),),
    write_only=frozenset({"userData"}),
)
