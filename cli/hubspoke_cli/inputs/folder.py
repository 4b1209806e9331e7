"""Files written into a folder: all or none, nothing overwritten unasked, nothing half written."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hubspoke_network.core import HubspokeError


class FolderInTheWay(HubspokeError):
    """Files exist with other contents than those to be written."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        super().__init__(
            "these files exist and would change; nothing was written:",
            *(f"  {path}" for path in paths),
            "give --force or another --out",
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What writing did: `left` are files of an earlier run in the same folders, which are not part of this one."""

    changed: tuple[Path, ...]
    same: tuple[Path, ...]
    left: tuple[Path, ...]


def write_files(folder: Path, files: Mapping[str, bytes], *, force: bool) -> Written:
    """Write `files` (relative path to contents) below `folder`.

    A file that exists with the same contents is left alone. Raises `FolderInTheWay`, before anything is written, where
    one has other contents and `force` is off; `OSError` where the folder cannot be written.
    """
    same = tuple(path for name, data in sorted(files.items()) if _holds(path := folder / name, data))
    changed = tuple(path for name in sorted(files) if (path := folder / name) not in set(same))
    in_the_way = [path for path in changed if path.is_symlink() or path.exists()]
    if in_the_way and (not force or any(path.is_dir() for path in in_the_way)):
        raise FolderInTheWay(in_the_way)
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, files[path.relative_to(folder).as_posix()])
    return Written(changed, same, _left(folder, files))


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data


def write_file(path: Path, data: bytes) -> None:
    """Write beside the target and rename: a reader never sees half a file. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _left(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    folders = sorted({(folder / name).parent for name in files} - {folder})
    expected = {folder / name for name in files}
    return tuple(
        path for parent in folders for path in sorted(parent.iterdir()) if path.is_file() and path not in expected
    )
