"""Processes of this machine, asked about by number."""

import os


def is_running(process: int) -> bool:
    """Whether a process of this number runs; another user's counts."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
