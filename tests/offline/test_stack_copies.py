"""The copy of a stack file: the project's text, an earlier salt, stand-ins for secrets."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from azure_offline.commands.pulumi.stack_copies import (
    drop_offline_secret,
    merged,
    refresh_copy,
    remove_new_salts,
    salted,
)

pytestmark = pytest.mark.slow

SALT = "encryptionsalt: v1:abc=:v1:def:ghi==\n"


@pytest.mark.parametrize(
    ("original", "before", "expected"),
    [
        ("config:\n  a:b: 12:30 # noon\n", "", "config:\n  a:b: 12:30 # noon\n"),
        ("config:\n  a:b: 12:30 # noon\n", f"config: {{}}\n{SALT}", f"config:\n  a:b: 12:30 # noon\n{SALT}"),
        ("", SALT, SALT),
        ("{}\n", SALT, SALT),
        ("config:\n  a:b: on", SALT, f"config:\n  a:b: on\n{SALT}"),
        (f"config:\n  a:b: on\n{SALT}", "", "config:\n  a:b: on\n"),
        ("- no mapping\n", f"config:\n  a:b: {{secure: x}}\n{SALT}", "- no mapping\n"),
        ("config: [unclosed\n", "secure", "config: [unclosed\n"),
    ],
)
def test_text(original: str, before: str, expected: str) -> None:
    assert merged(original, before) == expected


def test_secrets_of_the_real_stack_become_stand_ins_and_its_provider_goes() -> None:
    original = (
        "secretsprovider: azurekeyvault://vault/key\n"
        "encryptedkey: abc\n"
        "config:\n"
        "  a:key: {secure: v1:x}\n"
        "  a:hub:\n"
        "    shared: [{secure: v1:y}, 12:30, 0777]\n"
        "  a:secure: plain\n"
    )

    copy = merged(original, SALT)

    assert copy.endswith(SALT)
    assert yaml.load(copy, yaml.BaseLoader) == {
        "config": {"a:key": "offline", "a:hub": {"shared": ["offline", "12:30", "0777"]}, "a:secure": "plain"},
        "encryptionsalt": "v1:abc=:v1:def:ghi==",
    }
    assert "12:30" in copy
    assert '"12:30"' not in copy


def test_secrets_set_offline_are_kept_and_stand_for_the_real_ones() -> None:
    before = f"config:\n  a:new: {{secure: o1}}\n  a:real: {{secure: o2}}\n  a:plain: {{secure: o3}}\n{SALT}"

    copy = merged("config:\n  a:real: {secure: r}\n  a:plain: text\n", before)

    assert yaml.safe_load(copy)["config"] == {
        "a:real": {"secure": "o2"},
        "a:plain": "text",
        "a:new": {"secure": "o1"},
    }
    assert merged("config:\n  a:real: {secure: r}\n  a:plain: text\n", copy) == copy


def test_json_stays_json() -> None:
    copy = merged('{"config": {"a:b": "1"}}', "encryptionsalt: v1:abc\n")

    assert yaml.safe_load(copy) == {"config": {"a:b": "1"}, "encryptionsalt": "v1:abc"}


KEYS = st.from_regex(r"[a-z]{1,5}:[a-z]{1,5}", fullmatch=True)
LEAVES = st.one_of(st.integers(), st.booleans(), st.text(max_size=20), st.none())
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


@given(config=st.dictionaries(KEYS, VALUES, max_size=4), salted_before=st.booleans())
def test_a_copy_means_the_same_and_renewing_it_changes_nothing(config: dict[str, object], salted_before: bool) -> None:
    original = yaml.safe_dump({"config": config}, allow_unicode=True)

    copy = merged(original, SALT if salted_before else "")

    content = yaml.safe_load(copy)
    # Not `config`: PyYAML itself does not read back every text it writes (a lone U+0085 becomes a space).
    assert content.get("config") == yaml.safe_load(original)["config"]
    assert ("encryptionsalt" in content) == salted_before
    assert merged(original, copy) == copy


def test_a_copy_outlives_a_missing_original(tmp_path: Path) -> None:
    original, copy = tmp_path / "Pulumi.dev.yaml", tmp_path / "copies" / "Pulumi.dev.yaml"
    refresh_copy(original, copy)
    assert not copy.exists()

    original.write_text("config: {}\n")
    refresh_copy(original, copy)
    original.unlink()
    refresh_copy(original, copy)

    assert copy.read_text() == "config: {}\n"


def test_a_secret_set_offline_can_be_dropped(tmp_path: Path) -> None:
    copy = tmp_path / "Pulumi.dev.yaml"
    copy.write_text(f"config:\n  a:b: {{secure: x}}\n  a:c: 1\n{SALT}")

    drop_offline_secret(copy, "a:b")
    drop_offline_secret(copy, "a:unknown")
    drop_offline_secret(tmp_path / "Pulumi.none.yaml", "a:b")

    assert yaml.safe_load(copy.read_text())["config"] == {"a:c": 1}


def test_only_new_salts_are_taken_out(tmp_path: Path) -> None:
    old, new = tmp_path / "Pulumi.old.yaml", tmp_path / "Pulumi.new.yaml"
    old.write_text(SALT)
    before = salted(tmp_path)
    new.write_text(f"# kept\nconfig:\n  a:b: 1 # kept\n{SALT}")

    remove_new_salts(tmp_path, before)

    assert (old.read_text(), new.read_text()) == (SALT, "# kept\nconfig:\n  a:b: 1 # kept\n")
