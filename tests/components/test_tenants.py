"""An estate over several tenants: whoever makes an end of a peering is known to both."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measuring import descriptions as d
from measuring.recording import Recording, deploy

from hubspoke import Estate, EstateArgs
from hubspoke.base.providers import tenant_args
from hubspoke_network.core.errors import Problem, SpecError

pytestmark = pytest.mark.slow

OWN, OTHER, THIRD = (f"00000000-0000-0000-0000-0000000000{end}" for end in ("aa", "bb", "cc"))
CONFIG = {"azure-native:tenantId": OWN}


def estate(config: dict[str, str] = CONFIG, **more: Any) -> Recording:
    return deploy(lambda: Estate("net", EstateArgs.of(d.estate(**more))), config=config)


def tenants_of(made: Recording, name: str) -> tuple[Any, Any]:
    inputs = made.named(name).inputs
    others = inputs.get("auxiliaryTenantIds")
    return inputs.get("tenantId"), None if others is None else json.loads(others)


def test_providers_name_their_tenant_and_the_others() -> None:
    made = estate(tenants={"data": OTHER})
    assert tenants_of(made, "net-provider-data") == (OTHER, [OWN])
    assert tenants_of(made, "net-own-provider") == (OWN, [OTHER])


def test_without_tenants_providers_are_as_they_were() -> None:
    assert tenants_of(estate(), "net-provider-data") == (OWN, None)
    assert tenants_of(estate({}), "net-provider-data") == (None, None)


def test_tenants_that_the_stack_names_for_its_provider_are_kept() -> None:
    config = {**CONFIG, "azure-native:auxiliaryTenantIds": json.dumps([THIRD])}
    assert tenants_of(estate(config), "net-own-provider") == (OWN, [THIRD])
    assert tenants_of(estate(config, tenants={"data": OTHER}), "net-provider-data") == (OTHER, [THIRD, OWN])


def test_the_own_tenant_has_to_be_known() -> None:
    with pytest.raises(SpecError) as caught:
        estate({}, tenants={"data": OTHER})
    message = "is not set, though tenants names others: each end of a peering is made with rights in both tenants"
    assert caught.value.problems == (Problem("HS150", "azure-native:tenantId", "", message, "write the stack's own"),)


def test_every_mistake_is_told() -> None:
    ids = {f"s{index}": d.SUBSCRIPTION for index in range(4)}
    tenants = {key: f"0000000{index}-0000-0000-0000-000000000000" for index, key in enumerate(ids)}
    with pytest.raises(SpecError) as caught:
        EstateArgs.of(d.estate(subscriptions={"data": d.SUBSCRIPTION} | ids, tenants=tenants | {"date": "contoso.com"}))
    assert [(problem.path, problem.value, problem.message) for problem in caught.value.problems] == [
        ("tenants", "5", "names 5 other tenants; a request can be authorised in 3"),
        ("tenants.date", "contoso.com", "is not a tenant id"),
        ("tenants.date", "date", "is not among subscriptions"),
    ]


@given(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from([OWN, OTHER, THIRD]), min_size=1), st.sampled_from("abcd")
)
def test_every_provider_knows_every_tenant_once(tenants: dict[str, str], key: str) -> None:
    found = tenant_args(tenants, {"tenant_id": OWN}, key)
    known = [found["tenant_id"], *found["auxiliary_tenant_ids"]]
    assert found["tenant_id"] == tenants.get(key, OWN)
    assert sorted(known) == sorted({OWN, *tenants.values()})


def test_a_tenant_written_in_two_ways_is_one() -> None:
    made = tenant_args({"data": OTHER, "more": OTHER.upper(), "own": OWN.upper()}, {"tenant_id": OWN}, None)
    assert made == {"tenant_id": OWN, "auxiliary_tenant_ids": [OTHER]}
