"""An offline Azure for the tests of any team: a pytest fixture, and stacks of Pulumi's Automation API on it.

```python
from azure_offline.testing.azure import OfflineAzure, offline_azure  # noqa: F401  (a fixture)

def test_my_program(offline_azure: OfflineAzure) -> None:
    offline_azure.stack(my_program).up()
    assert offline_azure.names("virtualNetworks") == ["hub"]
```

The program may use any resource of azure-native. Types without a declaration are stored as they are; give
`OfflineAzure.at(folder, refuse_undeclared=True)` where that must fail a test. The engine is found or built as
`pulumi-offline` does; whoever asks the offline Azure only with `put` and `get` needs none. Pulumi's SDK leaves event
loops unclosed; a suite that makes warnings errors passes over its `ResourceWarning`.
"""

import gc
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from azure_offline.arm import Arm, Response, administration
from azure_offline.engine import ensure_engine
from azure_offline.engine.environment import install_plugins, pulumi_variables
from azure_offline.engine.logs import direct_logs
from azure_offline.faults.planned import Faults
from azure_offline.home import FOLDER_VARIABLE, HOME_VARIABLE, OfflineFolder
from azure_offline.store.store import LogEntry, Store
from azure_offline.testing.inline_programs import InlinePrograms
from azure_offline.testing.project import OfflineProject
from azure_offline.world.file import WorldFile
from azure_offline.world.records import DEFAULT_SUBSCRIPTION, World

if TYPE_CHECKING:
    from pulumi import automation

__all__ = ["OfflineAzure", "Refused", "offline_azure"]


class Refused(AssertionError):
    """A request that a test needs to succeed was refused."""

    def __init__(self, method: str, resource_id: str, response: Response) -> None:
        self.response = response
        super().__init__(f"{method} {resource_id}: {response.status} {response.code}: {response.message}")


@dataclass(frozen=True)
class OfflineAzure:
    """One offline Azure in a folder of its own, with everything that Pulumi keeps of the stacks deployed to it."""

    folder: OfflineFolder
    arm: Arm
    world_file: WorldFile
    _variables: dict[str, str] = field(default_factory=dict, repr=False)
    _programs: InlinePrograms = field(default_factory=InlinePrograms, repr=False)

    @classmethod
    @contextmanager
    def at(
        cls,
        root: Path,
        *,
        world: World | None = None,
        enforce_inferred: bool = False,
        refuse_undeclared: bool = False,
        conflicts: bool = False,
    ) -> Iterator["OfflineAzure"]:
        """The offline Azure in `root`, made where it is missing; closed at the end of the block.

        `world` replaces the default subscriptions and the provider's ways. The options are those of `Arm`; they hold
        for stacks as well.
        """
        folder = OfflineFolder(root)
        folder.create()
        file = WorldFile(folder.azure / "world.yaml")
        if world is not None:
            file.save(world)
        store = Store(folder.azure / "azure.sqlite")
        options = {"enforce_inferred": enforce_inferred, "refuse_undeclared": refuse_undeclared}
        variables = {
            "AZURE_OFFLINE_INFERRED": "1" if enforce_inferred else "0",
            "AZURE_OFFLINE_UNDECLARED": "refuse" if refuse_undeclared else "store",
            "AZURE_OFFLINE_CONFLICTS": "1" if conflicts else "0",
        }
        programs = InlinePrograms()
        try:
            yield cls(folder, Arm(store, file, conflicts=conflicts, **options), file, variables, programs)
        finally:
            programs.settle()
            store.close()

    @property
    def faults(self) -> Faults:
        """What is to go wrong: `azure.faults.add(Fault("throttle", type="subnets"))`."""
        return Faults(self.arm.store)

    def project(self, directory: Path, stack: str) -> OfflineProject:
        """A project as it lies in a folder, with its own program and settings, run by `pulumi-offline` on this Azure.

        The folder is left as it is, but for what its program writes.
        """
        return OfflineProject(directory, stack, {FOLDER_VARIABLE: str(self.folder.root), **self._variables})

    def get(self, resource_id: str) -> dict[str, Any]:
        """The ARM document of a resource. Raises `Refused` where there is none."""
        return self._must("GET", resource_id, None)

    def put(self, resource_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make or change a resource behind Pulumi's back. Raises `Refused`."""
        return self._must("PUT", resource_id, body)

    def delete(self, resource_id: str) -> None:
        """Remove a resource behind Pulumi's back. Raises `Refused`."""
        self._must("DELETE", resource_id, None)

    def _must(self, method: str, resource_id: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        response = self.arm.request(method, resource_id, body, api_version="2024-05-01")
        if not response.ok:
            raise Refused(method, resource_id, response)
        return response.body or {}

    def resources(self, type_name: str = "") -> list[Mapping[str, Any]]:
        """The ARM documents of all resources, by id; of one type (`subnets`) where it is given."""
        return [shown.document for shown in administration.resources(self.arm, type_name)]

    def names(self, type_name: str = "") -> list[str]:
        """The names of those resources."""
        return [shown.name for shown in administration.resources(self.arm, type_name)]

    def log(self) -> list[LogEntry]:
        """Every request so far and how it was answered, oldest first."""
        return administration.activity(self.arm)

    def authorise_office365(self, subscription: str = DEFAULT_SUBSCRIPTION, *, authorised: bool = True) -> None:
        """Have Microsoft authorise a subscription for Office 365 over ExpressRoute, or take it back."""
        administration.set_office365(self.arm, self.world_file, subscription, authorised=authorised)

    def provision(self, circuit: str, *, provisioned: bool = True) -> None:
        """Let the service provider provision a circuit (an id or a name), or take it down."""
        administration.set_provisioned(self.arm, circuit, provisioned=provisioned)

    def stack(
        self,
        program: Callable[[], Awaitable[None] | None],
        *,
        name: str = "test",
        project: str = "test",
        config: Mapping[str, str] | None = None,
    ) -> "automation.Stack":
        """A stack of Pulumi's Automation API that deploys `program` to this offline Azure.

        `config` are its settings (`{"project:key": "value"}`). Raises `EngineError` where there is no engine and none
        can be built.
        """
        from pulumi import automation

        engine = ensure_engine()
        install_plugins(self.folder, None)
        direct_logs(self.folder, wanted=False)
        command = self.folder.root / "engine"
        link = command / "bin" / "pulumi"
        if not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(engine.path)
        variables = {**pulumi_variables(self.folder), HOME_VARIABLE: str(self.folder.azure), **self._variables}
        options = automation.LocalWorkspaceOptions(
            pulumi_home=str(self.folder.pulumi_home),
            env_vars=variables,
            pulumi_command=automation.PulumiCommand(str(command), skip_version_check=True),
        )
        stack = automation.create_or_select_stack(name, project, self._programs.watched(program), opts=options)
        for key, value in (config or {}).items():
            stack.set_config(key, automation.ConfigValue(value))
        return stack


@pytest.fixture
def offline_azure(tmp_path: Path) -> Iterator[OfflineAzure]:
    """An empty offline Azure for one test."""
    with OfflineAzure.at(tmp_path / "azure-offline") as azure:
        yield azure
    _drop_event_loops()


def _drop_event_loops() -> None:
    """Let go of the event loops that Pulumi's SDK leaves unclosed, here and not in the middle of something else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
