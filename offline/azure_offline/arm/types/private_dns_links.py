"""Links of private DNS zones to virtual networks."""

from azure_offline.arm.resources import Reference, TypeSpec
from hubspoke_network.refusals import NETWORK
from hubspoke_network.refusals.services.private_dns import LINK, duplicate, registration

PRIVATE_DNS_LINK = TypeSpec(
    type=LINK,
    location="global",
    references=(Reference("properties.virtualNetwork.id", (NETWORK,), holds=False, required=True),),
    read_only=frozenset({"virtualNetworkLinkState"}),
    defaults={"registrationEnabled": False},
    rules=(duplicate, registration),
    present=lambda _link, _view: {"virtualNetworkLinkState": "Completed"},
)
