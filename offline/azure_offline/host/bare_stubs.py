"""The SDK's gRPC stubs without the SDK.

`import pulumi.runtime.proto` brings in the whole SDK, which takes longer than everything else that language host and
provider do at their start, and every run starts a provider for each one that the program configures. The generated
modules need nothing of it, so they are imported below empty stand-ins of the three packages above them. Only for
processes that never use the SDK itself.
"""

import sys
from importlib.util import find_spec
from types import ModuleType


def use_bare_stubs() -> None:
    """Let `pulumi.runtime.proto.*` be imported alone. Does nothing where the SDK is loaded already."""
    if "pulumi" in sys.modules:
        return
    specification = find_spec("pulumi")
    if specification is None or not specification.submodule_search_locations:
        raise ImportError("the Pulumi SDK is not installed; run `pip install pulumi`")
    folder = next(iter(specification.submodule_search_locations))
    for name, location in (
        ("pulumi", folder),
        ("pulumi.runtime", f"{folder}/runtime"),
        ("pulumi.runtime.proto", f"{folder}/runtime/proto"),
    ):
        module = ModuleType(name)
        module.__path__ = [location]
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
