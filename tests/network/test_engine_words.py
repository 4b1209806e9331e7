"""The engine's marks are the SDK's, secrets are known by name, and the environment is read in one way."""

import pulumi.runtime.rpc as sdk
import pytest

from hubspoke_network.core import engine_marks as ours
from hubspoke_network.core.secret_names import is_secret_name
from hubspoke_network.readers.environment import default_subscription


def test_the_marks_are_the_sdks() -> None:
    marks = (ours.SIGNATURE, ours.SECRET, ours.OUTPUT, ours.RESOURCE, ours.ASSET, ours.ARCHIVE)
    assert marks == (
        sdk._special_sig_key,
        sdk._special_secret_sig,
        sdk._special_output_value_sig,
        sdk._special_resource_sig,
        sdk._special_asset_sig,
        sdk._special_archive_sig,
    )
    assert sdk.UNKNOWN == ours.UNKNOWN
    assert len(ours.UNKNOWNS) == 7


@pytest.mark.parametrize("name", ["sharedKey", "shared_key", "authorizationKey", "RadiusServerSecret", "adminPassword"])
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["keyVaultId", "name", "publicKeys", "secretsAllowed"])
def test_other_names(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ""),
        ({"AZURE_SUBSCRIPTION_ID": "b"}, "b"),
        ({"ARM_SUBSCRIPTION_ID": "a", "AZURE_SUBSCRIPTION_ID": "b"}, "a"),
        ({"ARM_SUBSCRIPTION_ID": "", "AZURE_SUBSCRIPTION_ID": "b"}, "b"),
    ],
)
def test_the_default_subscription(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: str) -> None:
    for name in ("ARM_SUBSCRIPTION_ID", "AZURE_SUBSCRIPTION_ID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert default_subscription() == expected
