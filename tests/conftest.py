"""What all tests share: one hypothesis profile, and how many cases the tests of `make prove` hold."""

import pytest
from hypothesis import HealthCheck, settings
from tests.proof import CASES, pytest_addoption, pytest_terminal_summary  # noqa: F401  (hooks)

# A busy machine must not fail a law: examples are counted, not timed.
settings.register_profile("hubspoke", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hubspoke")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note how many cases the tests hold that are for `make prove` alone."""
    for item in items:
        for mark in item.iter_markers("prove"):
            item.user_properties += [(CASES, mark.kwargs["cases"])] if "cases" in mark.kwargs else []
