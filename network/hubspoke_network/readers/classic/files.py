"""Input files, read up to a bound."""

from pathlib import Path

from hubspoke_network.core import ReadError

MAXIMUM_BYTES = 8 * 1024 * 1024
"""Size bound of a configuration or inventory. 500 networks with 20 subnets each take about 1 MB; ASM held 100."""


def read_bounded(path: Path, limit: int = MAXIMUM_BYTES) -> bytes:
    """The file's bytes; never more than `limit` are read.

    Raises `ReadError` where the file is missing, cannot be opened or is larger.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}") from None
    refuse_large(data, str(path), limit)
    return data


def refuse_large(data: bytes, subject: str, limit: int = MAXIMUM_BYTES) -> None:
    """Raise `ReadError` where `data` is larger than any honest file of this kind."""
    if len(data) > limit:
        raise ReadError(f"{subject} is larger than {limit // 2**20} MiB; give the one exported file only")
