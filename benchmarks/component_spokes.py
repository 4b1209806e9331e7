"""The estate of the preview benchmark made by components: what bare_spokes.py writes out by hand.

Run by the benchmark as a Pulumi program, with the number of spokes in the configuration (`bench:spokes`). Each spoke is
handed to Pulumi while the next ones are described, as a program with an async entrypoint can; with `bench:atOnce` all
of them at the end, as in a program without one.
"""

import asyncio

import pulumi
from pulumi_azure_native import resources

from hubspoke import Hub, HubArgs, Spoke, SpokeArgs, SubnetArgs

LOCATION = "westeurope"


async def main() -> None:
    """The hub and its spokes."""
    config = pulumi.Config("bench")
    count, at_once = config.require_int("spokes"), config.get_bool("atOnce")
    group = resources.ResourceGroup("rg", resource_group_name="rg-bench", location=LOCATION)
    hub = Hub(
        "hub",
        HubArgs(
            resource_group_name=group.name,
            location=LOCATION,
            address_space=["10.0.0.0/16"],
            gateway_subnet="10.0.0.0/26",
        ),
    )
    ref = hub.ref
    for index in range(count):
        base = f"10.{8 + index // 256}.{index % 256}"
        Spoke(
            f"s{index:04}",
            SpokeArgs(
                hub=ref,
                resource_group_name=group.name,
                location=LOCATION,
                address_space=[f"{base}.0/24"],
                subnets={"app": SubnetArgs(prefix=f"{base}.0/25"), "data": SubnetArgs(prefix=f"{base}.128/25")},
            ),
        )
        if not at_once:
            await asyncio.sleep(0)


pulumi.run(main)
