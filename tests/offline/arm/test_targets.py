"""A child's target is the one its path is read as."""

from hypothesis import given
from hypothesis import strategies as st

from azure_offline.arm.resources.targets import parse_target

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
words = st.text("abcXYZ019-_.() ", min_size=1, max_size=8)


@given(
    st.sampled_from(["resourceGroups", "resourcegroups"]),
    words,
    words,
    words,
    st.sampled_from(["", "/providers/A.B/c/d"]),
)
def test_a_child_is_what_its_path_says(fixed: str, group: str, name: str, child: str, scope: str) -> None:
    parent = parse_target(f"{SUBSCRIPTION}/{fixed}/{group}{scope}/providers/Microsoft.Network/virtualNetworks/{name}")
    assert parent is not None
    assert parent.child("subnets", child) == parse_target(f"{parent.id}/subnets/{child}")
