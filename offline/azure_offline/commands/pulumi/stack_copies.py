"""Copies of the project's stack files for the engine to work on.

The engine writes the salt of its passphrase into the stack's file, and removes or renames that file with the stack.
It is given a copy instead, so that the clone stays as it is. The copy is renewed from the project's file at every run;
kept in it are the salt and the secrets that were set offline.

Secrets of the real stack cannot be read here (their key is in a vault or in another passphrase), and must not be
needed: in the copy each one is a plain stand-in.

YAML is changed on the level of its nodes: read into Python values and written again, `12:30` would become a number.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from azure_offline.home import write_if_changed

STAND_IN = "offline"
"""What stands in the copy for a secret of the real stack."""

_SALT = "encryptionsalt"
_PROVIDER_KEYS = ("secretsprovider", "encryptedkey", _SALT)


def refresh_copy(source: Path, copy: Path) -> None:
    """Bring a copy up to date with the project's stack file.

    Where the project has no such file the copy stays as it is. A file that is not a YAML mapping is copied unchanged:
    the engine then says what is wrong with it.
    """
    if source.is_file():
        before = copy.read_text(encoding="utf-8") if copy.is_file() else ""
        write_if_changed(copy, merged(source.read_text(encoding="utf-8"), before))


def merged(original: str, before: str) -> str:
    """Return the copy's new text from the project's text and the copy's earlier one."""
    if not any(word in original for word in ("secure", *_PROVIDER_KEYS)) and "secure" not in before:
        return _with_salt_line(original, before)
    document = _compose(original)
    if document is None and original.strip():
        return original
    previous = _compose(before)
    salt = _entry(previous, _SALT)
    result = document if document is not None else _mapping([])
    result.value = [(key, value) for key, value in result.value if _text(key) not in _PROVIDER_KEYS]
    offline = _config_secrets(previous) if salt is not None else {}
    _merge_config(result, offline)
    if salt is not None:
        result.value.append((_scalar(_SALT, quoted=False), salt))
    return _serialize(result)


def drop_offline_secret(copy: Path, key: str) -> None:
    """Forget a secret that was set offline."""
    document = _compose(copy.read_text(encoding="utf-8")) if copy.is_file() else None
    config = _entry(document, "config")
    if document is None or config is None or not isinstance(config.value, list):
        return
    kept = [(name, value) for name, value in config.value if _text(name) != key]
    if len(kept) < len(config.value):
        config.value = kept
        write_if_changed(copy, _serialize(document))


def salted(folder: Path) -> frozenset[Path]:
    """Return the stack files of a folder that hold a salt."""
    return frozenset(
        path for path in folder.glob("Pulumi.?*") if path.is_file() and _salt_line(path.read_text("utf-8"))
    )


def remove_new_salts(folder: Path, before: frozenset[Path]) -> None:
    """Take the salt out of the stack files that had none before; nothing else in them is touched."""
    for path in salted(folder) - before:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        write_if_changed(path, "".join(line for line in lines if not line.startswith(f"{_SALT}:")))


def _with_salt_line(original: str, before: str) -> str:
    """Join text with the earlier salt without reading it as YAML: the usual case, and large files are slow to read."""
    salt = _salt_line(before)
    if not salt:
        return original
    if original.strip() in {"", "{}"}:
        return salt
    if original.lstrip().startswith("{"):
        document = _compose(original)
        if document is None:
            return original
        document.value.append((_scalar(_SALT), _scalar(salt.partition(":")[2].strip().strip("\"'"))))
        return _serialize(document)
    return f"{original.rstrip()}\n{salt}"


def _salt_line(text: str) -> str:
    return next((f"{line}\n" for line in text.splitlines() if line.startswith(f"{_SALT}:")), "")


def _merge_config(document: MappingNode, offline: Mapping[str, Node]) -> None:
    """Put stand-ins for the real stack's secrets into `config`, and the secrets that were set offline over them."""
    config = _entry(document, "config")
    if config is None or not isinstance(config.value, list):
        if not offline:
            return
        config = _mapping([])
        document.value = [pair for pair in document.value if _text(pair[0]) != "config"]
        document.value.append((_scalar("config"), config))
    replaceable = {_text(key) for key, value in config.value if _has_secret(value)}
    present = {_text(key) for key, _ in config.value}
    entries = [
        (key, offline[_text(key)] if _text(key) in offline and _text(key) in replaceable else _without_secrets(value))
        for key, value in config.value
    ]
    config.value = entries + [(_scalar(key), value) for key, value in offline.items() if key not in present]


def _without_secrets(node: Node) -> Node:
    if _is_secret(node):
        return _scalar(STAND_IN)
    if isinstance(node.value, list):
        node.value = [
            (part[0], _without_secrets(part[1])) if isinstance(part, tuple) else _without_secrets(part)
            for part in node.value
        ]
    return node


def _has_secret(node: Node) -> bool:
    return _is_secret(node) or any(_has_secret(part) for part in _parts(node))


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, list):
        for part in node.value:
            yield part[1] if isinstance(part, tuple) else part


def _is_secret(node: Node) -> bool:
    """An encrypted leaf is `{secure: <text>}`."""
    return isinstance(node.value, list) and [_text(part[0]) for part in node.value if isinstance(part, tuple)] == [
        "secure"
    ]


def _config_secrets(document: MappingNode | None) -> dict[str, Node]:
    config = _entry(document, "config")
    if config is None or not isinstance(config.value, list):
        return {}
    return {_text(key): value for key, value in config.value if _has_secret(value)}


def _entry(document: MappingNode | None, name: str) -> "Node | None":
    return next((value for key, value in document.value if _text(key) == name), None) if document is not None else None


def _text(node: Node) -> str:
    return node.value if isinstance(node.value, str) else ""


def _compose(text: str) -> MappingNode | None:
    """Return the root mapping of a YAML (or JSON) text; None where it has none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _serialize(root: Node) -> str:
    write: Callable[..., str] = yaml.serialize
    return write(root, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), width=10_000, allow_unicode=True)


def _scalar(value: str, *, quoted: bool = True) -> Node:
    return ScalarNode("tag:yaml.org,2002:str", value, style='"' if quoted else None)


def _mapping(entries: list[tuple[Node, Node]]) -> MappingNode:
    return MappingNode("tag:yaml.org,2002:map", entries)
