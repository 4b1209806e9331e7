"""Management locks."""

from azure_offline.arm.resources import TypeSpec
from hubspoke_network.refusals.services.other_services import lock_level

LOCK = "Microsoft.Authorization/locks"

MANAGEMENT_LOCK = TypeSpec(type=LOCK, location="none", etag=False, provisioning=False, rules=(lock_level,))
