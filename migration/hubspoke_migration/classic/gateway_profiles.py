"""The `gatewayProfile` section of a classic network resource (Microsoft.ClassicNetwork/virtualNetworks).

Source: field notes; their brackets were lost in publication, so the nesting here is a reconstruction.
"""

import json

from hubspoke_migration.classic.plan import GatewayProfile


def profile_json(profile: GatewayProfile) -> bytes:
    """The section as a JSON object, to be pasted after `subnets`."""
    sites = [
        {
            "localNetworkSiteName": name,
            "addressSpace": {"addressPrefixes": [str(prefix) for prefix in prefixes]},
            "connectionTypes": ["Dedicated"],
        }
        for name, prefixes in profile.sites
    ]
    document = {"gatewayProfile": {"size": profile.size, "localNetworkSites": sites}}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
