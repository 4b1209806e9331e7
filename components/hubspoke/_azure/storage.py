"""What the components use of azure-native for storage accounts."""

from hubspoke._azure.parts import by_parts

with by_parts("storage"):
    from pulumi_azure_native.storage._enums import DefaultAction
    from pulumi_azure_native.storage._inputs import NetworkRuleSetArgs, SkuArgs
    from pulumi_azure_native.storage.storage_account import StorageAccount

__all__ = [
    "DefaultAction",
    "NetworkRuleSetArgs",
    "SkuArgs",
    "StorageAccount",
]
