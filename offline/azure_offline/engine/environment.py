"""The surroundings that the engine is given: environment variables, and the plugins in its private home."""

import os
import re
import sys
from pathlib import Path

from azure_offline.engine.recipe_files import read_recipe
from azure_offline.home import HOME_VARIABLE, OfflineFolder, Project, python_launcher, write_if_changed
from azure_offline.world.records import DEFAULT_SUBSCRIPTION, DEFAULT_TENANT

_SDK_FOLDER = re.compile(r"pulumi_azure_native-(?P<version>[^-]+)\.dist-info")
_PASSPHRASE = "offline"  # noqa: S105 - protects nothing: what is kept offline is no secret
_LOOPBACK = ("127.0.0.1", "localhost")


def pulumi_variables(folder: OfflineFolder) -> dict[str, str]:
    """Return the variables that differ from the user's own environment, or take the place of missing ones."""
    python = sys.executable
    variables = {
        "PULUMI_HOME": str(folder.pulumi_home),
        # Without the sidecar files of the file backend: they are not written in one step, and an engine killed while it
        # writes one leaves a state that none can read ("failed to load checkpoint: EOF").
        "PULUMI_BACKEND_URL": f"{folder.state.as_uri()}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE": _PASSPHRASE,
        "PULUMI_CONFIG_PASSPHRASE_FILE": "",
        "PULUMI_ACCESS_TOKEN": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        # A language host or provider that lies about on PATH is not the one that belongs to this engine.
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_DIY_BACKEND_NO_LEGACY_WARNING": "true",
        "PULUMI_PYTHON_CMD": python,
        # A run is short and its garbage small: with Go's default the engine spends a quarter of its time collecting it.
        "GOGC": os.environ.get("GOGC") or "400",
        "AZURE_OFFLINE_PYTHON": python,
        HOME_VARIABLE: os.environ.get(HOME_VARIABLE) or str(folder.azure),
        "ARM_SUBSCRIPTION_ID": os.environ.get("ARM_SUBSCRIPTION_ID") or DEFAULT_SUBSCRIPTION,
        "ARM_TENANT_ID": os.environ.get("ARM_TENANT_ID") or DEFAULT_TENANT,
    }
    for name in ("no_proxy", "NO_PROXY"):
        present = [entry for entry in os.environ.get(name, "").split(",") if entry]
        variables[name] = ",".join([*present, *(host for host in _LOOPBACK if host not in present)])
    return variables


def install_plugins(folder: OfflineFolder, project: Project | None) -> None:
    """Put our provider and language host into the engine's home.

    The provider is installed under the version of every azure-native SDK that the program may import: that of this
    Python, and that of the project's own virtual environment. The engine prefers the official language hosts beside
    its own executable; for TypeScript and Go, ours can do no more than generate SDKs.
    """
    plugins = folder.pulumi_home / "plugins"
    host = plugins / f"language-python-{read_recipe().version}"
    write_if_changed(
        host / "pulumi-language-python",
        python_launcher(sys.executable, "azure_offline.host"),
        executable=True,
    )
    for language in ("nodejs", "go"):
        write_if_changed(
            plugins / f"language-{language}-{read_recipe().version}" / f"pulumi-language-{language}",
            python_launcher(sys.executable, "azure_offline.host", f"--only-sdks-of={language}"),
            executable=True,
        )
    provider = python_launcher(sys.executable, "azure_offline.provider")
    for version in sorted(azure_native_versions(project)):
        target = plugins / f"resource-azure-native-v{version}" / "pulumi-resource-azure-native"
        write_if_changed(target, provider, executable=True)


def azure_native_versions(project: Project | None) -> set[str]:
    """Return the versions of the azure-native SDK that the program may run with, without importing it: it is huge."""
    sites = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    if project is not None and project.virtualenv:
        sites += (project.directory / project.virtualenv / "lib").glob("python3*/site-packages")
    names = (path.name for site in sites for path in site.glob("pulumi_azure_native-*.dist-info"))
    return {match["version"] for name in names if (match := _SDK_FOLDER.fullmatch(name))}
