"""What the environment says of a provider that was given nothing else."""

import os


def default_subscription() -> str:
    """The subscription of a provider that was given none, empty where the environment has none.

    azure-native takes `ARM_SUBSCRIPTION_ID`; `AZURE_SUBSCRIPTION_ID` is what Azure's own tools set.
    """
    return os.environ.get("ARM_SUBSCRIPTION_ID", "") or os.environ.get("AZURE_SUBSCRIPTION_ID", "")
