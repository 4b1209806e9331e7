"""Application security groups."""

from azure_offline.arm.resources import TypeSpec

ASG = "Microsoft.Network/applicationSecurityGroups"

APPLICATION_SECURITY_GROUP = TypeSpec(type=ASG, guid=True)
