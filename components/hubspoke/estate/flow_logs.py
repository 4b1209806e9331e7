"""Arguments of an estate's flow logs: one switch for every network, gateway, circuit and firewall."""

from collections.abc import Iterator

from hubspoke.flow_logs import FlowLogsShape
from hubspoke_network.core import Problem


class EstateFlowLogsArgs(FlowLogsShape):
    """Flow logs of every hub and spoke, and diagnostics of gateways, circuits and firewalls."""

    diagnostics: bool | None = None
    """Whether gateways, circuits and firewalls send logs and metrics to the workspace. Default: yes."""
    location: str | None = None
    """Azure region of the workspace, and of the resource group that is made. Default: the estate's."""
    resource_group: str | None = None
    """Name of a resource group that exists in each subscription. Default: one is made in each."""

    @property
    def diagnosed(self) -> bool:
        """Whether diagnostics are wanted."""
        return self.diagnostics is not False


def flow_log_problems(
    flow_logs: EstateFlowLogsArgs | None, regions: set[str], location: str | None
) -> Iterator[Problem]:
    """A workspace without a region, and storage of regions without networks."""
    if flow_logs is None:
        return
    if flow_logs.location is None and location is None:
        yield Problem("HS101", "flowLogs.location", "", "is missing", "write it here, or for the whole estate")
    for problem in flow_logs.region_problems(regions):
        yield Problem(problem.code, f"flowLogs.{problem.path}", problem.value, problem.message, problem.instead)
