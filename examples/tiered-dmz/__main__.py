"""A DMZ in three tiers: web servers ask application servers, these ask databases, and nothing asks anything else."""

import pulumi
from pulumi_azure_native import resources

from hubspoke import Dmz, Hub

location = pulumi.Config("azure-native").require("location")
groups = {name: resources.ResourceGroup(name, resource_group_name=f"rg-{name}") for name in ("hub", "dmz")}

hub = Hub(
    "hub",
    {"resourceGroupName": "rg-hub", "location": location, "addressSpace": ["10.0.0.0/22"]},
    pulumi.ResourceOptions(depends_on=[groups["hub"]]),
)

# What a firewall's administrator calls objects: defined once, used by name. A server more is one line here, and one
# changed rule in each security group that uses it.
objects = {
    "addresses": {
        "activeDirectory": ["10.0.1.4", "10.0.1.5"],
        "updateServers": ["10.0.1.16"],
        "antivirusServers": ["10.0.1.24"],
        "monitoringServers": ["10.0.1.32/29"],
    },
    "services": {
        "domain": ["tcp/53,88,135,389,445,464,636,3268-3269,49152-65535", "udp/53,88,123,389,464"],
        "updates": ["tcp/8530-8531"],
        "agent": ["tcp/5985-5986"],
    },
}

dmz = Dmz(
    "dmz",
    {
        "resourceGroupName": "rg-dmz",
        "location": location,
        "addressSpace": ["10.1.0.0/22"],
        "hub": hub.ref,
        # Replies of the web servers leave as the requests came, by an address of their load balancer. Nothing else
        # does: no tier's security group lets anything out to the Internet.
        "egress": "internet",
        "objectGroups": objects,
        "tiers": {
            "web": {"prefix": "10.1.0.0/24", "inbound": {"internet": ["tcp/443"]}, "loadBalancerProbes": True},
            "app": {"prefix": "10.1.1.0/24", "inbound": {"web": ["tcp/8443"]}},
            # A cluster of databases replicates among its members.
            "data": {"prefix": "10.1.2.0/24", "inbound": {"app": ["tcp/1433"]}, "within": ["tcp/5022"]},
        },
        # What every server needs, each in the directions it needs.
        "infrastructure": {
            "activeDirectory": {"outbound": ["domain", "icmp"]},
            "patching": {"group": "updateServers", "outbound": ["updates"]},
            "antivirus": {"group": "antivirusServers", "outbound": ["tcp/8014"], "inbound": ["tcp/8014"]},
            "monitoring": {"group": "monitoringServers", "outbound": ["tcp/1514"], "inbound": ["agent", "icmp"]},
        },
    },
    pulumi.ResourceOptions(depends_on=[groups["dmz"]]),
)

pulumi.export("subnetIds", dmz.subnet_ids)
# Interfaces of servers join these.
pulumi.export("applicationSecurityGroupIds", dmz.application_security_group_ids)
