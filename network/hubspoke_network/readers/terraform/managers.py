"""Virtual Network Manager: groups, their static members, connectivity and security admin rules.

What is committed where (`azurerm_network_manager_deployment`) is not among them: ARM has no resource for it.
Source and date as in `networks`.
"""

from hubspoke_network.readers.terraform.fields import Field, block, value
from hubspoke_network.readers.terraform.networks import NET, PLACE
from hubspoke_network.readers.terraform.types import Shape

MANAGER = f"{NET}/networkManagers"
ADMIN = f"{MANAGER}/securityAdminConfigurations"
SIDE = (value("address_prefix", "addressPrefix"), value("address_prefix_type", "addressPrefixType"))

SHAPES = (
    Shape(
        "azurerm_network_manager",
        MANAGER,
        (
            *PLACE,
            block(
                "scope",
                "networkManagerScopes",
                value("management_group_ids", "managementGroups"),
                value("subscription_ids", "subscriptions"),
            ),
            value("scope_accesses", "networkManagerScopeAccesses"),
        ),
    ),
    Shape(
        "azurerm_network_manager_network_group",
        f"{MANAGER}/networkGroups",
        (value("description", "description"),),
        parent="network_manager_id",
    ),
    Shape(
        "azurerm_network_manager_static_member",
        f"{MANAGER}/networkGroups/staticMembers",
        (value("target_virtual_network_id", "resourceId"),),
        parent="network_group_id",
    ),
    Shape(
        "azurerm_network_manager_connectivity_configuration",
        f"{MANAGER}/connectivityConfigurations",
        (
            value("connectivity_topology", "connectivityTopology", always=True),
            Field(
                "applies_to_group",
                "appliesToGroups",
                "blocks",
                (
                    value("network_group_id", "networkGroupId"),
                    value("group_connectivity", "groupConnectivity"),
                    Field("global_mesh_enabled", "isGlobal", "word"),
                    Field("use_hub_gateway", "useHubGateway", "word"),
                ),
                always=True,
            ),
            Field(
                "hub",
                "hubs",
                "blocks",
                (value("resource_id", "resourceId"), value("resource_type", "resourceType")),
            ),
            Field("global_mesh_enabled", "isGlobal", "word"),
            Field("delete_existing_peering_enabled", "deleteExistingPeering", "word"),
        ),
        parent="network_manager_id",
    ),
    Shape(
        "azurerm_network_manager_security_admin_configuration",
        ADMIN,
        (value("apply_on_network_intent_policy_based_services", "applyOnNetworkIntentPolicyBasedServices"),),
        parent="network_manager_id",
    ),
    Shape(
        "azurerm_network_manager_admin_rule_collection",
        f"{ADMIN}/ruleCollections",
        (Field("network_group_ids", "appliesToGroups", "names", inner="networkGroupId", always=True),),
        parent="security_admin_configuration_id",
    ),
    Shape(
        "azurerm_network_manager_admin_rule",
        f"{ADMIN}/ruleCollections/rules",
        (
            value("description", "description"),
            value("action", "access", always=True),
            value("direction", "direction", always=True),
            value("priority", "priority", always=True),
            value("protocol", "protocol", always=True),
            Field("source", "sources", "blocks", SIDE),
            Field("destination", "destinations", "blocks", SIDE),
            value("source_port_ranges", "sourcePortRanges"),
            value("destination_port_ranges", "destinationPortRanges"),
        ),
        parent="admin_rule_collection_id",
        kind="Custom",
    ),
)
