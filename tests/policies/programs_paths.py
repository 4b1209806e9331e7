"""Programs of the cases: ways between tiers and subnets, out to the Internet, and back from Office 365."""

from typing import Any

from tests.policies.policy_resources import (
    circuit,
    circuit_peering,
    filter_rule,
    group,
    nsg,
    route_filter,
    rule,
    subnet,
    table,
    vnet,
)
from tests.policies.policy_support import Out, R, out

DENY = rule("deny", 4096, access="Deny")
EXCHANGE_ALONE = ["12076:5010"]


def office365(*locations: Any, prefixes: Any = None, communities: Any = None) -> list[R]:
    """Circuits with Office 365, one a location; `prefixes` by number of the circuit."""
    program = [group(), route_filter(), filter_rule("accepted", "filter", communities or EXCHANGE_ALONE)]
    for number, location in enumerate(locations):
        announced = (prefixes or {}).get(number, ["203.0.113.0/29"])
        program += [
            circuit(f"c{number}", serviceProviderProperties={"peeringLocation": location}),
            circuit_peering(
                f"m{number}",
                f"c{number}",
                route_filter=out("filter"),
                microsoftPeeringConfig={"advertisedPublicPrefixes": announced},
            ),
        ]
    return program


def tiers(
    *, web: Any = None, app: Any = None, data: Any = None, data_name: Any = "dmz/data", data_prefix: Any = "10.1.3.0/24"
) -> list[R]:
    from_web, from_app = rule("in", 100, source="10.1.1.0/24"), rule("in", 100, source="10.1.2.0/24")
    return [
        group(),
        vnet("net", "10.1.0.0/16"),
        nsg("g-web", web or [rule("in", 100, source="Internet", ports="443"), DENY], {"network-intent": "dmz/web"}),
        nsg("g-app", app or [from_web, DENY], {"network-intent": "dmz/app"}),
        nsg("g-data", data or [from_app, DENY], {"network-intent": data_name}),
        subnet("web", "net", "10.1.1.0/24", nsg=out("g-web")),
        subnet("app", "net", "10.1.2.0/24", nsg=out("g-app")),
        subnet("data", "net", data_prefix, nsg=out("g-data")),
    ]


def two(*rules: Any, prefix: Any = "10.1.2.0/24", name: str | None = None) -> list[R]:
    return [
        group(),
        vnet("net", "10.1.0.0/16"),
        nsg("g", list(rules)),
        subnet("app", "net", "10.1.1.0/24", nsg=out("g")),
        subnet("web", "net", prefix, called=name),
    ]


def leaving(kind: Any, *routes: Any, nat: Any = None, **more: Any) -> list[R]:
    return [
        group(),
        vnet("net", "10.1.0.0/16"),
        table("t", list(routes), tags={"network-intent": kind}),
        subnet("app", "net", "10.1.1.0/24", table=out("t"), defaultOutboundAccess=False, natGateway=nat, **more),
    ]


def excepting(exceptions: Any, *routes: Any) -> list[R]:
    """A firewall is declared, and the tag beside it excepts destinations."""
    made = leaving("egress/firewall", *routes)
    tags = {"network-intent": "egress/firewall", "network-egress-exceptions": exceptions}
    return [table("t", list(routes), tags=tags) if item.name == "t" else item for item in made]


NAT = R("network:NatGateway", "nat", {"resourceGroupName": out("rg"), "publicIpAddresses": [{"id": Out(())}]})
