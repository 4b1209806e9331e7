"""What the components use of azure-native for storage accounts."""

from hubspoke._azure.parts import by_parts, whole

try:
    with by_parts("storage"):
        from pulumi_azure_native.storage._enums import DefaultAction
        from pulumi_azure_native.storage._inputs import NetworkRuleSetArgs, SkuArgs
        from pulumi_azure_native.storage.storage_account import StorageAccount
except ImportError:  # an SDK that lays its modules out otherwise
    globals().update(whole("storage"))

__all__ = [
    "DefaultAction",
    "NetworkRuleSetArgs",
    "SkuArgs",
    "StorageAccount",
]
