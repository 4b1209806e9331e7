"""What a program's process uses of Pulumi although Pulumi does not promise it. Loaded by path, under any Python."""

import os
from typing import Any

ENGINE_ENDED = "resource monitor shut down"
"""The engine's answer once it has ended a run: it has told why, and a traceback would bury that. Under an engine that
answers in other words the traceback is shown."""


def remember_stack() -> None:
    """Let `pulumi.get_stack()`, `pulumi.get_project()` and `pulumi.Config()` answer inside of policies.

    The engine announces the stack with a ConfigureStack call. The policy SDK keeps only the tags of it and looks for
    the rest in environment variables, before every analysis; nobody sets those when a language host runs the pack. So
    two methods of its servicer are replaced in this process. Under an SDK that has not got them nothing is done: the
    pack runs, and its policies are told of the stack what that SDK tells them.
    """
    import pulumi.runtime
    import pulumi_policy.policy

    servicer: Any = getattr(pulumi_policy.policy, "_PolicyAnalyzerServicer", None)
    if not hasattr(servicer, "ConfigureStack") or not hasattr(servicer, "_configure_runtime_settings"):
        return
    configure_stack = servicer.ConfigureStack
    stacks: list[Any] = []

    def configure(self: Any, request: Any, context: Any) -> Any:
        stacks[:] = [(request, dict(request.config), list(request.config_secret_keys))]
        os.environ.update(PULUMI_PROJECT=request.project, PULUMI_STACK=request.stack)
        return configure_stack(self, request, context)

    def apply_settings(_: Any) -> None:
        # Settings and configuration belong to the calling thread, so they are applied before every analysis.
        for request, config, secret_keys in stacks:
            pulumi.runtime.set_all_config(config, secret_keys)
            settings = pulumi.runtime.Settings(
                project=request.project,
                stack=request.stack,
                dry_run=request.dry_run,
                organization=request.organization or "organization",
            )
            pulumi.runtime.configure(settings)

    servicer.ConfigureStack = configure
    servicer._configure_runtime_settings = apply_settings
