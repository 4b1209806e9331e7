"""`world.yaml` of a home. Its form is loaded where the file is read or written: most previews ask nothing of Azure."""

import os
from pathlib import Path

from azure_offline.world.records import World, default_world


class WorldFile:
    """`world.yaml` of a home, read again whenever it changes. Made with the defaults where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] = (0, 0)
        self._world = default_world()
        if not path.exists():
            self.save(self._world)

    def current(self) -> World:
        """The world as the file has it now. Raises `SpecError`."""
        status = self.path.stat()
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            from azure_offline.world.form import read_world

            self._world = read_world(self.path.read_text(encoding="utf-8"), str(self.path))
            self._stamp = stamp
        return self._world

    def save(self, world: World) -> None:
        """Write the file in one step: another process reads the old or the new one, never half of it."""
        from azure_offline.world.form import world_text

        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        draft.write_text(world_text(world), encoding="utf-8")
        draft.replace(self.path)
