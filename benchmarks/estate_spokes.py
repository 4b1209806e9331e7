"""The estate of the estate benchmark: four hubs, their spokes, and flow logs of all, some ten resources a spoke.

Run by the benchmark as a Pulumi program, with the number of spokes in the configuration (`bench:spokes`).
"""

from typing import Any

import pulumi

from hubspoke import Estate, EstateArgs

HUBS = {"weu": "westeurope", "neu": "northeurope", "uks": "uksouth", "frc": "francecentral"}


def main() -> None:
    """Hubs and spokes, by turns."""
    count = pulumi.Config("bench").require_int("spokes")
    keys = list(HUBS)
    hubs = {
        key: {"location": location, "addressSpace": [f"10.{index}.0.0/22"], "gatewaySubnet": f"10.{index}.0.0/26"}
        for index, (key, location) in enumerate(HUBS.items())
    }
    spokes: dict[str, Any] = {}
    for index in range(count):
        hub = keys[index % len(keys)]
        base = f"10.{8 + index // 256}.{index % 256}"
        spokes[f"s{index:04}"] = {
            "hub": hub,
            "location": HUBS[hub],
            "addressSpace": [f"{base}.0/24"],
            "subnets": {"app": {"prefix": f"{base}.0/25"}, "data": {"prefix": f"{base}.128/25"}},
        }
    settings = {"location": "westeurope", "hubs": hubs, "spokes": spokes, "flowLogs": {"diagnostics": False}}
    Estate("net", EstateArgs.of(settings))


main()
