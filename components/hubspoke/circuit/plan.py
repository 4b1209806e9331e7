"""What an ExpressRoute circuit will consist of: pure, no Pulumi resource is made here."""

from dataclasses import dataclass

from hubspoke.base import Namer, NamingArgs
from hubspoke.circuit.args import AUTHORIZATION, CIRCUIT, CONNECTION, ExpressRouteCircuitArgs

PRIVATE = "AzurePrivatePeering"
MICROSOFT = "MicrosoftPeering"


@dataclass(frozen=True, slots=True)
class AuthorizationPlan:
    """An authorization: one link from another subscription."""

    key: str
    azure_name: str


@dataclass(frozen=True, slots=True)
class ConnectionPlan:
    """A link to a gateway. `authorization` is the key of the one it uses up; None within one subscription."""

    key: str
    azure_name: str
    authorization: str | None


@dataclass(frozen=True, slots=True)
class CircuitPlan:
    """A circuit, in the order in which its parts are made. `azure_name` is None for one that exists."""

    azure_name: str | None
    sku: str
    peerings: tuple[str, ...]
    authorizations: tuple[AuthorizationPlan, ...]
    connections: tuple[ConnectionPlan, ...]


def plan_circuit(name: str, args: ExpressRouteCircuitArgs) -> CircuitPlan:
    """The plan of the circuit called `name`. Raises `ArgsError` where a name cannot be made."""
    namer = Namer(args.label or name, args.location, args.naming or NamingArgs(), args.names or {})
    connections = _connections(args, namer) if args.provisioned else ()
    keys = [*(args.authorizations or ()), *(c.authorization for c in connections if c.authorization is not None)]
    return CircuitPlan(
        azure_name=None if args.existing else namer.name(CIRCUIT, "circuit"),
        sku=f"{args.tier_name}_{args.family_name}",
        peerings=_peerings(args) if args.provisioned else (),
        authorizations=tuple(AuthorizationPlan(key, namer.name(AUTHORIZATION, "authorization", key)) for key in keys),
        connections=connections,
    )


def _peerings(args: ExpressRouteCircuitArgs) -> tuple[str, ...]:
    wanted = ((PRIVATE, args.private_peering), (MICROSOFT, args.microsoft_peering))
    return tuple(kind for kind, peering in wanted if peering is not None)


def _connections(args: ExpressRouteCircuitArgs, namer: Namer) -> tuple[ConnectionPlan, ...]:
    found = []
    for key, link in (args.connections or {}).items():
        foreign = link.hub.subscription is not None if link.authorize is None else link.authorize
        given = args.existing is not None and args.existing.authorization_key is not None
        authorization = f"link-{key}" if foreign and not given else None
        found.append(ConnectionPlan(key, namer.name(CONNECTION, "connection", key), authorization))
    return tuple(found)
