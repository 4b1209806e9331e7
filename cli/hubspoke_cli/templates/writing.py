"""Writing a template's folder, as its verb does."""

from pathlib import Path

from hubspoke_cli.exit_codes import FINE, MISTAKE
from hubspoke_cli.inputs import write_files
from hubspoke_cli.outputs import tell
from hubspoke_cli.templates import Template, template_files


def write_folder(name: Template, folder: Path, *, force: bool) -> int:
    """Write the folder, tell what was done, and return the exit code. Raises `FolderInTheWay`."""
    try:
        written = write_files(folder, template_files(name), force=force)
    except OSError as error:
        tell(f"error: {error.filename or folder} cannot be written: {error.strerror}")
        return MISTAKE
    tell(f"{len(written.changed)} files written, {len(written.same)} unchanged, in {folder}")
    return FINE
