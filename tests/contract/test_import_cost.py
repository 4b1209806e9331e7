"""What each package loads when imported, seen in a fresh interpreter."""

import json
import subprocess
import sys

import pytest

SDK = ("pulumi_azure_native",)
PULUMI = ("pulumi", "pulumi_policy", "pulumi_azure_native", "grpc")


def loaded(statement: str) -> set[str]:
    """Top-level names of the modules that `statement` loads."""
    program = f"import sys\n{statement}\nprint(' '.join(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def every_module(package: str) -> str:
    """A statement that imports a package with all its modules, apart from the entry points that run on import."""
    return (
        f"import importlib, pkgutil, {package}\n"
        f"for m in pkgutil.walk_packages({package}.__path__, '{package}.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)"
    )


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        pytest.param(every_module("hubspoke_network"), PULUMI, id="the whole model without Pulumi"),
        pytest.param(every_module("hubspoke_policies"), SDK, id="every rule without azure-native"),
        pytest.param(every_module("azure_offline"), SDK, id="the offline Azure without azure-native"),
        pytest.param(every_module("hubspoke_cli"), SDK, id="the command line without azure-native"),
        pytest.param("import hubspoke", PULUMI, id="hubspoke is lazy"),
    ],
)
def test_what_an_import_loads(statement: str, forbidden: tuple[str, ...]) -> None:
    assert loaded(statement) & set(forbidden) == set()


def test_the_check_sees_what_is_loaded() -> None:
    assert "json" in loaded("import json")


# An estate with everything that lies in packages of its own is made; then the program uses a package itself.
ESTATE = """
import json, linecache, sys
from hubspoke import Estate, EstateArgs
from tests.components import descriptions as d
from tests.components.recording import deploy

def parts():
    return {name for name in sys.modules if name.startswith("pulumi_azure_native.") and name.count(".") == 2}

imported = parts()
args = EstateArgs.of(d.estate(locks=True))
read = [name for name in linecache.cache if "hubspoke" in name]
made = deploy(lambda: Estate("net", args))
packages = sorted({name.rpartition(".")[0] for name in parts()})
seen = {
    "resources": len(list(made)),
    "imported": sorted({name.split(".")[1] for name in imported}),
    "used": [name.split(".")[1] for name in packages],
    "loaded whole": [name for name in packages if type(sys.modules[name]).__name__ != "_LazyModule"],
    "modules": len(parts()),
    "sources read": read,
}
from pulumi_azure_native import authorization, monitor, network, operationalinsights, resources, storage
import hubspoke._azure.monitor, hubspoke._azure.network
ours = {name: module for name, module in sys.modules.items() if name.startswith("hubspoke._azure.")}
seen["other than the SDK's"] = [
    f"{name}.{item}"
    for name, module in ours.items()
    for item in getattr(module, "__all__", ())
    if getattr(module, item) is not getattr(globals()[name.rpartition(".")[2]], item)
]
seen["functions"] = [network.get_virtual_network_peering.__name__, network.get_subnet.__name__]
seen["submodules"] = [network.subnet.__name__, network.outputs.__name__]
print(json.dumps(seen))
"""


def test_an_estate_loads_of_azure_native_what_it_uses() -> None:
    """Not the three hundred modules of `network`; whoever uses the package beside it finds it whole, as ever."""
    done = subprocess.run([sys.executable, "-c", ESTATE], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    seen = json.loads(done.stdout)
    assert seen.pop("resources") >= 60
    assert seen.pop("modules") < 60
    assert seen == {
        "imported": ["network", "resources"],
        "used": ["authorization", "monitor", "network", "operationalinsights", "resources", "storage"],
        "loaded whole": [],
        "sources read": [],
        "other than the SDK's": [],
        "functions": ["get_virtual_network_peering", "get_subnet"],
        "submodules": ["pulumi_azure_native.network.subnet", "pulumi_azure_native.network.outputs"],
    }


def test_a_package_that_the_program_loaded_stays_as_it_is() -> None:
    program = (
        "from pulumi_azure_native import network\n"
        "before = network.Subnet, dict(vars(network))\n"
        "from hubspoke._azure import network as ours\n"
        "print(before == (ours.Subnet, dict(vars(network))), type(network).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True module\n"


OTHER_LAYOUT = """
import contextlib, json, sys
from hubspoke._azure import parts

@contextlib.contextmanager
def moved(name):
    raise ImportError(name)
    yield

parts.by_parts = moved
from hubspoke import Estate, EstateArgs
from tests.components import descriptions as d
from tests.components.recording import deploy

made = deploy(lambda: Estate("net", EstateArgs.of(d.estate(locks=True))))
print(json.dumps([len(list(made)), type(sys.modules["pulumi_azure_native.network"]).__name__]))
"""


@pytest.mark.slow
def test_an_sdk_with_other_modules_is_used_whole() -> None:
    done = subprocess.run([sys.executable, "-c", OTHER_LAYOUT], capture_output=True, text=True, check=True)
    resources, loaded_as = json.loads(done.stdout)
    assert (resources >= 60, loaded_as, done.stderr) == (True, "module", "")
