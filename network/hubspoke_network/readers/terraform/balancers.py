"""Load balancers and application gateways. Source and date as in `networks`."""

from hubspoke_network.readers.terraform.fields import Field, block, named, ref, value
from hubspoke_network.readers.terraform.networks import NET, PLACE
from hubspoke_network.readers.terraform.types import Part, Shape

_HOLDER = "loadbalancer_id"
FRONTEND = (
    ref("subnet_id", "subnet"),
    value("private_ip_address", "privateIPAddress"),
    value("private_ip_address_allocation", "privateIPAllocationMethod"),
    ref("public_ip_address_id", "publicIPAddress"),
    value("zones", "zones"),
)
PORTS = (
    value("protocol", "protocol"),
    value("frontend_port", "frontendPort"),
    value("backend_port", "backendPort"),
    value("floating_ip_enabled", "enableFloatingIP"),
    value("enable_floating_ip", "enableFloatingIP"),
    ref("frontend_ip_configuration_id", "frontendIPConfiguration"),
)

SHAPES = (
    Shape(
        "azurerm_lb",
        f"{NET}/loadBalancers",
        (
            *PLACE,
            value("sku", "/sku.name", always=True),
            value("sku_tier", "/sku.tier"),
            named("frontend_ip_configuration", "frontendIPConfigurations", *FRONTEND, always=True),
        ),
    ),
    Shape(
        "azurerm_lb_backend_address_pool",
        f"{NET}/loadBalancers/backendAddressPools",
        (ref("virtual_network_id", "virtualNetwork"),),
        parent=_HOLDER,
    ),
    Shape(
        "azurerm_application_gateway",
        f"{NET}/applicationGateways",
        (
            *PLACE,
            value("zones", "/zones"),
            block("sku", "sku", value("name", "name"), value("tier", "tier"), value("capacity", "capacity")),
            named("gateway_ip_configuration", "gatewayIPConfigurations", ref("subnet_id", "subnet"), always=True),
            named("frontend_ip_configuration", "frontendIPConfigurations", *FRONTEND[:4], always=True),
            named("frontend_port", "frontendPorts", value("port", "port")),
            named(
                "backend_address_pool",
                "backendAddressPools",
                Field("fqdns", "backendAddresses", "names", inner="fqdn"),
                Field("ip_addresses", "backendAddresses", "names", inner="ipAddress"),
            ),
            named(
                "http_listener",
                "httpListeners",
                ref("frontend_ip_configuration_id", "frontendIPConfiguration"),
                ref("frontend_port_id", "frontendPort"),
                value("protocol", "protocol"),
                value("host_name", "hostName"),
            ),
            named(
                "request_routing_rule",
                "requestRoutingRules",
                value("rule_type", "ruleType"),
                value("priority", "priority"),
                ref("http_listener_id", "httpListener"),
                ref("backend_address_pool_id", "backendAddressPool"),
                ref("url_path_map_id", "urlPathMap"),
            ),
            ref("firewall_policy_id", "firewallPolicy"),
        ),
    ),
)

PARTS = (
    Part(
        "azurerm_lb_rule",
        _HOLDER,
        "loadBalancingRules",
        (
            *PORTS,
            Field("backend_address_pool_ids", "backendAddressPools", "ids"),
            ref("probe_id", "probe"),
            value("disable_outbound_snat", "disableOutboundSnat"),
        ),
    ),
    Part(
        "azurerm_lb_probe",
        _HOLDER,
        "probes",
        (value("protocol", "protocol"), value("port", "port"), value("request_path", "requestPath")),
    ),
    Part(
        "azurerm_lb_nat_rule",
        _HOLDER,
        "inboundNatRules",
        (
            *PORTS,
            value("frontend_port_start", "frontendPortRangeStart"),
            value("frontend_port_end", "frontendPortRangeEnd"),
            ref("backend_address_pool_id", "backendAddressPool"),
        ),
    ),
    Part(
        "azurerm_lb_nat_pool",
        _HOLDER,
        "inboundNatPools",
        (
            *PORTS,
            value("frontend_port_start", "frontendPortRangeStart"),
            value("frontend_port_end", "frontendPortRangeEnd"),
        ),
    ),
    Part(
        "azurerm_lb_outbound_rule",
        _HOLDER,
        "outboundRules",
        (
            value("protocol", "protocol"),
            value("allocated_outbound_ports", "allocatedOutboundPorts"),
            ref("backend_address_pool_id", "backendAddressPool"),
            Field("frontend_ip_configuration", "frontendIPConfigurations", "blocks", (value("id", "id"),)),
        ),
    ),
)
