"""The one error of this package."""

from hubspoke_network.core import HubspokeError

HOW_TO_INSTALL = (
    "Install Pulumi (https://www.pulumi.com/docs/install/) so that `pulumi` is on PATH, or name its path in"
    " HUBSPOKE_PULUMI. To have it built here, install Go (https://go.dev/dl/) or let pip reach a package index."
)


class EngineError(HubspokeError):
    """No usable engine was found, and none could be built."""

    def __init__(self, message: str, code: str = "HS601") -> None:
        self.code = code
        super().__init__(*f"[{code}] {message}".split("\n"), HOW_TO_INSTALL)
