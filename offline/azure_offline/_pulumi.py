"""What is used of Pulumi's SDK although the SDK does not promise it: here, and in `host/_pulumi.py`, nowhere else.

The other module is for processes of programs, which load it by path. The gRPC stubs (`pulumi.runtime.proto.*_pb2*`) are
the protocol between engine and plugins, so they count as public: modules import them themselves.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_FOLDERS = {"pulumi": "", "pulumi.runtime": "/runtime", "pulumi.runtime.proto": "/runtime/proto"}


def use_stubs_alone(stubs: str) -> None:
    """Let the gRPC stubs be imported without the SDK around them, which language host and provider never use.

    `import pulumi.runtime.proto` brings in the whole SDK, and every run starts these two processes at least: that is a
    fifth of the preview of a small stack. So the three packages above the generated modules are empty stand-ins here.
    `stubs` (`provider_pb2_grpc`) is imported as a trial: where the SDK has another layout, or its stubs need the rest
    of it, everything is imported in the ordinary way. Nothing is done where the SDK is loaded already.
    """
    if "pulumi" in sys.modules:
        return
    specification = find_spec("pulumi")
    if specification is None or not specification.submodule_search_locations:
        return
    folder = next(iter(specification.submodule_search_locations))
    for name, below in _FOLDERS.items():
        module = sys.modules[name] = ModuleType(name)
        module.__path__ = [f"{folder}{below}"]
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    try:
        import_module(f"pulumi.runtime.proto.{stubs}")
    except (ImportError, AttributeError):
        for name in [name for name in sys.modules if name.partition(".")[0] == "pulumi"]:
            del sys.modules[name]
