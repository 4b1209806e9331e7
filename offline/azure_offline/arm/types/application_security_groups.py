"""Application security groups."""

from azure_offline.arm.resources.declarations import TypeSpec

ASG = "Microsoft.Network/applicationSecurityGroups"

APPLICATION_SECURITY_GROUP = TypeSpec(type=ASG, guid=True)
