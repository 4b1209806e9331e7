"""The logs that the engine keeps of its own runs, in its home.

The engine (3.259) writes down every call of every run, with all properties, and compresses that as it goes: a third
of its processor time and some megabytes a run. Offline that is wanted where somebody looks for a fault of the engine's
own, with `--debug` or `--logtostderr`, and otherwise not. The engine has no switch for it, but does without where it
cannot make the folder.
"""

import os
from contextlib import suppress
from pathlib import Path

from azure_offline.home import OfflineFolder


def direct_logs(folder: OfflineFolder, *, wanted: bool) -> None:
    """Have the engine keep the logs of this run in `logs-kept` of its home, or keep none."""
    kept, link = folder.pulumi_home / "logs-kept", folder.pulumi_home / "logs"
    target = kept if wanted else Path(os.devnull)
    if wanted:
        kept.mkdir(exist_ok=True)
    if link.is_dir() and not link.is_symlink():
        # Made by an engine that ran before this was settled.
        return
    with suppress(OSError):
        if link.readlink() == target:
            return
    fresh = link.with_name(f"logs.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
