"""The subnets of a hub that Azure gives to a service by their name, which users give a prefix only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HubSubnet:
    """One of them: the field of its prefix, as Python and YAML write it, its Azure name, and its role in the hub."""

    field: str
    path: str
    azure_name: str
    role: str

    @property
    def id(self) -> str:
        """What its plan is told by."""
        return f"{self.role}:"


GATEWAYS = HubSubnet("gateway_subnet", "gatewaySubnet", "GatewaySubnet", "gateway-subnet")
FIREWALLS = HubSubnet("firewall_subnet", "firewallSubnet", "AzureFirewallSubnet", "firewall-subnet")
MANAGEMENT = HubSubnet(
    "firewall_management_subnet",
    "firewallManagementSubnet",
    "AzureFirewallManagementSubnet",
    "firewall-management-subnet",
)
BASTIONS = HubSubnet("bastion_subnet", "bastionSubnet", "AzureBastionSubnet", "bastion-subnet")

HUB_SUBNETS = (GATEWAYS, FIREWALLS, MANAGEMENT, BASTIONS)
"""All of them, in the order they are made."""
