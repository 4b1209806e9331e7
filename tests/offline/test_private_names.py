"""What Pulumi does not promise may go: each name is taken away in a fresh interpreter, and the outcome is looked at."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

STUBS = "from azure_offline import _pulumi; _pulumi.use_stubs_alone('provider_pb2_grpc');"
SEEN = (
    "import sys; from azure_offline.provider.servicer import ProviderServicer;"
    "from pulumi.runtime.proto import provider_pb2;"
    "print(provider_pb2.CheckResponse().failures == [], 'pulumi.resource' in sys.modules)"
)
PACK = (
    "from types import SimpleNamespace as Made; import pulumi, pulumi_policy.policy as policy;"
    "from azure_offline.host import _pulumi;"
    "servicer = getattr(policy, '_PolicyAnalyzerServicer', None);"
)
ANALYSIS = (
    "_pulumi.remember_stack();"
    "request = Made(project='net', stack='dev', dry_run=True, organization='', config={'net:a': '1'},"
    " config_secret_keys=[], tags={});"
    "servicer.ConfigureStack(Made(), request, None);"
    "servicer._configure_runtime_settings(Made());"
    "print(pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization(), pulumi.Config().get('a'))"
)
WITHOUT_ANALYSIS = (
    "before = dict(vars(servicer)) if servicer else None;"
    "_pulumi.remember_stack();"
    "pack = policy.ResourceValidationPolicy(name='p', description='d', validate=lambda args, report: None);"
    "print((dict(vars(servicer)) if servicer else None) == before, pack.name)"
)


def answer(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.strip()


def test_the_stubs_are_imported_without_the_sdk() -> None:
    assert answer(STUBS + SEEN) == "True False"


@pytest.mark.parametrize(
    "gone",
    [
        "_pulumi._FOLDERS.update({'pulumi.runtime.proto': '/elsewhere'})",
        "_pulumi.find_spec = lambda name: None",
        "_pulumi.ModuleType = lambda name: Missing()",
    ],
    ids=["the folder of the stubs", "the place of the SDK", "packages that may be empty"],
)
def test_without_what_they_rely_on_the_whole_sdk_is_imported(gone: str) -> None:
    missing = "from types import ModuleType; Missing = type('Missing', (ModuleType,), {'__init__': lambda self: None});"
    script = STUBS.replace("_pulumi;", f"_pulumi; {missing} {gone};", 1)

    assert answer(script + SEEN) == "True True"


def test_an_sdk_that_is_loaded_is_left_alone() -> None:
    assert answer("import pulumi; before = pulumi;" + STUBS + SEEN.replace("print(", "print(before is pulumi, ")) == (
        "True True True"
    )


def test_a_pack_is_told_its_stack() -> None:
    assert answer(PACK + ANALYSIS) == "net dev organization 1"


@pytest.mark.parametrize(
    "gone", ["policy._PolicyAnalyzerServicer", "servicer.ConfigureStack", "servicer._configure_runtime_settings"]
)
def test_without_the_servicer_a_pack_runs_as_its_sdk_has_it(gone: str) -> None:
    again = "servicer = getattr(policy, '_PolicyAnalyzerServicer', None);"
    bases = "[delattr(kind, name) for kind in servicer.__mro__ for name in [GONE] if name in vars(kind)];"
    owner, _, name = gone.partition(".")
    taken = f"del {gone};" if owner == "policy" else bases.replace("GONE", repr(name))

    assert answer(PACK + taken + again + WITHOUT_ANALYSIS) == "True p"


def test_an_engine_that_says_its_end_in_other_words_has_the_error_told() -> None:
    script = (
        "import sys, pulumi; from types import SimpleNamespace as Made; from azure_offline.host import run_child;"
        "told = []; pulumi.log.error = lambda text: told.append(text);"
        "run_child._configure = lambda arguments: None;"
        "\nasync def ends(program): raise RuntimeError(words)\n"
        "import pulumi.runtime; pulumi.runtime.run_in_stack = ends\n"
        "for words in ('resource monitor shut down', 'the end'):\n"
        "    code = run_child._run_program(run_child._program_arguments(['program.py']))\n"
        "    print(code, len(told), 'RuntimeError: the end' in ''.join(told))\n"
    )

    assert answer(script) == "32 0 False\n32 1 True"
