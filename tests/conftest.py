"""What all tests share: one hypothesis profile, and the files that `make test-fast` leaves out."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.proof import CASES, pytest_addoption, pytest_terminal_summary  # noqa: F401  (hooks)

ROOT = Path(__file__).parent

# A busy machine must not fail a law: examples are counted, not timed.
settings.register_profile("hubspoke", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hubspoke")

SLOW = frozenset(
    {
        "cli/test_check_mistakes.py",
        "cli/test_migrate_arm.py",
        "components/test_egress.py",
        "components/test_hub_mesh.py",
        "components/test_stability.py",
        "components/test_two_regions.py",
        "docs/test_generated.py",
        "network/test_addresses_large.py",
        "network/test_routes_oracle.py",
        "network/test_security_groups_oracle.py",
        "network/migration/test_plan.py",
        "offline/arm/test_arbitrary_bodies.py",
        "offline/arm/test_conflicts.py",
        "offline/arm/test_every_reference.py",
        "offline/evidence/test_examples.py",
        "offline/provider/test_robust.py",
        "policies/test_command_line.py",
        "policies/test_examples.py",
        "policies/test_robustness.py",
    }
)
"""Files whose tests take seconds: campaigns, oracles, whole processes, many networks."""

PROVE = frozenset({"engine/test_recovery.py", "engine/test_two_at_once.py"})
"""Files of many engine runs each, minutes long: only `make prove` runs them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow files, and those that are for `make prove` alone; note how many cases those hold."""
    for item in items:
        file = item.path.relative_to(ROOT).as_posix() if item.path.is_relative_to(ROOT) else ""
        if file in SLOW:
            item.add_marker(pytest.mark.slow)
        if file in PROVE:
            item.add_marker(pytest.mark.prove)
        for mark in item.iter_markers("prove"):
            item.user_properties += [(CASES, mark.kwargs["cases"])] if "cases" in mark.kwargs else []
