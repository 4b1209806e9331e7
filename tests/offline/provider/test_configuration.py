from typing import Any

import pytest

from azure_offline.provider.configuration import DEFAULT_SUBSCRIPTION, read_configuration
from azure_offline.provider.properties.failures import ProviderError

PREFIX = "azure-native:config:"
SECRET = "authenticating as a Service Principal using a Client Secret."
CERTIFICATE = "authenticating as a Service Principal using a Client Certificate."


def test_configure_answers_only_what_azure_native_supports(engine: Any) -> None:
    response = engine.configure()
    assert response.supportsPreview
    assert response.supports_autonaming_configuration
    assert [response.acceptSecrets, response.acceptResources, response.acceptOutputs] == [False] * 3


def test_an_old_engine_is_refused(engine: Any) -> None:
    error = engine.refused("configure", old_inputs=False)
    assert error.text == "Azure Native provider requires Pulumi CLI v3.74.0 or later"


def test_a_key_wins_over_its_variable_even_when_empty() -> None:
    environment = {"ARM_SUBSCRIPTION_ID": "env", "ARM_TENANT_ID": "tenv"}
    assert read_configuration({}, environment).subscription == "env"
    assert read_configuration({f"{PREFIX}subscriptionId": "cfg"}, environment).subscription == "cfg"
    assert read_configuration({f"{PREFIX}subscriptionId": ""}, environment).subscription == DEFAULT_SUBSCRIPTION
    assert read_configuration({}, environment).tenant == "tenv"


def test_location_has_no_variable() -> None:
    assert read_configuration({}, {"ARM_LOCATION": "westeurope"}).location == ""
    assert read_configuration({f"{PREFIX}location": "westeurope"}, {}).location == "westeurope"


def test_booleans_are_texts() -> None:
    assert read_configuration({}, {"ARM_SKIP_READ_ON_UPDATE": "true"}).skip_read_on_update
    assert not read_configuration({}, {"ARM_SKIP_READ_ON_UPDATE": "1"}).skip_read_on_update


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({"ARM_CLIENT_SECRET": "hidden"}, f"A Subscription ID must be configured when {SECRET}"),
        ({"ARM_CLIENT_SECRET": "hidden", "ARM_SUBSCRIPTION_ID": "s"}, f"A Client ID must be configured when {SECRET}"),
        (
            {"ARM_CLIENT_SECRET": "hidden", "ARM_SUBSCRIPTION_ID": "s", "ARM_CLIENT_ID": "c"},
            f"A Tenant ID must be configured when {SECRET}",
        ),
        ({"ARM_CLIENT_CERTIFICATE_PATH": "p"}, f"A Subscription ID must be configured when {CERTIFICATE}"),
        ({"ARM_USE_OIDC": "true"}, "A Subscription ID must be configured when authenticating with OIDC."),
    ],
)
def test_half_a_credential_is_refused(environment: dict[str, str], text: str) -> None:
    with pytest.raises(ProviderError) as error:
        read_configuration({}, environment)
    assert str(error.value) == text


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"ARM_USE_OIDC": "false"},
        {"ARM_USE_DEFAULT_AZURE_CREDENTIAL": "true", "ARM_CLIENT_SECRET": "hidden"},
        {"ARM_CLIENT_SECRET": "h", "ARM_SUBSCRIPTION_ID": "s", "ARM_CLIENT_ID": "c", "ARM_TENANT_ID": "t"},
    ],
)
def test_whole_credentials_and_none_are_taken(environment: dict[str, str]) -> None:
    assert read_configuration({}, environment).skip_read_on_update is False


def test_config_is_neither_checked_nor_compared(engine: Any) -> None:
    from pulumi.runtime.proto import provider_pb2

    request = provider_pb2.CheckRequest()
    request.news.fields["nonsense"].string_value = "x"
    assert engine.call("CheckConfig", request).inputs == request.news
    diff = engine.call("DiffConfig", provider_pb2.DiffRequest())
    assert diff.changes == provider_pb2.DiffResponse.DIFF_UNKNOWN
    assert list(diff.replaces) == []


def test_who_it_says_it_is(engine: Any) -> None:
    from pulumi.runtime.proto import provider_pb2

    assert engine.call("GetPluginInfo", None).version == "3.29.0"
    schema = engine.call("GetSchema", provider_pb2.GetSchemaRequest())
    assert schema.schema == '{"name": "azure-native", "version": "3.29.0"}'
    assert engine.call("GetMapping", None).data == b""
    assert list(engine.call("GetMappings", None).providers) == []
    assert engine.call("Attach", None) is not None
