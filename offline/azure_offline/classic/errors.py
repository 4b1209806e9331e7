"""What ASM answers when it refuses."""

from hubspoke_network.refusals import WORDING_MARK


class AsmError(Exception):
    """A refusal. ASM's are `BadRequest: <text>`; `verified` tells whether the text is one that was seen."""

    def __init__(self, message: str, *, verified: bool = False) -> None:
        self.message = message if verified else message + WORDING_MARK
        self.verified = verified
        super().__init__(self.message)

    def told(self, cmdlet: str) -> str:
        """The line PowerShell shows."""
        return f"{cmdlet} : BadRequest: {self.message}"


NO_GATEWAY_IN_CONFIG = AsmError(
    "A gateway is not specified in the network configuration file for the specified virtual network", verified=True
)
WRONG_MODE = AsmError(
    "This operation is enabled only for the following gateway mode(s): DedicatedCircuit.", verified=True
)
WRONG_STATUS = AsmError("The current provisioning status of the gateway prevents this operation.", verified=True)
NOT_REGISTERED = AsmError("Subscription is not registered for migration.", verified=True)
"""Sources of the first three: field notes. Of the fourth: Microsoft's migration article for PowerShell."""


def no_such_network(name: str) -> AsmError:
    """An unknown network. Source: Microsoft's list of migration errors."""
    return AsmError(f"The virtual network {name} doesn't exist.", verified=True)


def being_migrated(name: str) -> AsmError:
    """A change of a prepared network. Source: Microsoft's list of migration errors."""
    text = f"Virtual Network {name} is in the process of being migrated and hence cannot be changed"
    return AsmError(text, verified=True)
